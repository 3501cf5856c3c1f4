"""What is backed up is what is restored, by any engine; what is damaged changes nothing."""

import datetime as dt
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.backup.copying import back_up, put_tables, read_whole, restore
from index.backup.stream import BadBackup, Notes, Table, read_stream, write_stream
from search.clock import TASHKENT
from search.errors import IndexUnavailable, UnknownGeneration
from search.generation import Generation, History
from search.query import Query
from search.release import Release
from tests.search.engine_contract.engines import ENGINES, OpenEngine
from tests.web.library import library

NOW = 1_800_000_000


@pytest.fixture(params=ENGINES, ids=str)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], OpenEngine]]:
    """Return what opens one more engine of a kind; what it keeps is taken away afterwards."""
    engines: list[OpenEngine] = []

    def opened(name: str) -> OpenEngine:
        engines.append(ENGINES[request.param](tmp_path / name))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.forget()


def published(engine: OpenEngine, releases: list[Release], manifest: bytes = b"{}") -> Generation:
    with engine.store.begin(None, samples=False, paths=("/releases",)) as draft:
        draft.add(releases)
        draft.verify()
        return draft.publish(manifest, History({"before": NOW - 86_400}), NOW - 60)


def everything(engine: OpenEngine) -> list[Release]:
    return sorted(engine.service().export(Query()).releases, key=lambda release: release.id)


def packed(engine: OpenEngine, corpus: Path) -> bytes:
    out = io.BytesIO()
    back_up(engine.index, engine.store, corpus, out)
    return out.getvalue()


def test_all_releases_come_back_with_their_moments_and_what_is_known_of_them(
    opened: Callable[[str], OpenEngine], tmp_path: Path
) -> None:
    releases = [release.with_(first_seen=NOW - 2 * at, changed=NOW - at) for at, release in enumerate(library(), 100)]
    first, second = opened("first"), opened("second")
    of = published(first, releases, manifest=b'{"kept": "unread"}')
    data = packed(first, tmp_path)
    live = restore(second.store, io.BytesIO(data), "a", NOW)
    assert (live.documents, live.paths, live.samples) == (of.documents, of.paths, of.samples)
    assert second.store.manifest(live) == b'{"kept": "unread"}'
    assert everything(second) == everything(first) == sorted(releases, key=lambda release: release.id)
    service = second.service()
    assert service.changes(of.id).total == 0
    assert service.changes("before").total == first.service().changes("before").total > 0
    query = Query("energetika")
    assert [hit.release.id for hit in service.answer(query).hits] == [
        hit.release.id for hit in first.service().answer(query).hits
    ]
    assert packed(first, tmp_path) == data


def test_a_later_generation_gives_way_and_its_copies_are_told_to_be_taken_again(
    opened: Callable[[str], OpenEngine], tmp_path: Path
) -> None:
    engine = opened("one")
    published(engine, library()[:5])
    data = packed(engine, tmp_path)
    later = published(engine, library())
    live = restore(engine.store, io.BytesIO(data), "a", NOW)
    assert engine.service().answer(Query()).total == live.documents == 5
    with pytest.raises(UnknownGeneration):
        engine.service().changes(later.id)
    assert engine.store.roll_back() == later


