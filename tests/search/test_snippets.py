import gzip
import json
from itertools import islice, pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.analyzer import AnalyzedToken
from search.answer import Snippet
from search.highlighting import Highlights, Occurrence, Slot, Span, mark, mark_at
from search.snippets import (
    FRAGMENTS,
    LEAD,
    LONGEST_WORD,
    WIDTH,
    fragments,
    lead,
    pieces,
)
from search.uzbek import key, lemmas
from tests.analyzers import PLAIN

LONG = (
    "Birinchi xatboshi oddiy gaplardan iborat. " * 12
    + "Quyosh chiqdi.\n\n"
    + "Yana oddiy gaplar. " * 20
    + "Quyosh botdi."
)


def word(text: str) -> tuple[Slot, ...]:
    return (Slot(exact=frozenset((key(text),)), lemmas=frozenset(lemmas(text))),)


def text_of(snippet: Snippet) -> str:
    return "".join(piece.text for piece in snippet)


def marked(snippet: Snippet) -> list[str]:
    return [piece.text for piece in snippet if piece.marked]


def test_marks_fall_on_inflected_forms_in_any_script() -> None:
    text = "Quyoshning nuri, қуёшдан келган нур, QUYOSH."
    assert [text[a:b] for a, b in mark(text, (word("quyosh"),), PLAIN)] == ["Quyoshning", "қуёшдан", "QUYOSH"]


def test_a_sequence_marks_only_adjoining_words() -> None:
    wanted = ((Slot(exact=frozenset(("yaşil",))), Slot(exact=frozenset(("makon",)))),)
    text = "yashil bogʻ, makon; yashil makon"
    assert [text[a:b] for a, b in mark(text, wanted, PLAIN)] == ["yashil", "makon"]
    assert mark(text, wanted, PLAIN)[0][0] == text.rindex("yashil")


def test_a_mark_leaves_the_dropped_suffix_alone() -> None:
    text = '"yo\'l xarita"lari'
    spans = mark(text, ((Slot(exact=frozenset(("yöl",))), Slot(exact=frozenset(("xarita",)))),), PLAIN)
    assert [text[a:b] for a, b in spans] == ["yo'l", "xarita"]


def test_without_marks_the_lead_is_shown() -> None:
    (first,) = fragments(LONG, [])
    assert text_of(first) == text_of(lead(LONG)[0])
    assert LONG.startswith(text_of(first))
    assert len(text_of(first)) <= LEAD + LONGEST_WORD
    assert lead("") == ()
    assert lead(" \n") == ()


def test_fragments_show_the_marks_in_the_order_of_the_text() -> None:
    found = fragments(LONG, mark(LONG, (word("quyosh"),), PLAIN))
    assert len(found) == FRAGMENTS
    assert [marked(fragment) for fragment in found] == [["Quyosh"], ["Quyosh"]]
    assert LONG.index(text_of(found[0])) < LONG.index(text_of(found[1]))


@given(
    st.lists(st.sampled_from(["quyosh", "gaz", "uzun-uzun", "a", "nur.\n\n"]), max_size=120),
    st.sampled_from([" ", "  ", "\n"]),
)
def test_a_fragment_is_whole_words_of_the_text(drawn: list[str], space: str) -> None:
    text = space.join(drawn)
    spans = mark(text, (word("quyosh"), word("gaz")), PLAIN)
    for fragment in fragments(text, spans):
        shown = text_of(fragment)
        at = text.index(shown)
        assert len(shown) <= WIDTH + 3 * LONGEST_WORD
        assert at == 0 or text[at - 1].isspace() or shown[:1].isspace()
        end = at + len(shown)
        assert end == len(text) or text[end].isspace()


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=5))
def test_pieces_concatenate_to_the_text(text: str, drawn: list[tuple[int, int]]) -> None:
    spans: list[Span] = []
    for start, length in sorted(drawn):
        if start + length <= len(text) and (not spans or spans[-1][1] <= start):
            spans.append((start, start + length))
    cut = pieces(text, spans)
    assert text_of(cut) == text
    assert [piece.text for piece in cut if piece.marked] == [text[a:b] for a, b in spans]


