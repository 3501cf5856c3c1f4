"""Tables and records of named values: the delimiter, the encoding, and what a record cannot be."""

import csv
import json
from pathlib import Path

import pytest

from index.readers import ReadRelease, Remark, Skipped, input_file, read_releases
from search.errors import BadRelease
from tests.index.test_any_file import BODY


def _read(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> list[object]:
    path = tmp_path / name
    path.write_text(text, encoding=encoding, newline="")
    return list(read_releases(path))


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [("", ";"), ("", "\t"), ("", "|"), ("sep=;\r\n", ";"), ("SEP=\r\n", "\t"), ("sep=||\n", ",")],
)
def test_a_table_says_its_delimiter_or_its_header_does(tmp_path: Path, first: str, delimiter: str) -> None:
    table = delimiter.join(("Sarlavha", "Matn", "Sana")) + "\n" + delimiter.join(("Koʻprik", BODY, "05.03.2026"))
    (read,) = _read(tmp_path, "a.csv", first + table)
    assert isinstance(read, ReadRelease)
    assert (read.release.title, str(read.release.date)) == ("Koʻprik", "2026-03-05")


def test_another_encoding_is_told_and_an_empty_table_is_nothing(tmp_path: Path) -> None:
    remark, read = _read(tmp_path, "a.csv", f"Sarlavha;Matn\nKoʻprik;{BODY}\n", "utf-16")
    assert isinstance(remark, Remark)
    assert (remark.kind, remark.text) == ("encoding", "utf-16")
    assert isinstance(read, ReadRelease)
    assert _read(tmp_path, "b.csv", "sep=;\n \n") == []


def test_a_row_larger_than_a_file_may_be_costs_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_file, "MAX_WHOLE", 1 << 20)
    (bad,) = _read(tmp_path, "a.csv", f"Sarlavha,Matn\nKoʻprik,{BODY * 10_000}\n")
    assert isinstance(bad, BadRelease)
    assert bad.reason == "it is larger than 1 MiB; split it, or export it as JSON lines"


def test_a_table_whose_cells_have_no_end_or_no_header_is_refused(tmp_path: Path) -> None:
    ((bad),) = _read(tmp_path, "a.csv", "birinchi,ikkinchi\n" + "1,2\n" * 40)
    assert isinstance(bad, BadRelease)
    assert "no row names its columns" in bad.reason
    limit = csv.field_size_limit(100)
    try:
        (bad,) = _read(tmp_path, "b.csv", f"Sarlavha,Matn\nKoʻprik,{BODY}\n")
    finally:
        csv.field_size_limit(limit)
    assert isinstance(bad, BadRelease)
    assert "its rows cannot be told apart (field larger than field limit (100))" in bad.reason


def test_a_record_that_is_none_says_why(tmp_path: Path) -> None:
    table = f"Sarlavha,Matn,Holat\nBir,{BODY},published\nIkki,{BODY},draft\n,,published\n"
    good, draft, empty = _read(tmp_path, "a.csv", table)
    assert isinstance(good, ReadRelease)
    assert isinstance(draft, Skipped)
    assert draft.place == "row 3"
    assert isinstance(empty, Skipped)
    deep = {"title": "Ikki", "body": "<b>" * 20_000 + BODY}
    bad, good = _read(tmp_path, "b.json", json.dumps([deep, {"title": "Bir", "body": BODY}]))
    assert isinstance(bad, BadRelease)
    assert bad.reason.startswith("item 1: its markup nests more than")
    assert isinstance(good, ReadRelease)


def test_values_that_json_cannot_hold_cost_only_themselves(tmp_path: Path) -> None:
    deep: object = "chuqur"
    for _ in range(400):
        deep = [deep]
    odd = {"title": "Koʻprik \ud800", "body": BODY, "date": "2026-03-05", "n": 1 << 90, "long": 10**4000, "deep": deep}
    (read,) = _read(tmp_path, "a.json", json.dumps({"data": [odd]}))
    assert isinstance(read, ReadRelease)
    assert read.release.title.startswith("Koʻprik")
    assert str(read.release.date) == "2026-03-05"