def test_what_is_damaged_anywhere_is_named_and_what_is_live_stays(
    opened: Callable[[str], OpenEngine], tmp_path: Path
) -> None:
    engine = opened("one")
    data = packed_of(engine, tmp_path)
    live = engine.store.live()
    lines = gzip.decompress(data).splitlines(keepends=True)
    less = b"".join((*lines[:4], *lines[5:]))
    cut = gzip.compress(b"".join(lines[:-1]))
    for broken in (data[:-9], data[: len(data) // 2], gzip.compress(less), cut, b"", b"{"):
        with pytest.raises(BadBackup, match=r"^a: "):
            restore(engine.store, io.BytesIO(broken), "a", NOW)
        assert engine.store.live() == live
    assert engine.service().answer(Query()).total == 5


def packed_of(engine: OpenEngine, corpus: Path) -> bytes:
    published(engine, library()[:5])
    return packed(engine, corpus)


def test_the_files_of_a_site_come_back_where_none_of_its_own_stand(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    texts = {"site.toml": "", "withdrawn.txt": "a\n", "words.txt": "ayiq\n", "notes.txt": "", "a.py": ""}
    for name, text in texts.items():
        (old / name).write_text(text)
    engine = ENGINES["reference"](tmp_path)
    data = packed_of(engine, old)
    of, tables = read_whole(io.BytesIO(data), "a")
    assert of == engine.store.live()
    assert [table.name for table in tables] == ["site.toml", "words.txt", "withdrawn.txt"]
    assert put_tables(tables, new, replacing=False) == (("site.toml", "words.txt", "withdrawn.txt"), ())
    (new / "words.txt").write_text("boʻri\n")
    assert put_tables(tables, new, replacing=False) == ((), ("words.txt",))
    assert (new / "words.txt").read_text() == "boʻri\n"
    assert put_tables(tables, new, replacing=True) == (("words.txt",), ())
    assert (new / "words.txt").read_text() == "ayiq\n"
    outside = (*tables, Table("../escaped.txt", b""))
    assert put_tables(outside, new, replacing=True) == ((), ())
    assert not (tmp_path / "escaped.txt").exists()


STREAM = io.BytesIO()
GENERATION = Generation("20261127T0000Z-abcd", "f", dt.datetime(2026, 11, 27, tzinfo=TASHKENT), 50, False, ("/a",))
write_stream(STREAM, GENERATION, [Table("site.toml", b"\xff\x00")], Notes("{}", History().to_json()), library())


def test_a_stream_gives_what_was_written() -> None:
    generation, table, notes, *releases = read_stream(io.BytesIO(STREAM.getvalue()), "a")
    assert generation == GENERATION
    assert table == Table("site.toml", b"\xff\x00")
    assert notes == Notes("{}", History().to_json())
    assert releases == library()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_byte_may_differ_or_lack(data: st.DataObject) -> None:
    whole = bytearray(STREAM.getvalue())
    at = data.draw(st.integers(10, len(whole) - 1))  # before that stands when it was packed, which says nothing
    if data.draw(st.booleans()):
        whole[at] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del whole[at:]
    with pytest.raises(BadBackup):
        list(read_stream(io.BytesIO(bytes(whole)), "a"))


def changed(**values: object) -> bytes:
    first, *rest = gzip.decompress(STREAM.getvalue()).splitlines(keepends=True)
    return gzip.compress(b"".join((json.dumps(json.loads(first) | values).encode() + b"\n", *rest)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed(version=2, software="9.0"), "a: Izla 9.0 wrote it in a form that this version does not know; update"),
        (changed(izla="sitemap"), "a: it is no backup of Izla; name the file"),
        (changed(software="0.1"), "a: what it holds is not what was backed up"),
        (gzip.compress(b"[1]\n"), "a: it is no backup of Izla; name"),
        (gzip.compress(b""), "a: nothing came; name"),
        (STREAM.getvalue() + gzip.compress(b"{}\n"), "a: it goes on behind its end"),
        (b"PK\x03\x04", "a: it is no backup of Izla (Not a gzipped file"),
    ],
)
def test_each_fault_has_its_reason_and_remedy(data: bytes, said: str) -> None:
    with pytest.raises(BadBackup) as error:
        list(read_stream(io.BytesIO(data), "a"))
    assert str(error.value).startswith(said)


def test_a_site_without_an_index_has_nothing_to_back_up(tmp_path: Path) -> None:
    engine = ENGINES["whoosh"](tmp_path)
    with pytest.raises(IndexUnavailable, match="there is no index yet"):
        packed(engine, tmp_path)
