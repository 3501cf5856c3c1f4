"""Text to terms: what the two indexed fields hold, and what a query looks for in them."""

import itertools
from dataclasses import dataclass

from search.uzbek import key, lemmas, words


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


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in the order of their positions, a joined compound before its parts."""
    terms = []
    for token in words(text):
        exact = key(token.text)
        if exact:
            meanings = lemmas(token.text)
            terms.append(Term(exact, meanings, token.position, token.start, token.end, token.joined))
    terms.sort(key=lambda term: (term.position, not term.joined))
    return [_without_echo(terms, at) if term.joined else term for at, term in enumerate(terms)]


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
