"""Text to terms: what the two indexed fields hold, and what a query looks for in them."""

from dataclasses import dataclass
from typing import Final

from search.pieces import Term, apart, cut, cut_with_places, piece, whole

_FARTHEST: Final = 255

__all__ = ["Placed", "Term", "analyze", "placed"]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in the order of their positions, a joined compound before its parts."""
    pieces = [(piece(written), start, start + len(written)) for written, start in cut_with_places(text)]
    if not apart(own for own, _, _ in pieces):
        return whole(text).terms_at(0, 0, len(text))
    terms: list[Term] = []
    position = 0
    for own, start, end in pieces:
        terms += own.terms_at(position, start, end)
        position += own.steps
    return terms


@dataclass(frozen=True, slots=True)
class Placed:
    """The terms of a text as the two fields hold them: written forms and lemmas, each with its position.

    `end` is the position after the last word. `starts` says for every position how many code points its piece begins
    after the piece of the position before (after the text's beginning, the first); it is None where a byte cannot say
    it, and where a word hangs on more than its piece.
    """

    exact: list[str]
    exact_at: list[int]
    lemma: list[str]
    lemma_at: list[int]
    end: int
    starts: bytes | None


def placed(text: str, position: int = 0) -> Placed:
    """Return what `analyze` finds, without offsets, from a position on; much faster."""
    texts = cut(text)
    pieces = [*map(piece, texts)]
    hangs = not apart(pieces)
    if hangs:
        texts, pieces = [text], [whole(text)]
    exact: list[str] = []
    exact_at: list[int] = []
    lemma: list[str] = []
    lemma_at: list[int] = []
    starts: list[int] = []
    before = end = 0
    for written, own in zip(texts, pieces, strict=True):
        start = text.find(written, end)
        end = start + len(written)
        exact += own.exact
        lemma += own.lemma
        if own.plain:
            exact_at.append(position)
            lemma_at.append(position)
            starts.append(start - before)
            before = start
            position += 1
        elif own.steps:
            exact_at += [position + at for at in own.exact_at]
            lemma_at += [position + at for at in own.lemma_at]
            starts += (start - before, *(0,) * (own.steps - 1))
            before = start
            position += own.steps
    told = bytes(starts) if not hangs and max(starts, default=0) <= _FARTHEST else None
    return Placed(exact, exact_at, lemma, lemma_at, position, told)
