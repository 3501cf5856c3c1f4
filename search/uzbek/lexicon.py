"""The lexicon: the keys of known stems and irregular forms, those of the language and those of a user dictionary."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import TUTUQ

SHORTEST_RESTORED: Final = 3  # letters: a shorter word has too many doubles to tell which one lacks its tutuq
_BEGINNING: Final = 2  # letters after the tutuq that are still kept: they tell taʼl- from taʼs-


@dataclass(frozen=True, slots=True)
class UserDictionary:
    """A site's own words, as keys: stems that take endings, and forms with the lemmas that they are to have.

    `lines` says on which line of the site's table (from 1) each of them stands.
    """

    stems: frozenset[str] = frozenset()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


class Lexicon:
    """What one analyzer knows of words: the lists beside the code and one user dictionary; it never changes.

    A table is made when it is first asked for. What no user dictionary can change (verbs, rare stems, closed words)
    is made once for all lexicons, by the functions below.
    """

    def __init__(self, user: UserDictionary | None = None) -> None:
        self.user: Final = user or UserDictionary()

    @cached_property
    def nominals(self) -> frozenset[str]:
        """The nouns, adjectives, adverbs and all that is not a verb."""
        return _nominals() | self.user.stems if self.user.stems else _nominals()

    @cached_property
    def forms(self) -> Mapping[str, tuple[str, ...]]:
        """The forms with lemmas no rule gives: pronouns, homographs, irregular forms."""
        return _forms() | dict(self.user.forms)

    @cached_property
    def without_tutuq(self) -> Mapping[str, str]:
        """The common words with a tutuq by their spelling without it, but for those that are words themselves."""
        common = (self.nominals - rare_nominals()) | (verbs() - rare_verbs())
        bare = {word.replace(TUTUQ, ""): word for word in common if TUTUQ in word}
        return {word: full for word, full in bare.items() if len(word) >= SHORTEST_RESTORED and not self.knows(word)}

    @cached_property
    def beginnings_without_tutuq(self) -> frozenset[str]:
        """The first letters of `without_tutuq`, as many as its shortest words have: most words have none of them."""
        return frozenset(word[:SHORTEST_RESTORED] for word in self.without_tutuq)

    @cached_property
    def tutuq_beginnings(self) -> frozenset[str]:
        """How words with a tutuq begin, up to it and up to two letters further."""
        beginnings = {
            word[: match.end() + _BEGINNING]
            for word in self.nominals | verbs() | closed()
            for match in re.finditer(TUTUQ, word)
        }
        return frozenset(beginnings) | {word for word in data_files.entries("finalmarks.txt") if word.endswith(TUTUQ)}

    def knows(self, word: str) -> bool:
        """Say whether a key is a stem, or a word that takes no endings."""
        return word in self.nominals or word in verbs() or word in closed()


@cache
def verbs() -> frozenset[str]:
    """Return the verb stems."""
    return data_files.entries("lexicon_verbs.txt") | data_files.entries("verbs.txt") | rare_verbs()


@cache
def rare_nominals() -> frozenset[str]:
    """Return the nominal stems that running text hardly ever shows."""
    return data_files.entries("lexicon_nominals_rare.txt") - data_files.entries("nominals.txt")


@cache
def rare_verbs() -> frozenset[str]:
    """Return the verb stems that running text hardly ever shows."""
    return data_files.entries("lexicon_verbs_rare.txt") - data_files.entries("verbs.txt")


@cache
def closed() -> frozenset[str]:
    """Return the words that take no endings."""
    return data_files.entries("closed.txt")


@cache
def _nominals() -> frozenset[str]:
    listed = data_files.entries("lexicon_nominals.txt") | data_files.entries("nominals.txt") | rare_nominals()
    return listed - closed() - data_files.entries("notstems.txt")


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    return {form: tuple(lemmas) for form, *lemmas in data_files.rows("lemma_exceptions.txt")}
