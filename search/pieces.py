"""Text in pieces, each analysed once: what stands between white space nearly always means the same.

A text is cut at white space, but not inside a number of several groups (1 234,5), and the sentence's signs around a
piece are taken off, since they mean nothing to the words. Only a quotation mark that looks like
a letter's mark can reach from one piece into another: a text where that may happen is analysed whole.
"""

import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.uzbek import Walk, key, lemmas, walk

_MOST: Final = 1 << 17  # pieces kept
LONGEST: Final = 64  # code points of a piece that is kept
_SIGNS: Final = '.,;:!?()"«»“”„…'
_GROUPED: Final = re.compile(r"\d[ \u00a0\u2009\u202f]\d")
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


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The terms of a piece, from its own beginning on, and how many positions it takes.

    The same terms as columns: written forms with their positions, lemmas with theirs; `plain` when it is one word of
    one lemma. `opens` and `unsure` are those of `search.uzbek.Walk`.
    """

    terms: tuple[Term, ...]
    steps: int
    exact: tuple[str, ...]
    exact_at: tuple[int, ...]
    lemma: tuple[str, ...]
    lemma_at: tuple[int, ...]
    plain: bool
    opens: bool
    unsure: bool

    def moved(self, position: int, start: int) -> list[Term]:
        """Return the terms of the piece where it stands in a text."""
        return [
            Term(term.exact, term.lemmas, position + term.position, start + term.start, start + term.end, term.joined)
            for term in self.terms
        ]


class Kept:
    """Pieces that were met, by their text, and which of them hold a written form or a lemma; only ever added to."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {}
        self.odd: set[str] = set()  # those that open a quotation or are unsure
        self._with_exact: dict[str, set[str]] = {}
        self._with_lemma: dict[str, set[str]] = {}
        self._adding = threading.Lock()

    def piece(self, text: str) -> Piece:
        """Return the terms of a piece, made when it is first met; one of many letters is not kept."""
        found = self.pieces.get(text)
        if found is None:
            found = whole(text)
            if len(text) <= LONGEST:
                self._add(text, found)
        return found

    def holding(self, pieces: set[str], exact: Iterable[str], lemmas: Iterable[str]) -> set[str]:
        """Return those of the pieces, all of them kept, that hold one of the written forms or lemmas."""
        found: set[str] = set()
        for form in exact:
            found |= pieces & self._with_exact.get(form, _NONE)
        for lemma in lemmas:
            found |= pieces & self._with_lemma.get(lemma, _NONE)
        return found

    def _add(self, text: str, made: Piece) -> None:
        with self._adding:
            for term in made.terms:
                self._with_exact.setdefault(term.exact, set()).add(text)
                for lemma in term.lemmas:
                    self._with_lemma.setdefault(lemma, set()).add(text)
            if made.opens or made.unsure:
                self.odd.add(text)
            self.pieces[text] = made


_NONE: Final[set[str]] = set()
_kept = Kept()


def kept() -> Kept:
    """Return what is kept: for one text after another; when it has grown too large, a new one takes its place."""
    global _kept
    if len(_kept.pieces) >= _MOST:
        _kept = Kept()
    return _kept


def cut(text: str) -> Sequence[str]:
    """Return the pieces of a text."""
    return [own.strip(_SIGNS) for own in (_PIECE.findall(text) if _GROUPED.search(text) else text.split())]


def cut_with_places(text: str) -> Iterator[tuple[str, int]]:
    """Return the pieces of a text and where each begins."""
    for match in _PIECE.finditer(text):
        own = match[0].lstrip(_SIGNS)
        yield own.rstrip(_SIGNS), match.end() - len(own)


def places(text: str, piece: str) -> list[int]:
    """Return where a piece of a text begins, every time."""
    if _GROUPED.search(text):
        return [start for own, start in cut_with_places(text) if own == piece]
    found = []
    at = text.find(piece) if piece else -1
    while at >= 0:
        low, high = at, at + len(piece)
        while low and text[low - 1] in _SIGNS:
            low -= 1
        while high < len(text) and text[high] in _SIGNS:
            high += 1
        if (not low or text[low - 1].isspace()) and (high == len(text) or text[high].isspace()):
            found.append(at)
        at = text.find(piece, at + len(piece))
    return found


def apart(pieces: Iterable[Piece]) -> bool:
    """Whether the pieces of a text mean by themselves what they mean in it."""
    opens = unsure = False
    for own in pieces:
        if own.opens or own.unsure:
            opens |= own.opens
            unsure |= own.unsure
    return not (opens and unsure)


def whole(text: str) -> Piece:
    """Analyse a text as one piece."""
    walked = walk(text)
    terms = _terms(walked)
    exact_at = tuple(term.position for term in terms)
    lemma = tuple(itertools.chain.from_iterable(term.lemmas for term in terms))
    return Piece(
        terms=terms,
        steps=walked.steps,
        exact=tuple(term.exact for term in terms),
        exact_at=exact_at,
        lemma=lemma,
        lemma_at=tuple(term.position for term in terms for _ in term.lemmas),
        plain=exact_at == (0,) and len(lemma) == 1 and walked.steps == 1,
        opens=walked.opens,
        unsure=walked.unsure,
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
    for part in itertools.islice(terms, at + 1, None):
        if part.start >= joined.end:
            break
        own.difference_update(part.lemmas)
    kept = tuple(lemma for lemma in joined.lemmas if lemma in own)
    return Term(joined.exact, kept, joined.position, joined.start, joined.end, joined=True)
