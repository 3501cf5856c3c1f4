"""The tags of the labelled releases have floors, and their arithmetic is that of its definition."""

import json
from pathlib import Path

import pytest

from search.errors import BadCorpus
from search.release import Release
from tests.relevance.tags import (
    HALVES,
    MEASURE,
    REAL,
    TABLES,
    Figure,
    Labels,
    Tagged,
    read_labels,
    read_texts,
    sum_figures,
    tag,
)

FLOORS = {"sectors": (0.88, 0.76), "regions": (0.96, 0.99), "countries": (0.99, 0.93)}  # precision, recall

LINE = {
    "id": "a",
    "origin": "sample",
    "hash": "0" * 16,
    "half": "work",
    "sectors": ["fan"],
    "regions": [],
    "countries": [],
    "either": {"sectors": ["savdo"], "regions": [], "countries": []},
    "note": "",
}


def test_both_halves_have_labels_of_samples_and_of_real_texts() -> None:
    labels = read_labels()
    assert len(labels) >= 400
    for half in HALVES:
        assert sum(one.half == half and one.origin == "sample" for one in labels) >= 50
        assert sum(one.half == half and one.origin == "real" for one in labels) >= 150
    assert not any(one.right[table] & one.either[table] for one in labels for table in TABLES)


def test_every_labelled_sample_is_the_one_that_was_labelled() -> None:
    samples = [one for one in read_labels() if one.origin == "sample"]
    assert read_texts(samples).keys() == {one.id for one in samples}


def test_a_text_that_changed_is_refused_by_its_id(tmp_path: Path) -> None:
    (one, *_) = (one for one in read_labels() if one.origin == "sample")
    line = LINE | {"id": one.id}
    (tmp_path / "labels.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(BadCorpus, match=f"{one.id} is not the text that was labelled"):
        read_texts(read_labels(tmp_path))
    (tmp_path / "labels.jsonl").write_text(json.dumps(LINE), encoding="utf-8")
    with pytest.raises(BadCorpus, match="not there: a"):
        read_texts(read_labels(tmp_path))


@pytest.mark.parametrize("broken", ["{", json.dumps(LINE | {"half": "third"}), json.dumps({"id": "a"})])
def test_a_broken_line_of_labels_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "labels.jsonl").write_text(f"{json.dumps(LINE)}\n{broken}\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match=r"labels\.jsonl:2"):
        read_labels(tmp_path)


def test_a_release_is_labelled_once(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text(f"{json.dumps(LINE)}\n{json.dumps(LINE)}\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match="labels a more than once"):
        read_labels(tmp_path)


def test_an_either_value_counts_neither_for_nor_against_or_as_wrong() -> None:
    right = {"sectors": frozenset({"fan", "talim"}), "regions": frozenset[str](), "countries": frozenset[str]()}
    either = right | {"sectors": frozenset({"savdo"})}
    labels = Labels("a", "sample", "", "work", False, right, either)
    given = right | {"sectors": frozenset({"fan", "savdo", "moliya"})}
    figure = Tagged(labels, Release("a", "b"), given).figure("sectors")
    assert figure == Figure(right=1, wrong=1, either=1, missing=1)
    assert (figure.precision, figure.strict_precision, figure.recall) == (1 / 2, 1 / 3, 1 / 2)
    assert (Figure().precision, Figure().strict_precision, Figure().recall) == (1, 1, 1)
    assert figure + figure == Figure(2, 2, 2, 2)


@pytest.mark.skipif(not REAL.is_file(), reason="the real texts are beside a builder's checkout only")
def test_precision_and_recall_of_the_measured_half_do_not_fall() -> None:
    labels = [one for one in read_labels() if one.half == MEASURE]
    tagged = [*tag(labels, read_texts(labels))]
    for table, (precision, recall) in FLOORS.items():
        figure = sum_figures(tagged, table)
        assert figure.precision >= precision, table
        assert figure.recall >= recall, table
