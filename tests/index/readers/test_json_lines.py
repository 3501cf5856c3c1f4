import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import ReadRelease, Remark, read_releases
from index.readers import json_lines as reader
from index.readers.json_lines import parse, readable_id
from search.errors import BadRelease
from search.release import Release

KEYS = ["id", "title", "date", "sector", "region", "source", "url", "body", "category"]


def release(**values: Any) -> Release:
    return parse(json.dumps(values))[0]


def test_the_known_keys_are_read_and_others_passed_over() -> None:
    got = release(
        id="a-1",
        title=" Sarlavha ",
        date="2024-01-31",
        sector="savdo",
        region="Navoiy",
        source="Vazirlik",
        url="https://example.uz",
        body="Bir.\n\nIkki.",
        category="yangiliklar",
        kind="press",
    )
    assert got == Release(
        id="a-1",
        title="Sarlavha",
        body="Bir.\n\nIkki.",
        date=dt.date(2024, 1, 31),
        date_source="given",
        sectors=("savdo",),
        source="Vazirlik",
        url="https://example.uz",
        regions=("Navoiy",),
        rubric="yangiliklar",
    )


def test_a_sector_may_be_a_text_a_list_or_missing() -> None:
    assert release(title="A", sector="savdo, fan").sectors == ("savdo, fan",)
    assert release(title="A", sector=["savdo", "fan", ""]).sectors == ("savdo", "fan")
    assert release(title="A", sector=None).sectors == ()


def test_a_title_or_a_body_alone_is_a_release() -> None:
    assert release(title="A", body=None).body == ""
    assert release(body="B").title == ""


def test_a_body_without_empty_lines_has_a_paragraph_a_line() -> None:
    assert release(body="Bir.\nIkki.").body == "Bir.\n\nIkki."
    assert release(body="Bir\nqator.\n\nIkki.").body == "Bir\nqator.\n\nIkki."


@pytest.mark.parametrize(
    "given_date", ["2024-01-31T10:00:00+05:00", "2024-01-31 10:00", "31.01.2024", "2024-yil 31-yanvar"]
)
def test_a_date_may_be_written_in_many_ways(given_date: str) -> None:
    assert release(title="A", date=given_date).date == dt.date(2024, 1, 31)


def test_a_dateline_dates_what_has_no_date() -> None:
    got = release(title="A", body="Toshkent, 21-dekabr 2022-yil. Matn.")
    assert (got.date, got.date_source) == (dt.date(2022, 12, 21), "dateline")


def test_a_number_may_be_an_id() -> None:
    assert release(id=7, title="A").id == "7"


def test_an_id_keeps_its_letters_of_any_script() -> None:
    assert release(id=" Қарор 5?#% ", title="A").id == "Қарор 5?#%"


def test_without_an_id_the_content_gives_one() -> None:
    assert release(title="A").id == release(title="A").id != release(title="B").id


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "not JSON"),
        ('{"title": ' + "9" * 5000 + "}", "not JSON"),
        ("{}", "neither a title nor a body"),
        ('{"title": " ", "body": "\\u0000"}', "neither a title nor a body"),
        ('{"title": 5}', "title is not text"),
    ],
)
def test_what_is_broken_says_why(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(line)


@pytest.mark.parametrize(
    ("field", "kind", "text"),
    [
        ('"date": "tomorrow"', "unusable-date", "'tomorrow' is counted"),
        ('"date": "2026-02-30"', "unusable-date", "no such day"),
        ('"date": ["2026-02-03"]', "unusable-field", "date ["),
        ('"date": true', "unusable-field", "date true"),
        ('"sector": {"a": 1}', "unusable-field", 'sector {"a": 1}'),
        ('"source": 5', "unusable-field", "source 5"),
        ('"id": "a/b"', "unusable-field", "no address can"),
        ('"id": "a\\u00a0b"', "unusable-field", "no address can"),
        ('"id": "\\ud800"', "unusable-field", "no address can"),
        ('"id": ".."', "unusable-field", "a folder"),
        ('"id": "' + "a" * 201 + '"', "unusable-field", "201 characters"),
        ('"id": true', "unusable-field", "id true"),
    ],
)
def test_a_bad_field_costs_nothing_but_itself(field: str, kind: str, text: str) -> None:
    got, (finding,) = parse('{"title": "Bojxona", ' + field + "}")
    assert (got.title, got.date, got.sectors, got.source) == ("Bojxona", None, (), "")
    assert got.id
    assert finding.kind == kind
    assert text in finding.text


def test_a_moment_is_of_the_day_that_it_is_in_tashkent() -> None:
    assert release(title="A", date="2025-02-01T20:30:00Z").date == dt.date(2025, 2, 2)
    assert release(title="A", date=1706659200).date == dt.date(2024, 1, 31)


def test_half_letters_do_not_come_through() -> None:
    assert release(title="A\ud800", body="B\ufffe").title == "A\ufffd"


def test_a_broken_line_is_named_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "1", "title": "A"}\r\n\n{"title": \n\xff\n{"id": "2", "title": "B"}')
    found = [one for one in read_releases(path) if not isinstance(one, Remark)]
    assert [(one.path, one.line, isinstance(one, ReadRelease)) for one in found] == [
        (str(path), line, usable) for line, usable in ((1, True), (3, False), (4, False), (5, True))
    ]
    assert [one.consumed for one in found if isinstance(one, ReadRelease)][-1] == path.stat().st_size


def test_a_line_that_is_too_long_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 40)
    monkeypatch.setattr(reader, "_SKIPPED_AT_ONCE", 16)
    path = tmp_path / "a.ndjson"
    path.write_text('{"title": "' + "A" * 100 + '"}\n{"title": "B"}\n' + "C" * 100, encoding="utf-8")
    first, second, third = read_releases(path)
    assert isinstance(first, BadRelease)
    assert "longer than" in first.reason
    assert isinstance(second, ReadRelease)
    assert (second.line, second.release.title) == (2, "B")
    assert isinstance(third, BadRelease)


