"""The place tagger: the regions and countries that a release names with a capital letter, in any form and script."""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.name_context import heads_list_of_provinces, joins_its_province, names_another_thing
from index.tagging.phrase_matcher import MarkedText, PhraseMatcher
from index.tagging.sectors import MAX_TAGGED, CategoryNames
from search.analysis.analyzer import Analyzer
from search.facets.taxonomies import Categories

_DATELINE: Final = re.compile(r"^\s*[\w'ʻʼ‘’`]+(?:\s+(?:sh\.|shahri))?\s*[,.–—-]+\s*\d", re.MULTILINE)
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
        in_title = set(self._named(title))
        named = in_title | set(self._named(body))
        return tuple(sorted(named, key=lambda name: (name not in in_title, self._order[name])))

    def _named(self, text: MarkedText) -> Iterator[str]:
        tokens = text.tokens
        for match in self.matcher.longest(text):
            start, end = match.position, match.position + len(match.stem)
            if not match.name or not tokens[start].capital or names_another_thing(tokens, start, end):
                continue
            if match.name == _CITY and heads_list_of_provinces(tokens, end):
                yield _REGION
                continue
            yield match.name
            if match.name == _CITY and joins_its_province(tokens, end):
                yield _REGION


def text_about_places(body: str) -> str:
    """Return a text without its dateline: "Toshkent, 5-mart" says where it was written, not what it is about."""
    return _DATELINE.sub(" ", body[:MAX_TAGGED], count=1)
