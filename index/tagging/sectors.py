"""The sector tagger: the sectors that a release names, else those that its own words earn.

A sector is earned by two distinct stems of its own, or by one in the title or in a list of areas ("savdo, energetika va
fan sohalarida hamkorlik").
"""

import re
from collections.abc import Iterator
from typing import Final

from index.tagging.phrase_matcher import Phrase, PhraseMatcher, TextToken, tokenize
from search.analysis.analyzer import Analyzer
from search.facets.table import slug
from search.facets.taxonomies import Categories, Category
from search.release import Release
from search.uzbek import key

MAX_DERIVED: Final = 12  # sectors of one release; a summit's list of areas names about as many
MAX_TAGGED: Final = 20_000  # code points of a text that its tags are taken from; a longer one is a collection
_STRONG_WEIGHT: Final = 3  # what a stem in the title or in a list weighs against one in the text
_MIN_EVIDENCE: Final = 2  # distinct stems in the text that earn a sector
_LONGEST_ITEM: Final = 6  # tokens of an item of a list; a longer one is a clause that the list begins in
_LAST_OF_CLAUSE: Final = 3  # tokens of such a clause that may be the item
_AREAS: Final = frozenset(map(key, ("soha", "yoʻnalish")))
_JOINING: Final = frozenset(map(key, ("va", "hamda")))


class CategoryNames:
    """Resolves the names that a release gives of a closed list: slugs, or labels in any language and script."""

    def __init__(self, categories: Categories) -> None:
        self._slugs = {
            slug(name): category.slug
            for category in categories.values()
            for name in (category.slug, *category.labels.values())
        }

    def resolve(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names (commas between) and the names nobody knows."""
        slugs: list[str] = []
        unknown: list[str] = []
        for name in names:
            parts = [part.strip() for part in name.split(",") if part.strip()]
            while parts:
                # the longest run first: a label may hold commas itself
                for end in range(len(parts), 0, -1):
                    if resolved := self._slugs.get(slug(",".join(parts[:end]))):
                        slugs.append(resolved)
                        break
                else:
                    end = 1
                    unknown.append(parts[0])
                del parts[:end]
        return tuple(dict.fromkeys(slugs)), tuple(dict.fromkeys(unknown))


class SectorTagger:
    """Tags releases by one table of sectors."""

    def __init__(self, sectors: Categories, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._category_names = CategoryNames(sectors)
        # the stems, and with them what names a sector in a list of areas only
        self._matcher = PhraseMatcher({sector.slug: sector.stems for sector in sectors.values()}, analyzer)
        self._area_matcher = PhraseMatcher(
            {sector.slug: (*sector.stems, *_area_names(sector)) for sector in sectors.values()}, analyzer
        )
        self._order = {name: number for number, name in enumerate(sectors)}

    def tag(self, release: Release) -> tuple[Release, tuple[str, ...]]:
        """Return a release with slugs for the names of its sectors, or derived ones; and the names nobody knows."""
        named, unknown = self._category_names.resolve(release.sectors)
        if named:
            return release.with_(sectors=named, sectors_derived=False), unknown
        derived = self.derive(release.title, release.body)
        return release.with_(sectors=derived, sectors_derived=bool(derived)), unknown

    def derive(self, title: str, body: str) -> tuple[str, ...]:
        """Return the sectors that a release's words earn, most evidence first."""
        strong: dict[str, set[Phrase]] = {}
        mentioned: dict[str, set[Phrase]] = {}
        title_tokens = tokenize(title, self._analyzer)
        body_tokens = tokenize(body[:MAX_TAGGED], self._analyzer)
        for match in self._matcher.matches(title_tokens):
            strong.setdefault(match.name, set()).add(match.stem)
        for tokens in (title_tokens, body_tokens):
            for match in self._matcher.matches(tokens):
                mentioned.setdefault(match.name, set()).add(match.stem)
            for item in _area_items(tokens, self._analyzer):
                for match in self._area_matcher.matches(item):
                    strong.setdefault(match.name, set()).add(match.stem)
        evidence = {
            name: _STRONG_WEIGHT * len(strong.get(name, ())) + len(mentioned.get(name, ()))
            for name in strong.keys() | mentioned.keys()
        }
        earned = [name for name, weight in evidence.items() if name in strong or weight >= _MIN_EVIDENCE]
        return tuple(sorted(earned, key=lambda name: (-evidence[name], self._order[name]))[:MAX_DERIVED])


def _area_items(tokens: list[TextToken], analyzer: Analyzer) -> Iterator[list[TextToken]]:
    """Give the items of the enumerations that end in the word for areas: "savdo, energetika va fan sohalarida"."""
    for position, token in enumerate(tokens):
        if _AREAS.isdisjoint(analyzer.lemmas(token.key)):
            continue
        items: list[list[TextToken]] = [[]]
        if token.after_end or token.after_comma:
            continue
        for before in reversed(tokens[:position]):
            if before.key in _JOINING:
                items.append([])
                continue
            items[-1].append(before)
            if before.after_end or len(items[-1]) > _LONGEST_ITEM:
                break
            if before.after_comma:
                items.append([])
        complete = [item[::-1] for item in items if item]
        if len(complete) > 1:
            yield from complete[:-1]
            first = complete[-1]
            yield first[-_LAST_OF_CLAUSE:] if len(first) > _LONGEST_ITEM else first


def _area_names(sector: Category) -> Iterator[str]:
    """Give the slug and the parts of the Uzbek label: in a list of areas they name the sector by themselves."""
    yield sector.slug.replace("-", " ")
    yield from re.split(r"[,()]| va ", sector.labels["uz"])
