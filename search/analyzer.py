"""Text to terms: what the two indexed fields hold, and what a query looks for in them."""

from dataclasses import dataclass

from search.pieces import Term, apart, cut, cut_with_places, kept, whole

__all__ = ["Placed", "Term", "analyze", "placed"]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in the order of their positions, a joined compound before its parts."""
    piece = kept().piece
    pieces = [(piece(own), start) for own, start in cut_with_places(text)]
    if not apart(own for own, _ in pieces):
        return list(whole(text).terms)
    terms: list[Term] = []
    position = 0
    for own, start in pieces:
        terms += own.moved(position, start)
        position += own.steps
    return terms


@dataclass(frozen=True, slots=True)
class Placed:
    """The terms of a text as the two fields hold them: written forms and lemmas, each with its position.

    `end` is the position after the last word.
    """

    exact: list[str]
    exact_at: list[int]
    lemma: list[str]
    lemma_at: list[int]
    end: int


def placed(text: str, position: int = 0) -> Placed:
    """Return what `analyze` finds, without offsets, from a position on; much faster."""
    pieces = [*map(kept().piece, cut(text))]
    if not apart(pieces):
        pieces = [whole(text)]
    exact: list[str] = []
    exact_at: list[int] = []
    lemma: list[str] = []
    lemma_at: list[int] = []
    for own in pieces:
        exact += own.exact
        lemma += own.lemma
        if own.plain:
            exact_at.append(position)
            lemma_at.append(position)
            position += 1
        else:
            exact_at += [position + at for at in own.exact_at]
            lemma_at += [position + at for at in own.lemma_at]
            position += own.steps
    return Placed(exact, exact_at, lemma, lemma_at, position)
