"""Text in pieces, each analysed once: what stands between white space nearly always means the same.

A text is cut at white space, but not inside a number of several groups (1 234,5), and the sentence's signs around a
piece are taken off, since they mean nothing to the words. Only a quotation mark that looks like
a letter's mark can reach from one piece into another: a text where that may happen is analysed whole.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.uzbek import Walk, key, lemmas, walk

_MOST: Final = 1 << 17  # pieces kept
_LONGEST: Final = 64  # code points of a piece that is kept
_FIRST: Final = (0,)  # one tuple for all the pieces of one word
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
    """What a piece means, and how many positions it takes: its written forms and lemmas with their positions.

    `plain` when it is as a whole one word of one lemma; of another one `terms` are kept, from its own beginning on.
    `opens` and `unsure` are those of `search.uzbek.Walk`.
    """

    steps: int
    exact: tuple[str, ...]
    exact_at: tuple[int, ...]
    lemma: tuple[str, ...]
    lemma_at: tuple[int, ...]
    plain: bool
    opens: bool
    unsure: bool
    terms: tuple[Term, ...]

    def terms_at(self, position: int, start: int, end: int) -> list[Term]:
        """Return the terms of the piece where it stands in a text."""
        if self.plain:
            return [Term(self.exact[0], self.lemma, position, start, end, joined=False)]
        return [
            Term(term.exact, term.lemmas, position + term.position, start + term.start, start + term.end, term.joined)
            for term in self.terms
        ]


def piece(text: str) -> Piece:
    """Return the terms of a piece; those of few letters met last are kept."""
    return _kept(text) if len(text) <= _LONGEST else whole(text)


def cut(text: str) -> Sequence[str]:
    """Return the pieces of a text."""
    return [own.strip(_SIGNS) for own in (_PIECE.findall(text) if _GROUPED.search(text) else text.split())]


def cut_with_places(text: str) -> Iterator[tuple[str, int]]:
    """Return the pieces of a text and where each begins."""
    for match in _PIECE.finditer(text):
        own = match[0].lstrip(_SIGNS)
        yield own.rstrip(_SIGNS), match.end() - len(own)


def piece_at(text: str, start: int) -> str:
    """Return the piece of a text that begins at a place."""
    match = _PIECE.match(text, start)
    return match[0].rstrip(_SIGNS) if match else ""


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
    plain = (
        walked.steps == len(terms) == 1
        and len(terms[0].lemmas) == 1
        and (terms[0].start, terms[0].end) == (0, len(text))
    )
    return Piece(
        steps=walked.steps,
        exact=tuple(term.exact for term in terms),
        exact_at=_FIRST if plain else tuple(term.position for term in terms),
        lemma=terms[0].lemmas if plain else tuple(itertools.chain.from_iterable(term.lemmas for term in terms)),
        lemma_at=_FIRST if plain else tuple(term.position for term in terms for _ in term.lemmas),
        plain=plain,
        opens=walked.opens,
        unsure=walked.unsure,
        terms=() if plain else terms,
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


_kept = lru_cache(maxsize=_MOST)(whole)
