"""The tagger: sectors, regions, countries and the office of a release, named by it or derived from its words."""

from dataclasses import dataclass
from pathlib import Path

from index.tagging.offices import OfficeNames
from index.tagging.places import PlaceTagger
from index.tagging.sectors import SectorTagger
from search.analysis.analyzer import Analyzer
from search.facets.taxonomies import read_aliases, read_countries, read_regions, read_sectors
from search.release import Release


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Names that a release gives and no table holds."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Tagger:
    """Tags releases by the tables of one corpus folder and its analyzer; raises BadCorpus where one cannot be used."""

    def __init__(self, corpus: Path, analyzer: Analyzer) -> None:
        self._sectors = SectorTagger(read_sectors(corpus), analyzer)
        self._regions = PlaceTagger(read_regions(corpus), analyzer)
        self._countries = PlaceTagger(read_countries(corpus), analyzer)
        self._offices = OfficeNames(read_aliases(corpus))

    def tag(self, release: Release) -> tuple[Release, UnknownNames]:
        """Return a release with all its tags, and the names nobody knows."""
        tagged, unknown_sectors = self._sectors.tag(release)
        named, unknown_regions = self._regions.resolve(release.regions)
        derived = () if named else self._regions.derive(release)
        tagged = tagged.with_(
            regions=named or derived,
            regions_derived=bool(derived),
            countries=self._countries.derive(release),
            office=self._offices.resolve(release.source),
        )
        return tagged, UnknownNames(unknown_sectors, unknown_regions)
