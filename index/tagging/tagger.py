"""What a release is sorted by: sectors, regions, countries and the office, named by it or derived from its words."""

from dataclasses import dataclass
from pathlib import Path

from index.tagging.offices import Offices
from index.tagging.places import PlaceTagger
from index.tagging.sectors import SectorTagger
from search.facets.taxonomies import read_aliases, read_countries, read_regions, read_sectors
from search.release import Release


@dataclass(frozen=True, slots=True)
class Unknown:
    """Names that a release gives and no table holds."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Tagger:
    """Tags releases by the tables of one corpus folder; raises BadCorpus where one cannot be used."""

    def __init__(self, corpus: Path) -> None:
        self._sectors = SectorTagger(read_sectors(corpus))
        self._regions = PlaceTagger(read_regions(corpus))
        self._countries = PlaceTagger(read_countries(corpus))
        self._offices = Offices(read_aliases(corpus))

    def tag(self, release: Release) -> tuple[Release, Unknown]:
        """Return a release with all its tags, and the names nobody knows."""
        tagged, sectors = self._sectors.tag(release)
        named, regions = self._regions.read(release.regions)
        derived = () if named else self._regions.derive(release)
        tagged = tagged.with_(
            regions=named or derived,
            regions_derived=bool(derived),
            countries=self._countries.derive(release),
            office=self._offices.name(release.source),
        )
        return tagged, Unknown(sectors, regions)
