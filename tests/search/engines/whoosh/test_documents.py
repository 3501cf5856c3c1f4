import datetime as dt

import numpy as np

from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.engines.whoosh.codec.columns import NUMBERS
from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.documents import CHANGED, RELEASES, SEEN, day_number, document, documents, seen
from search.facets.table import FACETS
from search.release import Release
from tests.analyzers import PLAIN

RELEASE = Release(
    "2026-03-05-quyosh",
    "Quyosh stansiyasi",
    "Stansiya ishga tushdi.",
    dt.date(2026, 3, 5),
    sectors=("energetika",),
    source="Energetika vazirligi",
    first_seen=11,
    changed=22,
)


def value(names: tuple[str, ...], name: str, values: tuple[object, ...]) -> object:
    return values[names.index(name)]


def test_a_release_is_written_in_the_order_of_the_layout() -> None:
    written = document(RELEASE, b"starts")
    assert isinstance(RELEASES, Layout)
    assert (written.id, written.day) == (RELEASE.id, dt.date(2026, 3, 5).toordinal())
    assert written.starts == b"starts"
    assert len(written.facets) == len(RELEASES.facets) == len(FACETS)
    assert value(RELEASES.numbers, SEEN, written.numbers) == 11
    assert value(RELEASES.numbers, CHANGED, written.numbers) == 22
    sector = value(RELEASES.facets, "sector", written.facets)
    assert isinstance(sector, tuple)
    assert [slug for slug, _ in sector] == ["energetika"]
    assert Release.from_json(written.stored, first_seen=11, changed=22) == RELEASE


def test_releases_are_prepared_by_number_and_get_their_moments_later() -> None:
    releases = [Release("a", "Quyosh", "Oy va quyosh."), Release("b", "Oy"), Release("c", "Gaz", "Quyosh. Shamol.")]
    texts = read_texts([text for release in releases for text in (release.title, release.body)], ChunkTable(PLAIN))
    prepared = documents(releases, texts, np.array([0, 2]))
    assert prepared.ids == ["a", "c"]
    batch = seen(prepared, [None, (11, 22)])
    assert (batch.ids, batch.columns[NUMBERS.called(SEEN)], batch.columns[NUMBERS.called(CHANGED)]) == (
        ["c"],
        [11],
        [22],
    )
    exact = batch.fields[0]
    assert [exact.vocabulary[term] for term in exact.tokens.terms.tolist()] == ["gaz", "quyoş", "şamol"]
    assert sorted(exact.vocabulary) == ["gaz", "quyoş", "şamol"]  # no term of a release that was left out
    assert exact.tokens.counts.tolist() == batch.columns["exact.lengths"] == [3]
    assert seen(prepared, [None, None]).ids == []


def test_an_undated_release_has_day_0() -> None:
    assert day_number(None) == 0
    assert document(Release("r", "Xabar", "Quyosh."), b"").day == 0
