"""The lexicon: the keys of known stems, nominal and verbal, and the short lists the rules cannot do without."""

from collections.abc import Mapping
from functools import cache

from search.uzbek import tables


@cache
def nominals() -> frozenset[str]:
    """Return the nouns, adjectives, adverbs and all that is not a verb."""
    return (tables.entries("lexicon_nominals.txt") | tables.entries("nominals.txt") | rare_nominals()) - closed()


@cache
def verbs() -> frozenset[str]:
    """Return the verb stems."""
    return tables.entries("lexicon_verbs.txt") | tables.entries("verbs.txt") | rare_verbs()


@cache
def common() -> frozenset[str]:
    """Return the stems of both kinds that running text shows often."""
    return (nominals() - rare_nominals()) | (verbs() - rare_verbs())


@cache
def rare_nominals() -> frozenset[str]:
    """Return the nominal stems that running text hardly ever shows."""
    return tables.entries("lexicon_nominals_rare.txt") - tables.entries("nominals.txt")


@cache
def rare_verbs() -> frozenset[str]:
    """Return the verb stems that running text hardly ever shows."""
    return tables.entries("lexicon_verbs_rare.txt") - tables.entries("verbs.txt")


@cache
def closed() -> frozenset[str]:
    """Return the words that take no endings."""
    return tables.entries("closed.txt")


@cache
def whole() -> Mapping[str, tuple[str, ...]]:
    """Return the forms with lemmas no rule gives: pronouns, homographs, irregular forms."""
    return {form: tuple(lemmas) for form, *lemmas in tables.rows("whole.txt")}
