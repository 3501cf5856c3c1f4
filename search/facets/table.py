"""The one facet table: a row here is a column in every engine, a parameter of every search and a list on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.release import UZBEK, Release
from search.uzbek import key, skeleton

_CACHED: Final = 1 << 12  # names: releases name the same sectors, regions and offices again and again


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A facet: its name (also its parameter and column), one value as an example, and the (value, label) pairs.

    `of` gives the pairs of a release: a value is a slug, a label what the release itself says. `typed` are the names
    that stand before a value among the words of a query, as in soha:energetika. `usual` is a value that nearly all
    releases have: the page shows the facet only where some have another, and a name of its values is a filter only
    where it is typed behind the facet's (who asks for teachers of English wants no releases in it).
    """

    name: str
    example: str
    of: Callable[[Release], tuple[tuple[str, str], ...]]
    typed: tuple[str, ...] = ()
    usual: str = ""


@lru_cache(_CACHED)
def slug(text: str) -> str:
    """Return a name as ASCII words joined by hyphens, the same for every script, apostrophe and quotation mark."""
    folded = skeleton(key(text)).replace("ş", "sh").replace("ç", "ch")
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in folded).split())


def _source(release: Release) -> tuple[tuple[str, str], ...]:
    """Return the office of a release, and those that published it once more."""
    names = (release.office or release.source, *(copy.source for copy in release.copies))
    return tuple((value, name) for name in names if (value := slug(name)))


def _own(slugs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((slug, slug) for slug in slugs)


FACETS: Final = (
    FacetRow("sector", "energetika", lambda release: _own(release.sectors), ("soha", "sector", "отрасль")),
    FacetRow("region", "samarqand", lambda release: _own(release.regions), ("hudud", "viloyat", "region", "регион")),
    FacetRow("country", "kz", lambda release: _own(release.countries), ("davlat", "mamlakat", "country", "страна")),
    FacetRow("source", "energetika-vazirligi", _source, ("manba", "source", "источник")),
    FacetRow("language", "ru", lambda release: _own((release.language,)), ("til", "language", "язык"), usual=UZBEK),
)


def values_of(name: str, release: Release) -> tuple[str, ...]:
    """Return the values that a release has of a facet; raises KeyError for a name that is no facet's."""
    return tuple(value for value, _ in _BY_NAME[name].of(release))


_BY_NAME: Final = {row.name: row for row in FACETS}
USUAL: Final = {row.name: row.usual for row in FACETS if row.usual}  # facet → the value that nearly all releases have
