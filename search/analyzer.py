"""Text to terms: what the two indexed fields hold, and what a query looks for in them."""

from dataclasses import dataclass

from search.pieces import KNOWN, Term, apart, cut, cut_with_places, whole

__all__ = ["Placed", "Term", "analyze", "placed"]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in the order of their positions, a joined compound before its parts."""
    pieces = [(KNOWN[piece], start) for piece, start in cut_with_places(text)]
    if not apart(piece for piece, _ in pieces):
        return list(whole(text).terms)
    terms = []
    position = 0
    for piece, start in pieces:
        terms += [
            Term(term.exact, term.lemmas, position + term.position, start + term.start, start + term.end, term.joined)
            for term in piece.terms
        ]
        position += piece.steps
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
    pieces = [KNOWN[piece] for piece in cut(text)]
    if not apart(pieces):
        pieces = [whole(text)]
    exact: list[str] = []
    exact_at: list[int] = []
    lemma: list[str] = []
    lemma_at: list[int] = []
    for piece in pieces:
        exact += piece.exact
        lemma += piece.lemma
        if piece.plain:
            exact_at.append(position)
            lemma_at.append(position)
            position += 1
        else:
            exact_at += [position + at for at in piece.exact_at]
            lemma_at += [position + at for at in piece.lemma_at]
            position += piece.steps
    return Placed(exact, exact_at, lemma, lemma_at, position)
