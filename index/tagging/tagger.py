"""The tagger: sectors, regions, countries and the office of a release, named by it or derived from its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.tagging.offices import OfficeNames
from index.tagging.phrase_matcher import TokenMarker
from index.tagging.places import PlaceTagger, text_about_places
from index.tagging.sectors import FREE_BITS, MAX_TAGGED, SectorTagger
from search.analysis.analyzer import Analyzer
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import TextBatch, read_texts
from search.facets.taxonomies import read_aliases, read_countries, read_regions, read_sectors
from search.release import Release


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Names that a release gives and no table holds."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TaggedReleases:
    """Releases with all their tags, the names that each gives and nobody knows, and their texts as they were read.

    Texts 2n and 2n + 1 are the title and the body of release n; what comes after them was read for the tags only.
    """

    releases: tuple[Release, ...]
    unknown: tuple[UnknownNames, ...]
    texts: TextBatch


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

    def tag(self, releases: Sequence[Release], table: ChunkTable) -> TaggedReleases:
        """Read the texts of releases by a chunk table of the same analyzer and tag them."""
        texts = [text for release in releases for text in (release.title, release.body)]
        bodies = _numbers([release.body[:MAX_TAGGED] for release in releases], texts)
        about = _numbers([text_about_places(release.body) for release in releases], texts)
        batch = read_texts(texts, table)
        marked = self._marker.mark(batch.tokens())
        tagged, unknown = [], []
        for number, release in enumerate(releases):
            title = marked.of(2 * number)
            body = marked.of(bodies[number])
            places = body if about[number] == bodies[number] else marked.of(about[number])
            sectors, unknown_sectors = self._sectors.resolve(release.sectors)
            derived_sectors = () if sectors else self._sectors.derive(title, body)
            regions, unknown_regions = self._regions.resolve(release.regions)
            derived_regions = () if regions else self._regions.derive(title, places)
            tagged.append(
                release.with_(
                    sectors=sectors or derived_sectors,
                    sectors_derived=bool(derived_sectors),
                    regions=regions or derived_regions,
                    regions_derived=bool(derived_regions),
                    countries=self._countries.derive(title, places),
                    office=self._offices.resolve(release.source),
                )
            )
            unknown.append(UnknownNames(unknown_sectors, unknown_regions))
        return TaggedReleases(tuple(tagged), tuple(unknown), batch)


def _numbers(bodies: Sequence[str], texts: list[str]) -> list[int]:
    """Return the number of each body among the texts: the release's own, or of one put after them where it differs."""
    numbers = []
    for number, body in enumerate(bodies):
        if body == texts[2 * number + 1]:
            numbers.append(2 * number + 1)
        else:
            numbers.append(len(texts))
            texts.append(body)
    return numbers