@given(st.text())
def test_any_text_can_be_marked(text: str) -> None:
    for start, end in mark(text, (word("quyosh"), (Slot(prefixes=("a",)),)), PLAIN):
        assert 0 <= start < end <= len(text)


SOME_WORDS = st.sampled_from(
    ["gaz", "Gazni", "oʻt", "1", "234", "‘soʻz", "soʻz’", "yoʻl-yoʻriq", "2026-yil", "PQ-3430", "«gaz»", "b" * 70]
)
SOME_SLOTS = st.builds(
    Slot,
    exact=st.sets(st.sampled_from(["gaz", "söz", "1", "1234", "b" * 70, "yil", "öt"]), max_size=2).map(frozenset),
    lemmas=st.sets(st.sampled_from(["gaz", "öt", "yil", "pq", "söz", "yöl"]), max_size=2).map(frozenset),
    prefixes=st.sampled_from([(), (), ("ga",), ("b", "1")]),
)


@settings(max_examples=300)
@given(
    st.lists(SOME_WORDS | st.text(max_size=3), max_size=14).map(" ".join),
    st.lists(st.lists(SOME_SLOTS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
)
def test_marks_are_where_every_slot_of_a_sequence_takes_a_word(text: str, wanted: Highlights) -> None:
    stands = [stand for slots in wanted for stand in stands_of(text, slots)]
    found = mark(text, wanted, PLAIN)
    known = PLAIN.field_terms(text).starts
    if known is not None:
        assert mark_at(text, known, stands, PLAIN) == found
    by_position: dict[int, list[AnalyzedToken]] = {}
    for term in PLAIN.analyze(text):
        by_position.setdefault(term.position, []).append(term)
    spans = []
    for slots in wanted:
        for start in by_position:
            row = [[t for t in by_position.get(start + at, ()) if s.takes(t)] for at, s in enumerate(slots)]
            if all(row):
                shortest = [min(found, key=lambda term: term.end - term.start) for found in row]
                spans += [(term.start, term.end) for term in shortest]
    covered = {at for low, high in spans for at in range(low, high)}
    assert {at for low, high in found for at in range(low, high)} == covered
    assert all(high <= low for (_, high), (low, _) in pairwise(found))


def stands_of(text: str, slots: tuple[Slot, ...]) -> list[Occurrence]:
    """Return what an index would find: the positions of sequences, by its terms alone."""
    standing = [{term.position for term in PLAIN.analyze(text) if slot.takes(term)} for slot in slots]
    begins = set.intersection(*({at - step for at in own} for step, own in enumerate(standing)))
    return [(at + step, slot) for at in sorted(begins) for step, slot in enumerate(slots)]


@given(st.text(st.sampled_from("oʻʼ’«»„“ \u00a0\n-–.,!@/19²Ⅷabşўҳ\u00ad()")) | st.text())
def test_every_word_is_marked_at_its_start_as_in_its_text(text: str) -> None:
    known = PLAIN.field_terms(text).starts
    if known is not None:
        for term in PLAIN.analyze(text):
            slot = Slot(exact=frozenset((term.exact,)))
            shortest = min(
                (own for own in PLAIN.analyze(text) if own.position == term.position and slot.takes(own)),
                key=lambda own: own.end - own.start,
            )
            assert mark_at(text, known, [(term.position, slot)], PLAIN) == [(shortest.start, shortest.end)]


def test_real_texts_nearly_all_keep_where_their_words_begin(shared: Path) -> None:
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for line in islice(lines, 0, 40_000, 40)]
    assert sum(PLAIN.field_terms(text).starts is None for text in texts) < len(texts) / 50
    for text in texts:
        known = PLAIN.field_terms(text).starts
        if known is not None:
            terms = PLAIN.analyze(text)
            stands = [(t.position, Slot(exact=frozenset((t.exact,)))) for t in terms if not t.joined]
            assert mark_at(text, known, stands, PLAIN) == [(t.start, t.end) for t in terms if not t.joined]
