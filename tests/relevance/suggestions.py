"""Suggestions clicked: beginnings typed as those of real titles, what is suggested, and what the click shows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from search.answer import Completion
from search.facets.selection import Choice
from search.query import Query
from search.release import Release
from search.service import SearchService
from search.uzbek import to_latin, words
from search.uzbek.letters import MARKS

_SHOWN = 6  # suggestions, as the box shows them
_LONGEST = 5  # letters of the beginning that is typed


@dataclass(frozen=True, slots=True)
class Clicked:
    """A suggestion for what was typed, and how many releases the page behind it shows."""

    typed: str
    completion: Completion
    total: int


def beginnings(releases: list[Release], seed: int) -> Iterator[str]:
    """Yield beginnings as people type them: of one word of a title, or of a word behind another one."""
    drawn = random.Random(seed)  # the same draw for every run
    while True:
        title = [token.text for token in words(drawn.choice(releases).title) if not token.joined]
        if len(title) < 2:
            continue
        at = drawn.randrange(1, len(title))
        begun = title[at][: drawn.randint(1, _LONGEST)]
        yield f"{title[at - 1]} {begun}" if drawn.random() < 1 / 2 else title[at][: drawn.randint(2, _LONGEST)]


def clicks(service: SearchService, releases: list[Release], count: int, seed: int = 1) -> Iterator[Clicked]:
    """Yield so many suggestions, each with what its click shows."""
    left = count
    for typed in beginnings(releases, seed):
        for completion in service.suggest(typed, _SHOWN):
            if completion.release is None:
                yield Clicked(typed, completion, service.answer(_query(completion), acting=True).total)
                left -= 1
                if not left:
                    return


def _query(completion: Completion) -> Query:
    if completion.named is None:
        return Query(completion.text)
    facet, value = completion.named
    return Query().choosing(facet, Choice(value))


def written_words(releases: list[Release]) -> frozenset[str]:
    """Return all words that releases write, in small 1995 Latin letters."""
    texts = (text for release in releases for text in (release.title, release.body, release.source))
    return frozenset(plain(token.text) for text in texts for token in words(text))


def plain(word: str) -> str:
    """Return a word in small 1995 Latin letters, whatever marks it was written with."""
    return "".join(letter for letter in to_latin(word).lower() if letter.isalnum() and letter not in MARKS)
