"""Highlighting: where the words of a query stand in a text, as spans of code points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis.analyzer import Analyzer, WantedChunks
from search.analysis.chunks import AnalyzedToken, chunk_at
from search.release import Release
from search.uzbek import SIGNS

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

    def takes(self, term: AnalyzedToken) -> bool:
        """Whether a term of the text is what this slot wants."""
        return (
            term.exact in self.exact
            or not self.lemmas.isdisjoint(term.lemmas)
            or (bool(self.prefixes) and term.exact.startswith(self.prefixes))
        )


Highlights = tuple[tuple[Slot, ...], ...]  # each row is a sequence of adjoining words

Occurrence = tuple[int, Slot]  # a position of a text, and the slot that takes what stands there


def highlights_in(highlights: Highlights, release: Release) -> Highlights:
    """Return what is highlighted in a release: in one that is not Uzbek nothing by its lemma, as it has none."""
    if release.is_uzbek:
        return highlights
    return tuple(tuple(replace(slot, lemmas=frozenset()) for slot in row) for row in highlights)


class Marker:
    """Marks what matches any sequence of the highlights in one text after another, which are analysed."""

    def __init__(self, highlights: Highlights, analyzer: Analyzer) -> None:
        slots = [slot for row in highlights for slot in row]
        self._highlights = highlights
        self._analyzer = analyzer
        self._wanted = WantedChunks(
            frozenset().union(*(slot.exact for slot in slots)),
            frozenset().union(*(slot.lemmas for slot in slots)),
            tuple(prefix for slot in slots for prefix in slot.prefixes),
        )

    def mark(self, text: str) -> list[Span]:
        """Return the spans of a text that match, in order, not overlapping."""
        if not self._highlights or not text:
            return []
        at: dict[int, list[AnalyzedToken]] = {}
        for token in self._analyzer.analyze(text, self._wanted):
            at.setdefault(token.position, []).append(token)
        return _merged([span for slots in self._highlights for begin in at for span in _sequence(at, begin, slots)])


def mark(text: str, highlights: Highlights, analyzer: Analyzer) -> list[Span]:
    """Return the spans of a text that match any sequence, in order, not overlapping; the text is analysed."""
    return Marker(highlights, analyzer).mark(text)


def mark_at(text: str, starts: bytes, occurrences: Sequence[Occurrence], analyzer: Analyzer) -> list[Span]:
    """Return the spans of what an index found at positions, as `mark` does; `starts` as in `token_offsets`."""
    if not occurrences:
        return []
    spans = []
    begin, before = 0, 0  # what stands from position `before` on is not yet counted in
    chunk, tokens = -1, dict[int, list[AnalyzedToken]]()  # where the chunk begins that was analysed, and its tokens
    for position, slot in sorted(occurrences, key=_position):
        begin += sum(starts[before : position + 1])
        before = position + 1
        alone = (not position or starts[position]) and (before == len(starts) or starts[before])
        if alone and (word := _WORD.match(text, begin)):
            spans.append(word.span(1))
            continue
        if chunk != begin:  # a long one may hold thousands of occurrences
            chunk, tokens = begin, _tokens_at(text, starts, begin, position, analyzer)
        best = min((token for token in tokens[position] if slot.takes(token)), key=_length)
        spans.append((best.start, best.end))
    return _merged(spans) if len(spans) > 1 else spans


def shown(spans: list[Span], release: Release) -> list[Span]:
    """Return the spans that lie in a release's own text: what only its copies say is searched and not shown."""
    return [span for span in spans if span[1] <= len(release.body)] if release.copies else spans


def _position(occurrence: Occurrence) -> int:
    return occurrence[0]


def _tokens_at(
    text: str, starts: bytes, begin: int, position: int, analyzer: Analyzer
) -> dict[int, list[AnalyzedToken]]:
    """Return the tokens of the chunk that holds a position, by their positions."""
    first = position
    while first and not starts[first]:
        first -= 1
    written, start = chunk_at(text, begin)
    by_position: dict[int, list[AnalyzedToken]] = {}
    for token in analyzer.chunk(written).tokens_at(first, start, start + len(written)):
        by_position.setdefault(token.position, []).append(token)
    return by_position


def _sequence(by_position: dict[int, list[AnalyzedToken]], position: int, slots: Sequence[Slot]) -> list[Span]:
    """Return the spans of a sequence that starts at a position; empty when it does not."""
    spans = []
    for offset, slot in enumerate(slots):
        found = [term for term in by_position.get(position + offset, ()) if slot.takes(term)]
        if not found:
            return []
        best = min(found, key=_length)
        spans.append((best.start, best.end))
    return spans


def _length(term: AnalyzedToken) -> int:
    return term.end - term.start


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
