"""The tagger: sectors, regions, countries and the office of a release, named by it or derived from its words.

Derived are those of Uzbek releases only; one in another language has the sectors, regions and office that it names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from index.tagging.offices import OfficeNames
from index.tagging.phrase_matcher import MarkedText, TokenMarker
from index.tagging.places import PlaceTagger, text_about_places
from index.tagging.sectors import FREE_BITS, MAX_TAGGED, SectorTagger
from search.analysis.analyzer import Analyzer
from search.analysis.text_batch import TokenBatch
from search.facets.taxonomies import read_aliases, read_countries, read_regions, read_sectors
from search.release import Release


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Names that a release gives and no table holds."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseTexts:
    """The texts that are to be read of some releases.

    Texts 2n and 2n + 1 are the title and the body of release n; what comes after them is read for the tags only.
    `bodies` are the numbers of the texts that sectors, and `about_places` of those that places are taken from.
    """

    texts: tuple[str, ...]
    bodies: tuple[int, ...]
    about_places: tuple[int, ...]


class Tagger:
    """Tags releases by the tables of one corpus folder and its analyzer; raises BadCorpus where one cannot be used."""

    def __init__(self, corpus: Path, analyzer: Analyzer) -> None:
        self.corpus: Final = corpus
        self.analyzer: Final = analyzer
        self._sectors = SectorTagger(read_sectors(corpus), analyzer)
        regions, countries = FREE_BITS
        self._regions = PlaceTagger(read_regions(corpus), analyzer, regions)
        self._countries = PlaceTagger(read_countries(corpus), analyzer, countries)
        self._offices = OfficeNames(read_aliases(corpus))
        self._marker = TokenMarker((*self._sectors.matchers, self._regions.matcher, self._countries.matcher))

    def texts(self, releases: Sequence[Release]) -> ReleaseTexts:
        """Return what is to be read of releases."""
        texts = [text for release in releases for text in (release.title, release.searched)]
        bodies = _numbers([release.body[:MAX_TAGGED] for release in releases], texts)
        about_places = _numbers([text_about_places(release.body) for release in releases], texts)
        return ReleaseTexts(tuple(texts), bodies, about_places)

    def unknown_names(self, release: Release) -> UnknownNames:
        """Return the names that a release gives of its own and no table holds."""
        return UnknownNames(self._sectors.resolve(release.sectors)[1], self._regions.resolve(release.regions)[1])

    def tag(
        self, releases: Sequence[Release], texts: ReleaseTexts, tokens: TokenBatch
    ) -> list[tuple[Release, UnknownNames]]:
        """Return releases with all their tags, and the names that each gives and nobody knows.

        `tokens` are those of the texts, read by the tagger's analyzer.
        """
        marked = self._marker.mark(tokens)
        tagged = []
        for number, (release, body, about) in enumerate(zip(releases, texts.bodies, texts.about_places, strict=True)):
            text = marked.of(body)
            about_places = text if about == body else marked.of(about)
            tagged.append(self._tag(release, marked.of(2 * number), text, about_places))
        return tagged

    def _tag(
        self, release: Release, title: MarkedText, body: MarkedText, about_places: MarkedText
    ) -> tuple[Release, UnknownNames]:
        sectors, unknown_sectors = self._sectors.resolve(release.sectors)
        regions, unknown_regions = self._regions.resolve(release.regions)
        derived_sectors: tuple[str, ...] = ()
        derived_regions: tuple[str, ...] = ()
        countries: tuple[str, ...] = ()
        if release.is_uzbek:  # stems are those of Uzbek words: in another language they would be met by chance
            if not sectors:
                derived_sectors = self._sectors.derive(title, body, titled=bool(release.title.strip()))
            if not regions:
                derived_regions = self._regions.derive(title, about_places)
            countries = self._countries.derive(title, about_places)
        office = self._offices.resolve(release.source)
        tagged = release.with_(
            sectors=sectors or derived_sectors,
            sectors_derived=bool(derived_sectors),
            regions=regions or derived_regions,
            regions_derived=bool(derived_regions),
            countries=countries,
            office=office,
            office_names=self._offices.aliases(office),
            copies=tuple(replace(copy, source=self._offices.resolve(copy.source)) for copy in release.copies),
        )
        return tagged, UnknownNames(unknown_sectors, unknown_regions)


def _numbers(bodies: Sequence[str], texts: list[str]) -> tuple[int, ...]:
    """Return the number of each body among the texts: the release's own, or of one put after them where it differs."""
    numbers = []
    for number, body in enumerate(bodies):
        if body == texts[2 * number + 1]:
            numbers.append(2 * number + 1)
        else:
            numbers.append(len(texts))
            texts.append(body)
    return tuple(numbers)
