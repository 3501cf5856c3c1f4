"""The place tagger: the regions and countries that a release names with a capital letter, in any form and script."""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.name_context import points_to_place
from index.tagging.phrase_matcher import MarkedText, Match, PhraseMatcher
from index.tagging.sectors import MAX_TAGGED, CategoryNames
from search.analysis.analyzer import Analyzer
from search.analysis.text_tokens import CAPITAL, TextTokens
from search.facets.taxonomies import Categories
from search.uzbek import key

_DATELINE: Final = re.compile(r"^\s*[\w'ʻʼ‘’`]+(?:\s+(?:sh\.|shahri))?\s*[,.–—-]+\s*\d", re.MULTILINE)
_HEAD, _PLURAL = key("viloyat"), key("viloyatlar")
_BARE_CITY, _FULL_CITY, _TOWN = (key("Toshkent"),), (key("Toshkent"), key("shahri")), key("shahar")
_JOINING: Final = frozenset(map(key, ("va", "hamda")))
_LONGEST_LIST: Final = 24  # tokens from the first name of a list to its "viloyatlari"; there are fourteen regions
_CITY, _REGION = "toshkent-shahri", "toshkent-viloyati"  # one name for both
_NO_PLACE: Final = ""  # what lookalikes name: they take their words from the places


class PlaceTagger:
    """Tags releases by one table of places; every place that is named counts."""

    def __init__(self, places: Categories, analyzer: Analyzer, bit: int) -> None:
        self._category_names = CategoryNames(places)
        self._order = {name: number for number, name in enumerate(places)}
        lookalikes = [phrase for place in places.values() for phrase in place.lookalikes]
        stems = {place.slug: place.stems for place in places.values()}
        self.matcher: Final = PhraseMatcher({**stems, _NO_PLACE: lookalikes}, analyzer, bit)

    def resolve(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names that a release gives, and the names nobody knows."""
        return self._category_names.resolve(names)

    def derive(self, title: MarkedText, body: MarkedText) -> tuple[str, ...]:
        """Return the places that a release names, those in the title first, else as the table has them.

        `body` is what `text_about_places` gives of its text.
        """
        in_title = self._named(title)
        named = in_title | self._named(body)
        return tuple(sorted(named, key=lambda name: (name not in in_title, self._order[name])))

    def _named(self, text: MarkedText) -> set[str]:
        named: set[str] = set()
        for match in self.matcher.longest(text):
            if match.name in named and match.name != _CITY:
                continue  # most releases name a place again and again
            if match.name and text.tokens.bits[match.position] & CAPITAL and points_to_place(match, text.tokens):
                named.update(_capital_places(match, text.tokens) if match.name == _CITY else (match.name,))
        return named


def text_about_places(body: str) -> str:
    """Return a text without its dateline: "Toshkent, 5-mart" says where it was written, not what it is about."""
    return _DATELINE.sub(" ", body[:MAX_TAGGED], count=1)


def _capital_places(match: Match, tokens: TextTokens) -> Iterator[str]:
    """Give what the name of the capital means: the city, its region, or both: "Toshkent shahri va viloyati"."""
    if match.stem == _BARE_CITY and _is_listed(match, tokens):
        yield _REGION
        return
    yield match.name
    after = match.position + len(match.stem)
    if match.stem in (_BARE_CITY, _FULL_CITY):
        start = after + (after < len(tokens) and tokens.key(after) == _TOWN)
        if start + 1 < len(tokens) and tokens.key(start) in _JOINING and tokens.key(start + 1).startswith(_HEAD):
            yield _REGION


def _is_listed(match: Match, tokens: TextTokens) -> bool:
    """Say whether a name is one of a list that ends in "viloyatlari": Toshkent va Samarqand viloyatlarida."""
    after = tokens[match.position + len(match.stem) : match.position + _LONGEST_LIST]
    for token in after:
        if token.key.startswith(_PLURAL):
            return True
        if token.after_end or not (token.capital or token.key in _JOINING):
            return False
    return False
