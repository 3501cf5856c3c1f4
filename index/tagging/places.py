"""The regions and countries that a release names, each word with a capital letter, in any form and script."""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.phrase_matcher import Match, Stems, Word, read_words
from index.tagging.sectors import READING, Names
from search.facets.taxonomies import Categories
from search.release import Release
from search.uzbek import key

_DATELINE: Final = re.compile(r"^\s*[\w'ʻʼ‘’`]+(?:\s+(?:sh\.|shahri))?\s*[,.–—-]+\s*\d", re.MULTILINE)
_PLURAL: Final = key("viloyatlar")
_JOINING: Final = frozenset(map(key, ("va", "hamda")))
_LIST: Final = 24  # words between the first name of a list of regions and its "viloyatlari"
_CITY, _REGION = "toshkent-shahri", "toshkent-viloyati"  # one name for both
_NOTHING: Final = ""


class PlaceTagger:
    """Tags releases by one table of places; every place that is named counts."""

    def __init__(self, places: Categories) -> None:
        self._names = Names(places)
        self._order = {name: number for number, name in enumerate(places)}
        lookalikes = [phrase for each in places.values() for phrase in each.lookalikes]
        self._stems = Stems({**{each.slug: each.stems for each in places.values()}, _NOTHING: lookalikes})

    def read(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names that a release gives, and the names nobody knows."""
        return self._names.read(names)

    def derive(self, release: Release) -> tuple[str, ...]:
        """Return the places that a release's title and text name, those in the title first, else as the table has them.

        A dateline ("Toshkent, 5-mart") says where a release was written, not what it is about.
        """
        title = set(self._named(release.title))
        named = title | set(self._named(_DATELINE.sub(" ", release.body[:READING], count=1)))
        return tuple(sorted(named, key=lambda name: (name not in title, self._order[name])))

    def _named(self, text: str) -> Iterator[str]:
        read = read_words(text)
        for match in self._stems.longest(read):
            if match.name and read[match.place].capital:
                yield _REGION if match.name == _CITY and _is_listed(match, read) else match.name


def _is_listed(match: Match, text: list[Word]) -> bool:
    """Say whether a name is one of a list that ends in "viloyatlari": Toshkent va Samarqand viloyatlarida."""
    after = text[match.place + len(match.stem) : match.place + _LIST]
    for number, word in enumerate(after):
        if word.key.startswith(_PLURAL):
            return number > 0
        if word.after_end or not (word.capital or word.key in _JOINING):
            return False
    return False
