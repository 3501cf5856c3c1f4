"""The best places of a text, in the source's own letters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis.analyzer import analyze
from search.analysis.chunks import SIGNS, Term, piece, stripped
from search.answer import Piece, Snippet

LEAD: Final = 220  # code points of a text's beginning, shown when nothing in it is marked
WIDTH: Final = 170  # code points of one fragment
FRAGMENTS: Final = 2
LONGEST_WORD: Final = 40  # code points; a fragment may cut a longer one

_LETTERS: Final = "[A-Za-zА-Яа-яЁёЎўҚқҒғҲҳ]+"
# what is one word as a whole but for the sentence's signs around it
_WORD: Final = re.compile(f"[{SIGNS}]*({_LETTERS}(?:['‘’ʻʼ`]{_LETTERS})*)[{SIGNS}]*(?:\\s|\\Z)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slot:
    """What one word of a text must be to be marked: a written form, a meaning or a beginning."""

    exact: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def takes(self, term: Term) -> bool:
        """Whether a term of the text is what this slot wants."""
        return (
            term.exact in self.exact
            or not self.lemmas.isdisjoint(term.lemmas)
            or (bool(self.prefixes) and term.exact.startswith(self.prefixes))
        )


Wanted = tuple[tuple[Slot, ...], ...]  # each row is a sequence of adjoining words


Stand = tuple[int, Slot]  # a position of a text, and what stands there of what is wanted


def mark(text: str, wanted: Wanted) -> list[Span]:
    """Return the places of a text that match any wanted sequence, in order, not overlapping."""
    if not wanted or not text:
        return []
    by_position: dict[int, list[Term]] = {}
    for term in analyze(text):
        by_position.setdefault(term.position, []).append(term)
    return _merged([span for slots in wanted for at in by_position for span in _sequence(by_position, at, slots)])


def mark_at(text: str, starts: bytes, stands: Iterable[Stand]) -> list[Span]:
    """Return the places of a text that an index found, as `mark` does; `starts` as in `token_offsets`."""
    spans = []
    begin, before = 0, 0  # what stands from position `before` on is not yet counted in
    for position, slot in sorted(stands, key=_position):
        begin += sum(starts[before : position + 1])
        before = position + 1
        spans.append(_place(text, starts, begin, position, slot))
    return _merged(spans)


def _position(stand: Stand) -> int:
    return stand[0]


def _place(text: str, starts: bytes, begin: int, position: int, slot: Slot) -> Span:
    alone = (not position or starts[position]) and (position + 1 == len(starts) or starts[position + 1])
    if alone and (word := _WORD.match(text, begin)):
        return word.span(1)
    first = position
    while first and not starts[first]:
        first -= 1
    written, start = stripped(text, begin)
    terms = piece(written).terms_at(first, start, start + len(written))
    best = min((term for term in terms if term.position == position and slot.takes(term)), key=_length)
    return best.start, best.end


def _sequence(by_position: dict[int, list[Term]], position: int, slots: Sequence[Slot]) -> list[Span]:
    """Return the spans of a sequence that starts at a position; empty when it does not."""
    spans = []
    for offset, slot in enumerate(slots):
        found = [term for term in by_position.get(position + offset, ()) if slot.takes(term)]
        if not found:
            return []
        best = min(found, key=_length)
        spans.append((best.start, best.end))
    return spans


def _length(term: Term) -> int:
    return term.end - term.start


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def pieces(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> Snippet:
    """Cut text[start:end] into pieces, marked and unmarked, that concatenate to it."""
    end = len(text) if end is None else end
    cut = []
    at = start
    for low, high in spans:
        if low < start or high > end:
            continue
        if at < low:
            cut.append(Piece(text[at:low]))
        cut.append(Piece(text[low:high], marked=True))
        at = high
    if at < end:
        cut.append(Piece(text[at:end]))
    return tuple(cut)


def lead(text: str) -> tuple[Snippet, ...]:
    """Return the beginning of a text as one unmarked fragment; none of an empty text."""
    end = _word_end(text, LEAD)
    return ((Piece(text[:end]),),) if text[:end].strip() else ()


def fragments(text: str, spans: Sequence[Span]) -> tuple[Snippet, ...]:
    """Return the fragments that hold most marks, in the order of the text; the lead when there are none."""
    if not spans:
        return lead(text)
    chosen: list[Span] = []
    for _, first, last in sorted(_groups(text, spans)):
        start, end = _window(text, spans[first][0], spans[last][1])
        if all(end <= low or start >= high for low, high in chosen):
            chosen.append((start, end))
            if len(chosen) == FRAGMENTS:
                break
    return tuple(pieces(text, spans, start, end) for start, end in sorted(chosen))


def _groups(text: str, spans: Sequence[Span]) -> Iterable[tuple[int, int, int]]:
    """Yield (rank, first, last) of the marks that fit one fragment: most different marks first, then the earliest."""
    forms = [text[low:high].casefold() for low, high in spans]
    last = 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last + 1 < len(spans) and spans[last + 1][1] - start <= WIDTH:
            last += 1
        yield -(len(set(forms[first : last + 1])) * 100 + last + 1 - first), first, last


def _window(text: str, first: int, last: int) -> Span:
    """Return the fragment around marks that reach from `first` to `last`."""
    slack = max(0, WIDTH - (last - first)) // 2
    return _word_start(text, max(0, first - slack)), _word_end(text, min(len(text), last + slack))


def _word_start(text: str, at: int) -> int:
    """Return the start of the word at `at`, so that no fragment begins inside a word of ordinary length."""
    low = max(0, at - LONGEST_WORD)
    found = max(text.rfind(sign, low, at) for sign in " \n")
    return found + 1 if found >= 0 or low == 0 else at


def _word_end(text: str, at: int) -> int:
    """Return the end of the word at `at`, so that no fragment ends inside a word of ordinary length."""
    high = at + LONGEST_WORD
    ends = [found for sign in " \n" if (found := text.find(sign, at, high)) >= 0]
    return min(ends) if ends else len(text) if high >= len(text) else at
