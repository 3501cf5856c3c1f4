"""The sector tagger: the sectors that a release names, else those that its own words earn.

A sector is earned by one stem in the title (where there is none, in the first words) or in an early list of areas
("savdo, energetika va fan sohalarida hamkorlik"), or by two distinct ones of which one is in the title; or by two in
the text, where it begins with one and, being long, has several mentions of them. A weak stem in the title does not earn
a sector alone; a phrase that only looks like a stem, and a name, count for nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from index.tagging.given_names import is_name
from index.tagging.phrase_matcher import MarkedText, Match, Phrase, PhraseMatcher, phrase
from search.analysis.analyzer import Analyzer
from search.facets.table import slug
from search.facets.taxonomies import Categories, Category
from search.uzbek import key

MAX_DERIVED: Final = 12  # sectors of one release; a summit's list of areas names about as many
MAX_TAGGED: Final = 20_000  # code points of a text that its tags are taken from; a longer one is a collection
_STRONG_WEIGHT: Final = 3  # what a stem in the title or in a list weighs against one in the text
_MIN_EVIDENCE: Final = 2  # distinct stems in the text that earn a sector
_LONGEST_ITEM: Final = 6  # tokens of an item of a list; a longer one is a clause that the list begins in
_LAST_OF_CLAUSE: Final = 3  # tokens of such a clause that may be the item
_MIN_MENTIONS: Final = 3  # of them in a text that is longer than its beginning
_LEAD: Final = 60  # tokens that a text begins with; what it is about is said there
_UNTITLED_LEAD: Final = 40  # tokens that stand for the title where there is none
_AREAS_LEAD: Final = 150  # tokens up to which a list of areas tells the subject; a later one is background
_CAPITAL_STEM: Final = re.compile(r"[A-Z]ʻ?[a-zʻʼ]+")  # a name of one word
_AREAS: Final = ("soha", "yoʻnalish")
_STEM_BIT, _NAME_BIT, _AREA_BIT = 1, 2, 4  # of the matchers
FREE_BITS: Final = (8, 16)  # for those of other taggers
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
        stems = {sector.slug: (*sector.stems, *sector.weak, *sector.lookalikes) for sector in sectors.values()}
        self._weak = _phrases(((sector.slug, sector.weak) for sector in sectors.values()), analyzer)
        self._lookalikes = _phrases(((sector.slug, sector.lookalikes) for sector in sectors.values()), analyzer)
        self._capital = _phrases(
            ((sector.slug, filter(_CAPITAL_STEM.fullmatch, sector.stems)) for sector in sectors.values()), analyzer
        )
        # the stems, and with them what names a sector in a list of areas only
        names = {slug: (*stems[slug], *_area_names(sector)) for slug, sector in sectors.items()}
        self._matcher = PhraseMatcher(stems, analyzer, _STEM_BIT)
        self._area_matcher = PhraseMatcher(names, analyzer, _NAME_BIT)
        self._areas = PhraseMatcher({"": _AREAS}, analyzer, _AREA_BIT)
        self._area_lemmas = frozenset(map(analyzer.key, _AREAS))
        self._order = {name: number for number, name in enumerate(sectors)}

    @property
    def matchers(self) -> tuple[PhraseMatcher, ...]:
        """The matchers by which the tokens of a text are to be marked."""
        return self._matcher, self._area_matcher, self._areas

    def resolve(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names that a release gives, and the names nobody knows."""
        return self._category_names.resolve(names)

    def derive(self, title: MarkedText, body: MarkedText, titled: bool = True) -> tuple[str, ...]:
        """Return the sectors that a release's words earn, most evidence first.

        `body` begins its text; `titled` says whether the release has a title at all.
        """
        strong: dict[str, set[Phrase]] = {}
        mentioned: dict[str, set[Phrase]] = {}
        in_title: set[str] = set()
        leading: set[str] = set()  # sectors with a stem where the text begins
        mentions: Counter[str] = Counter()  # of the stems of each sector in the text
        for text, title_end in ((title, len(title.tokens)), (body, 0 if titled else _UNTITLED_LEAD)):
            for match in self._pointing(self._matcher, text):
                mentioned.setdefault(match.name, set()).add(match.stem)
                if match.position < title_end and (match.name, match.stem) not in self._weak:
                    strong.setdefault(match.name, set()).add(match.stem)
                if text is title:
                    in_title.add(match.name)
                    continue
                mentions[match.name] += 1
                if match.position < _LEAD:
                    leading.add(match.name)
        for text, areas_end in ((title, len(title.tokens)), (body, _AREAS_LEAD)):
            for start, end in self._area_items(text):
                if start < areas_end:
                    for match in self._pointing(self._area_matcher, text.part(start, end)):
                        strong.setdefault(match.name, set()).add(match.stem)
        evidence = {
            name: _STRONG_WEIGHT * len(strong.get(name, ())) + len(mentioned.get(name, ()))
            for name in strong.keys() | mentioned.keys()
        }
        least = _MIN_MENTIONS if len(body.tokens) > _LEAD else _MIN_EVIDENCE
        earned = [
            name
            for name, weight in evidence.items()
            if name in strong
            or (weight >= _MIN_EVIDENCE and (name in in_title or (name in leading and mentions[name] >= least)))
        ]
        return tuple(sorted(earned, key=lambda name: (-evidence[name], self._order[name]))[:MAX_DERIVED])

    def _pointing(self, matcher: PhraseMatcher, text: MarkedText) -> Iterator[Match]:
        """Give the matches of stems that point to their sector where they stand."""
        for match in matcher.matches(text):
            row = match.name, match.stem
            if row in self._lookalikes or (row in self._capital and not text.tokens[match.position].capital):
                continue
            if not is_name(match, text.tokens):
                yield match

    def _area_items(self, text: MarkedText) -> Iterator[tuple[int, int]]:
        """Give where the items begin and end of the enumerations that end in the word for areas.

        "savdo, energetika va fan sohalarida" has three.
        """
        tokens = text.tokens
        for position in text.beginnings(_AREA_BIT):
            token = tokens[position]
            if token.after_end or token.after_comma or self._area_lemmas.isdisjoint(self._analyzer.lemmas(token.key)):
                continue
            items: list[tuple[int, int]] = []
            end = position  # of the item that is being read, from its last token backwards
            for at in range(position - 1, -1, -1):
                before = tokens[at]
                if before.key in _JOINING:
                    items.append((at + 1, end))
                    end = at
                    continue
                if before.after_end or end - at > _LONGEST_ITEM:
                    items.append((at, end))
                    end = at
                    break
                if before.after_comma:
                    items.append((at, end))
                    end = at
            else:
                items.append((0, end))
            complete = [(start, end) for start, end in items if start < end]
            if len(complete) > 1:
                yield from complete[:-1]
                start, end = complete[-1]
                yield (end - _LAST_OF_CLAUSE, end) if end - start > _LONGEST_ITEM else (start, end)


def _phrases(texts: Iterable[tuple[str, Iterable[str]]], analyzer: Analyzer) -> frozenset[tuple[str, Phrase]]:
    return frozenset((slug, phrase(text, analyzer)) for slug, own in texts for text in own)


def _area_names(sector: Category) -> Iterator[str]:
    """Give the slug and the parts of the Uzbek label: in a list of areas they name the sector by themselves."""
    yield sector.slug.replace("-", " ")
    yield from re.split(r"[,()]| va ", sector.labels["uz"])
