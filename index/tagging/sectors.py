"""What a release is about: the sectors that it names, else those that its own words earn.

A sector is earned by two distinct stems of its own, or by one in the title or in a list of areas ("savdo, energetika va
fan sohalarida hamkorlik").
"""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.phrase_matcher import Pattern, Stems, Word, read_words
from search.facets.table import slug
from search.facets.taxonomies import Categories, Category
from search.release import Release
from search.uzbek import key, lemmas

MAX_DERIVED: Final = 12  # sectors of one release; a summit's list of areas names about as many
READING: Final = 20_000  # code points of a text that its tags are taken from; a longer one is a collection
_STRONG: Final = 3  # what a stem in the title or in a list weighs against one in the text
_EARNED: Final = 2
_ITEM: Final = 6  # words of an item of a list; a longer one is a clause that the list begins in
_LAST_OF_CLAUSE: Final = 3
_AREAS: Final = frozenset(map(key, ("soha", "yoʻnalish")))
_JOINING: Final = frozenset(map(key, ("va", "hamda")))


class Names:
    """The names of a closed list as a release may give them: slugs, or labels in any language and script."""

    def __init__(self, categories: Categories) -> None:
        self._slugs = {
            slug(name): each.slug for each in categories.values() for name in (each.slug, *each.labels.values())
        }

    def read(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names (commas between) and the names nobody knows."""
        known: list[str] = []
        unknown: list[str] = []
        for name in names:
            parts = [part.strip() for part in name.split(",") if part.strip()]
            while parts:
                # the longest run first: a label may hold commas itself
                for end in range(len(parts), 0, -1):
                    if found := self._slugs.get(slug(",".join(parts[:end]))):
                        known.append(found)
                        break
                else:
                    end = 1
                    unknown.append(parts[0])
                del parts[:end]
        return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(unknown))


class SectorTagger:
    """Tags releases by one table of sectors."""

    def __init__(self, sectors: Categories) -> None:
        self._names = Names(sectors)
        # the stems, and with them what names a sector in a list of areas only
        self._stems = Stems({each.slug: each.stems for each in sectors.values()})
        self._areas = Stems({each.slug: (*each.stems, *_names_of(each)) for each in sectors.values()})
        self._order = {name: number for number, name in enumerate(sectors)}

    def tag(self, release: Release) -> tuple[Release, tuple[str, ...]]:
        """Return a release with slugs for the names of its sectors, or derived ones; and the names nobody knows."""
        named, unknown = self._names.read(release.sectors)
        if named:
            return release.with_(sectors=named, sectors_derived=False), unknown
        derived = self.derive(release.title, release.body)
        return release.with_(sectors=derived, sectors_derived=bool(derived)), unknown

    def derive(self, title: str, body: str) -> tuple[str, ...]:
        """Return the sectors that a release's words earn, most evidence first."""
        strong: dict[str, set[Pattern]] = {}
        seen: dict[str, set[Pattern]] = {}
        title_words = read_words(title)
        body_words = read_words(body[:READING])
        for match in self._stems.matches(title_words):
            strong.setdefault(match.name, set()).add(match.stem)
        for text in (title_words, body_words):
            for match in self._stems.matches(text):
                seen.setdefault(match.name, set()).add(match.stem)
            for item in _items(text):
                for match in self._areas.matches(item):
                    strong.setdefault(match.name, set()).add(match.stem)
        evidence = {
            name: _STRONG * len(strong.get(name, ())) + len(seen.get(name, ())) for name in strong.keys() | seen.keys()
        }
        earned = [name for name, weight in evidence.items() if name in strong or weight >= _EARNED]
        return tuple(sorted(earned, key=lambda name: (-evidence[name], self._order[name]))[:MAX_DERIVED])


def _items(text: list[Word]) -> Iterator[list[Word]]:
    """Give the items of the enumerations that end in the word for areas: "savdo, energetika va fan sohalarida"."""
    for place, word in enumerate(text):
        if _AREAS.isdisjoint(lemmas(word.key)):
            continue
        items: list[list[Word]] = [[]]
        if word.after_end or word.after_comma:
            continue
        for each in reversed(text[:place]):
            if each.key in _JOINING:
                items.append([])
                continue
            items[-1].append(each)
            if each.after_end or len(items[-1]) > _ITEM:
                break
            if each.after_comma:
                items.append([])
        found = [item[::-1] for item in items if item]
        if len(found) > 1:
            yield from found[:-1]
            yield found[-1][-_LAST_OF_CLAUSE:] if len(found[-1]) > _ITEM else found[-1]


def _names_of(sector: Category) -> Iterator[str]:
    """Give the slug and the parts of the Uzbek label: in a list of areas they name the sector by themselves."""
    yield sector.slug.replace("-", " ")
    yield from re.split(r"[,()]| va ", sector.labels["uz"])
