"""The lexicon: the keys of known stems, nominal and verbal, and the short lists the rules cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from search.uzbek import data_files


@dataclass(frozen=True, slots=True)
class SiteWords:
    """A site's own words, as keys: stems that take endings, and forms with the lemmas that they are to have.

    `lines` says on which line of the site's table each of them stands.
    """

    stems: frozenset[str] = frozenset()
    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


_site = SiteWords()


def site() -> SiteWords:
    """Return the words of the site, none unless `take` was called."""
    return _site


def take(words: SiteWords) -> None:
    """Have the analyzer of this process know a site's words from now on."""
    global _site  # one process serves one site
    _site = words
    for known in (nominals, common, whole):
        known.cache_clear()


@cache
def nominals() -> frozenset[str]:
    """Return the nouns, adjectives, adverbs and all that is not a verb."""
    listed = data_files.entries("lexicon_nominals.txt") | data_files.entries("nominals.txt") | rare_nominals()
    return (listed - closed() - data_files.entries("notstems.txt")) | _site.stems


@cache
def verbs() -> frozenset[str]:
    """Return the verb stems."""
    return data_files.entries("lexicon_verbs.txt") | data_files.entries("verbs.txt") | rare_verbs()


@cache
def common() -> frozenset[str]:
    """Return the stems of both kinds that running text shows often."""
    return (nominals() - rare_nominals()) | (verbs() - rare_verbs())


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
def whole() -> Mapping[str, tuple[str, ...]]:
    """Return the forms with lemmas no rule gives: pronouns, homographs, irregular forms."""
    return {form: tuple(lemmas) for form, *lemmas in data_files.rows("whole.txt")} | dict(_site.whole)
