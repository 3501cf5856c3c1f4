"""Terms that are counted, put aside, written and mapped are those of a plain count."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.opensearch.documents import Held, HeldField
from search.engines.opensearch.mapping import FIELDS
from search.engines.opensearch.term_file import TermFile, merged, write
from search.engines.opensearch.vocabulary import OpenSearchVocabulary, Statistics
from search.errors import IndexDamaged
from search.facets.table import FACETS

SOME = st.sampled_from(("a", "ab", "abc", "b", "oʻ", "ya", "я", "\U0001f600", "\x82"))
TERMS = st.lists(SOME | st.text(max_size=3), max_size=6)


def held(terms: list[str]) -> Held:
    fields = (HeldField.of(terms), HeldField.of([]), HeldField.of(terms[:1]))
    return Held(fields, [tuple(() for _ in FACETS)])


def counted(statistics: Statistics, path: Path) -> TermFile:
    statistics.write(path)
    return TermFile(path)


@given(st.lists(TERMS, max_size=12), st.lists(TERMS, max_size=6), st.data())
def test_what_is_mapped_is_what_was_counted(
    tmp_path_factory: pytest.TempPathFactory, first: list[list[str]], second: list[list[str]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("terms")
    begun = Statistics(most=4)
    for terms in first:
        begun.add(held(terms))
    base = counted(begun, folder / "base")
    begun.close()
    gone = data.draw(st.lists(st.sampled_from(range(len(first))), unique=True)) if first else []
    changed = Statistics(base, most=5)
    for number in gone:
        changed.subtract(held(first[number]))
    for terms in second:
        changed.add(held(terms))
    file = counted(changed, folder / "changed")
    changed.close()
    left = [terms for number, terms in enumerate(first) if number not in gone] + second
    expected = Counter(term for terms in left for term in set(terms))
    vocabulary = OpenSearchVocabulary(file, len(left), {name: {} for name in FIELDS})
    assert [*file.fields[FIELDS[0]]] == sorted(expected.items())
    assert file.head["documents"] == len(left)
    for prefix in ("", "a", "ab", "o", "\U0001f600", "zz"):
        starting = sorted(term for term in expected if term.startswith(prefix))
        assert vocabulary.starting(FIELDS[0], prefix) == starting
        assert vocabulary.begins(FIELDS[0], prefix) == bool(starting)
    for term in (*expected, "no such term"):
        assert vocabulary.frequency(FIELDS[0], term) == expected[term]
    overlaid = Statistics(base, most=10**9)
    for number in gone:
        overlaid.subtract(held(first[number]))
    without = Counter(term for number, terms in enumerate(first) if number not in gone for term in set(terms))
    narrowed = OpenSearchVocabulary(base, overlaid.documents, overlaid.changes())
    assert narrowed.starting(FIELDS[0], "") == sorted(without)
    assert narrowed.begins(FIELDS[0], "a") == any(term.startswith("a") for term in without)
    assert all(narrowed.frequency(FIELDS[0], term) == without[term] for term in {*expected, *without})


def test_runs_are_merged_and_what_comes_to_nothing_is_left_out() -> None:
    assert [*merged([[("a", 1), ("b", 2)], [("b", -2), ("c", 1)], []])] == [("a", 1), ("c", 1)]


def test_labels_and_lengths_come_back(tmp_path: Path) -> None:
    statistics = Statistics()
    facets = tuple((("value", "Label"),) if number == 0 else () for number, _ in enumerate(FACETS))
    three = HeldField(["a"], np.array([0]), np.array([1]), np.array([3]))
    one = Held((three, HeldField.of([]), HeldField.of([])), [facets])
    statistics.add(one)
    again = Statistics(counted(statistics, tmp_path / "one"))
    assert again.labels == {FACETS[0].name: {"value": Counter(Label=1)}, **{row.name: {} for row in FACETS[1:]}}
    assert (again.documents, again.lengths[FIELDS[0]], again.averages()[FIELDS[1]]) == (1, 3, 1.0)
    again.subtract(one)
    assert again.labels[FACETS[0].name] == {}


@pytest.mark.parametrize("content", [b"", b"something else", b"izlaterm" + (5).to_bytes(8, "little") + b"[]   "])
def test_a_file_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "terms").write_bytes(content)
    with pytest.raises(IndexDamaged, match="vocabulary of the generation cannot be read"):
        Statistics(TermFile(tmp_path / "terms"))


def test_a_head_without_what_is_needed_is_told(tmp_path: Path) -> None:
    write(tmp_path / "terms", {name: [] for name in FIELDS}, {"documents": 1})
    with pytest.raises(IndexDamaged, match="cannot be read"):
        Statistics(TermFile(tmp_path / "terms"))
