"""Text in pieces, each analysed once: what stands between white space nearly always means the same.

A text is cut at white space, but not inside a number of several groups (1 234,5), and the sentence's signs around a
piece are taken off, since they mean nothing to the words. Only a quotation mark that looks like a letter's mark can
reach from one piece into another: a text where that may happen is analysed whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import ClassVar, Final

import numpy as np

from search.uzbek import Walk, key, lemmas, walk

_MOST: Final = 1 << 17  # pieces kept
_LONGEST: Final = 64  # code points of a piece that is kept
SIGNS: Final = '.,;:!?()"«»“”„…'
_GROUPED: Final = re.compile(r"\d[ \u00a0\u2009\u202f]\d")
_WHITE: Final = np.array([chr(code).isspace() for code in range(0x3002)], np.int8)  # none of Unicode's lies above
_PIECE: Final = re.compile(r"\S+(?:(?<=\d)[ \u00a0\u2009\u202f](?=\d)\S+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text as the index knows it.

    `exact` is the key of the written form, `lemmas` the keys of its meanings (none for a joined compound that says no
    more than its parts). `start` and `end` are code points of the source; `position` counts words, a joined compound
    stands at its first part's position.
    """

    exact: str
    lemmas: tuple[str, ...]
    position: int
    start: int
    end: int
    joined: bool


@dataclass(slots=True, eq=False)
class Word:
    """A piece that is, as a whole, one word of one lemma; most are."""

    exact: str
    lemma: str
    steps: ClassVar[int] = 1

    def terms_at(self, position: int, start: int, end: int) -> list[Term]:
        """Return the term of the piece where it stands in a text."""
        return [Term(self.exact, (self.lemma,), position, start, end, joined=False)]


@dataclass(slots=True, eq=False)
class Piece:
    """Any other piece: its terms from its own beginning on, and how many positions they take.

    Their written forms and lemmas stand with their positions once more, as an index wants them. `opens` and `unsure`
    are those of `search.uzbek.Walk`.
    """

    terms: tuple[Term, ...]
    steps: int
    opens: bool
    unsure: bool
    exact: tuple[str, ...]
    exact_at: tuple[int, ...]
    lemma: tuple[str, ...]
    lemma_at: tuple[int, ...]

    def terms_at(self, position: int, start: int, end: int) -> list[Term]:
        """Return the terms of the piece where it stands in a text."""
        return [
            Term(term.exact, term.lemmas, position + term.position, start + term.start, start + term.end, term.joined)
            for term in self.terms
        ]


def piece(text: str) -> Word | Piece:
    """Return the terms of a piece; those of few letters met last are kept."""
    return _kept(text) if len(text) <= _LONGEST else _meant(text)


def pieces_of(texts: Sequence[str]) -> list[Word | Piece]:
    """Return the terms of pieces."""
    return [*map(_kept if max(map(len, texts), default=0) <= _LONGEST else piece, texts)]


def cut(text: str) -> tuple[list[str], list[int]]:
    """Cut a text: its pieces, and where what stands between white space begins, signs and all."""
    if _GROUPED.search(text):
        found = [(match[0], match.start()) for match in _PIECE.finditer(text)]
        return [own.strip(SIGNS) for own, _ in found], [start for _, start in found]
    return [own.strip(SIGNS) for own in text.split()], _begins(text)


def _begins(text: str) -> list[int]:
    """Return where every run between white space begins."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    white = _WHITE.take(np.minimum(codes, len(_WHITE) - 1))
    found: list[int] = np.flatnonzero(np.diff(white, prepend=1) < 0).tolist()
    return found


def stripped(text: str, start: int) -> tuple[str, int]:
    """Return the piece of what begins at a place between white space, and where it begins without signs."""
    match = _PIECE.match(text, start)
    own = match[0].lstrip(SIGNS) if match else ""
    return own.rstrip(SIGNS), (match.end() if match else start) - len(own)


def apart(pieces: Sequence[Word | Piece]) -> bool:
    """Whether the pieces of a text mean by themselves what they mean in it."""
    odd = [own for own in pieces if isinstance(own, Piece)]
    return not (any(own.unsure for own in odd) and any(own.opens for own in odd))


def _meant(text: str) -> Word | Piece:
    """Analyse a piece."""
    found = whole(text)
    if len(found.terms) != 1 or found.steps != 1 or found.unsure or found.opens:
        return found
    (term,) = found.terms
    if len(term.lemmas) != 1 or (term.start, term.end) != (0, len(text)):
        return found
    exact = text if text == term.exact else term.exact
    return Word(exact, exact if exact == term.lemmas[0] else term.lemmas[0])


def whole(text: str) -> Piece:
    """Analyse a text as one piece."""
    walked = walk(text)
    terms = _terms(walked)
    return Piece(
        terms=terms,
        steps=walked.steps,
        opens=walked.opens,
        unsure=walked.unsure,
        exact=tuple(term.exact for term in terms),
        exact_at=tuple(term.position for term in terms),
        lemma=tuple(lemma for term in terms for lemma in term.lemmas),
        lemma_at=tuple(term.position for term in terms for _ in term.lemmas),
    )


def _terms(walked: Walk) -> tuple[Term, ...]:
    """Return the terms in the order of their positions, a joined compound before its parts."""
    terms = []
    for token in walked.tokens:
        exact = key(token.text)
        if exact:
            terms.append(Term(exact, lemmas(token.text), token.position, token.start, token.end, token.joined))
    terms.sort(key=lambda term: (term.position, not term.joined))
    return tuple(_without_echo(terms, at) if term.joined else term for at, term in enumerate(terms))


def _without_echo(terms: list[Term], at: int) -> Term:
    """Drop the lemmas that a part of a compound gives as well: 2022-yil is not a second yil."""
    joined = terms[at]
    own = set(joined.lemmas)
    for part in islice(terms, at + 1, None):
        if part.start >= joined.end:
            break
        own.difference_update(part.lemmas)
    kept = tuple(lemma for lemma in joined.lemmas if lemma in own)
    return Term(joined.exact, kept, joined.position, joined.start, joined.end, joined=True)


_kept = lru_cache(maxsize=_MOST)(_meant)


def forget() -> None:
    """Analyse every piece anew from now on."""
    _kept.cache_clear()