def test_a_packed_file_that_ends_too_early_is_reported_after_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"title": f"{number} {number**9}"}) + "\n" for number in range(5000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    *found, last = read_releases(path)
    assert len(found) > 1000
    assert all(isinstance(one, ReadRelease) for one in found)
    assert isinstance(last, BadRelease)
    assert (last.line, last.reason) == (len(found) + 1, "the gzip file ends too early")


@settings(deadline=None)
@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    ).map(json.dumps)
)
def test_any_line_is_a_release_or_a_value_error(line: str) -> None:
    try:
        got, _ = parse(line)
    except ValueError:
        return
    assert got.id
    assert got.title or got.body
    assert Release.from_json(got.to_json()) == got
    assert got.content_hash()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('{"title": 5, "id": "a"}', "a"),
        ('{"title": "A", "date": "tomorrow", "id": 7}', "7"),
        (' { "id" : "a\\"b" , "title": "uz', 'a"b'),
        ('{"id": "a",', "a"),
        ('{"id": -7, "title', "-7"),
        ('{"id": "a"} {"id": "b"}', "a"),
        ('{"id": "a', None),
        ('{"title": "A", "id": "a", "bo', None),
        ('{"id": "a/b", "title": "uz', None),
        ('{"id": "\\x", "title": "uz', None),
        ('{"id": "", "title": 5}', None),
        ('{"id": "a\ufffd", "title": 5}', None),
        ('{"id": true, "title": "uz', None),
        ("[" * 100_000, None),
        ('[{"id": "a"}]', None),
        ("null", None),
        ("", None),
    ],
)
def test_a_broken_line_tells_its_id_where_that_can_be_read(line: str, found: str | None) -> None:
    assert readable_id(line) == found


@given(st.text())
def test_any_broken_line_may_be_asked_for_its_id(text: str) -> None:
    found = readable_id(text)
    assert found is None or parse(json.dumps({"id": found, "title": "A"}))[0].id == found


def test_a_fault_tells_a_hash_of_its_line_and_a_torn_file_that_it_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a", "title": "\xff"}\n{\n{"id": 1, "title": 5}\r\n {')
    first, second, third, last = read_releases(path)
    assert isinstance(first, BadRelease)
    assert isinstance(second, BadRelease)
    assert isinstance(third, BadRelease)
    assert isinstance(last, BadRelease)
    assert [fault.id for fault in (first, second, third, last)] == ["a", None, "1", None]
    assert second.digest == last.digest is not None
    assert len({fault.digest for fault in (first, second, third)}) == 3
    assert not any(fault.torn for fault in (first, second, third, last))
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"title": "A"}\n')[:-9])
    (torn,) = [found for found in read_releases(packed) if isinstance(found, BadRelease)]
    assert (torn.torn, torn.id, torn.digest) == (True, None, None)
