"""Text to terms: what the two indexed fields hold, and what a query looks for in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub
from typing import cast

from search.analysis.chunks import Piece, Term, Word, apart, cut, pieces_of, stripped, whole

__all__ = ["Placed", "Term", "analyze", "placed"]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in the order of their positions, a joined compound before its parts."""
    texts, starts = cut(text)
    pieces = pieces_of(texts)
    if not apart(pieces):
        return whole(text).terms_at(0, 0, len(text))
    terms: list[Term] = []
    position = 0
    for own, begin in zip(pieces, starts, strict=True):
        written, start = stripped(text, begin)
        terms += own.terms_at(position, start, start + len(written))
        position += own.steps
    return terms


@dataclass(slots=True)
class Placed:
    """The terms of a text as the two fields hold them: written forms and lemmas, each with its position.

    `end` is the position after the last word. `starts` says for every position how many code points what stands there
    between white space begins after that of the position before (after the text's beginning, the first); it is None
    where a byte cannot say it, and where a word hangs on more than its piece.
    """

    exact: list[str]
    exact_at: list[int]
    lemma: list[str]
    lemma_at: list[int]
    end: int
    starts: bytes | None


def placed(text: str, position: int = 0) -> Placed:
    """Return what `analyze` finds, without offsets, from a position on; much faster."""
    texts, begins = cut(text)
    pieces = pieces_of(texts)
    hangs = not apart(pieces)
    if hangs:
        pieces, begins = [whole(text)], [0]
    found = Placed([], [], [], [], position, None)
    starts: list[int] = []
    done = 0
    for at, own in [(at, own) for at, own in enumerate(pieces) if isinstance(own, Piece)]:
        _add(found, pieces[done:at])
        starts += begins[done:at]
        starts += begins[at : at + 1] * own.steps
        found.exact += own.exact
        found.exact_at += [found.end + step for step in own.exact_at]
        found.lemma += own.lemma
        found.lemma_at += [found.end + step for step in own.lemma_at]
        found.end += own.steps
        done = at + 1
    _add(found, pieces[done:])
    starts += begins[done:]
    found.starts = None if hangs else _steps(starts)
    return found


def _add(found: Placed, pieces: Sequence[Word | Piece]) -> None:
    words = cast("Sequence[Word]", pieces)  # those between two others
    positions = range(found.end, found.end + len(words))
    found.exact += [own.exact for own in words]
    found.exact_at += positions
    found.lemma += [own.lemma for own in words]
    found.lemma_at += positions
    found.end = positions.stop


def _steps(starts: list[int]) -> bytes | None:
    """Return how far each start is from the one before, None where a byte cannot say it."""
    try:
        return bytes(map(sub, starts, chain((0,), starts)))
    except ValueError:
        return None
