"""Snippets: the fragments of a text that hold most highlights, in the source's own letters."""

from collections.abc import Sequence
from typing import Final

from search.answer import Piece, Snippet
from search.highlighting import Span

LEAD: Final = 220  # code points of a text's beginning, shown when nothing in it is marked
WIDTH: Final = 170  # code points of one fragment
FRAGMENTS: Final = 2
LONGEST_WORD: Final = 40  # code points; a fragment may cut a longer one


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
    if len(spans) == 1:
        return (pieces(text, spans, *_window(text, *spans[0])),)
    chosen: list[Span] = []
    for _, first, last in sorted(_groups(text, spans)):
        start, end = _window(text, spans[first][0], spans[last][1])
        if all(end <= low or start >= high for low, high in chosen):
            chosen.append((start, end))
            if len(chosen) == FRAGMENTS:
                break
    chosen.sort()
    return tuple([pieces(text, spans, start, end) for start, end in chosen])


def _groups(text: str, spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    """Return (rank, first, last) of the marks that fit one fragment: most different marks first, then the earliest."""
    forms = [text[low:high].casefold() for low, high in spans]
    groups = []
    last, count = 0, len(spans)
    for first, (start, _) in enumerate(spans):
        if last < first:
            last = first
        while last + 1 < count and spans[last + 1][1] - start <= WIDTH:
            last += 1
        different = len(set(forms[first : last + 1])) if last > first else 1
        groups.append((-(different * 100 + last + 1 - first), first, last))
    return groups


def _window(text: str, first: int, last: int) -> Span:
    """Return the fragment around marks that reach from `first` to `last`."""
    slack = max(0, WIDTH - (last - first)) // 2
    return _word_start(text, max(0, first - slack)), _word_end(text, min(len(text), last + slack))


def _word_start(text: str, at: int) -> int:
    """Return the start of the word at `at`, so that no fragment begins inside a word of ordinary length."""
    low = max(0, at - LONGEST_WORD)
    found = max(text.rfind(" ", low, at), text.rfind("\n", low, at))
    return found + 1 if found >= 0 or low == 0 else at


def _word_end(text: str, at: int) -> int:
    """Return the end of the word at `at`, so that no fragment ends inside a word of ordinary length."""
    high = at + LONGEST_WORD
    space = text.find(" ", at, high)
    line = text.find("\n", at, space if space >= 0 else high)
    if line >= 0 or space >= 0:
        return line if line >= 0 else space
    return len(text) if high >= len(text) else at
