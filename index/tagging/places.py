"""The place tagger: the regions and countries that a release names with a capital letter, in any form and script."""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.phrase_matcher import Match, PhraseMatcher, TextToken, tokenize
from index.tagging.sectors import MAX_TAGGED, CategoryNames
from search.analysis.analyzer import Analyzer
from search.facets.taxonomies import Categories
from search.release import Release
from search.uzbek import key

_DATELINE: Final = re.compile(r"^\s*[\w'ʻʼ‘’`]+(?:\s+(?:sh\.|shahri))?\s*[,.–—-]+\s*\d", re.MULTILINE)
_PLURAL: Final = key("viloyatlar")
_JOINING: Final = frozenset(map(key, ("va", "hamda")))
_LONGEST_LIST: Final = 24  # tokens from the first name of a list to its "viloyatlari"; there are fourteen regions
_CITY, _REGION = "toshkent-shahri", "toshkent-viloyati"  # one name for both
_NO_PLACE: Final = ""  # what lookalikes name: they take their words from the places


class PlaceTagger:
    """Tags releases by one table of places; every place that is named counts."""

    def __init__(self, places: Categories, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._category_names = CategoryNames(places)
        self._order = {name: number for number, name in enumerate(places)}
        lookalikes = [phrase for place in places.values() for phrase in place.lookalikes]
        stems = {place.slug: place.stems for place in places.values()}
        self._matcher = PhraseMatcher({**stems, _NO_PLACE: lookalikes}, analyzer)

    def resolve(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names that a release gives, and the names nobody knows."""
        return self._category_names.resolve(names)

    def derive(self, release: Release) -> tuple[str, ...]:
        """Return the places that a release's title and text name, those in the title first, else as the table has them.

        A dateline ("Toshkent, 5-mart") says where a release was written, not what it is about.
        """
        title = set(self._named(release.title))
        named = title | set(self._named(_DATELINE.sub(" ", release.body[:MAX_TAGGED], count=1)))
        return tuple(sorted(named, key=lambda name: (name not in title, self._order[name])))

    def _named(self, text: str) -> Iterator[str]:
        tokens = tokenize(text, self._analyzer)
        for match in self._matcher.longest(tokens):
            if match.name and tokens[match.position].capital:
                yield _REGION if match.name == _CITY and _is_listed(match, tokens) else match.name


def _is_listed(match: Match, tokens: list[TextToken]) -> bool:
    """Say whether a name is one of a list that ends in "viloyatlari": Toshkent va Samarqand viloyatlarida."""
    after = tokens[match.position + len(match.stem) : match.position + _LONGEST_LIST]
    for number, token in enumerate(after):
        if token.key.startswith(_PLURAL):
            return number > 0
        if token.after_end or not (token.capital or token.key in _JOINING):
            return False
    return False
