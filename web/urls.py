"""Addresses: the paths of the endpoint table with the canonical form of a query."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urlencode

from search.facets.selection import EXCLUDED
from search.query import Query, write_end, write_start
from search.release import Release
from web.endpoints import ENDPOINTS, Endpoint, operation, path_of
from web.parameters.table import Group, only

FACET: Final = "facet"  # the parameter of the page that lists all values of a facet
_PAGE, _API = path_of("pages.search"), path_of("api.search")
_RELEASE: Final[Endpoint] = ENDPOINTS["pages.release"]
_SECTOR: Final[Endpoint] = ENDPOINTS["pages.sector"]
_SOURCE: Final[Endpoint] = ENDPOINTS["pages.source"]
_API_RELEASE: Final[Endpoint] = ENDPOINTS["api.release"]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses under `base` (empty: relative to the host) that carry the language and script the reader named.

    `shown` is the script of the releases on the page, None as they are written: for addresses that know no reader.
    """

    base: str = ""
    lang: str | None = None
    script: str | None = None
    shown: str | None = None

    def page(self, query: Query) -> str:
        """Return the page of a query."""
        return self._to(_PAGE, query)

    def facet(self, query: Query, name: str) -> str:
        """Return the page of all values of a facet in a search."""
        return address_of(f"{self.base}{_PAGE}", (*self._pairs(query.with_(page=1)), (FACET, name)))

    def api(self, query: Query) -> str:
        """Return the JSON of a query."""
        return self._for_programs(_API, query)

    def page_variants(self, query: Query) -> "Variants":
        """Return the maker of the pages one choice away from a query."""
        return Variants(f"{self.base}{_PAGE}", query, self._pairs(query))

    def api_variants(self, query: Query) -> "Variants":
        """Return the maker of the JSON one choice away from a query."""
        return Variants(f"{self.base}{_API}", query, self._pairs(query))

    def release(self, release_id: str, query: Query | None = None) -> str:
        """Return the page of a release, with the search that led there."""
        return self.releases(query)(release_id)

    def releases(self, query: Query | None = None) -> Callable[[str], str]:
        """Return the maker of the pages of releases, with the search that led there, for all hits of one answer."""
        parameters = _parameters(self._pairs(query or Query()))
        return lambda release_id: f"{self.base}{_RELEASE.at(release_id)}{parameters}"

    def api_release(self, release_id: str, query: Query | None = None) -> str:
        """Return the JSON of a release."""
        return self._for_programs(_API_RELEASE.at(release_id), query or Query())

    def sector(self, slug: str) -> str:
        """Return the page of a sector."""
        return self._to(_SECTOR.at(slug), Query())

    def source(self, slug: str) -> str:
        """Return the page of a source."""
        return self._to(_SOURCE.at(slug), Query())

    def docs(self) -> str:
        """Return the page that explains the API."""
        return self._to(path_of("docs.api"), None)

    def help(self) -> str:
        """Return the page that explains what may be typed."""
        return self._to(path_of("docs.how"), None)

    def status(self) -> str:
        """Return the page that tells how the service is."""
        return self._to(path_of("status.show"), None)

    def to(self, path: str) -> str:
        """Return the address of a path, without a language."""
        return f"{self.base}{path}"

    def feed(self, name: str, query: Query) -> str:
        """Return the feed of a query, `name` atom or json_feed."""
        return self._for_programs(operation(name).path, feed_query(query))

    def follow(self, query: Query) -> str:
        """Return the page that tells how a query is followed."""
        return self._to(path_of("pages.follow"), feed_query(query))

    def count(self) -> str:
        """Return where it is counted what a search would find; the search is put behind it."""
        return self.to(path_of("pages.count"))

    def export(self, name: str, query: Query) -> str:
        """Return all that a query finds, `name` csv or ndjson."""
        return self._for_programs(operation(name).path, export_query(query))

    def excel(self, query: Query) -> str:
        """Return all that a query finds as the table that Excel opens: marked as UTF-8, semicolons between cells."""
        pairs = (*self._pairs(export_query(query)), ("bom", "1"), ("separator", "semicolon"))
        return address_of(f"{self.base}{operation('csv').path}", pairs)

    def suggest(self) -> str:
        """Return where what is typed is completed; it is put behind the address."""
        return address_of(f"{self.base}{path_of('browsersearch.suggest')}", (*self._language(), ("q", "")))

    def description(self) -> str:
        """Return the description for browsers."""
        return self._to(path_of("browsersearch.description"), None)

    def template(self, path: str) -> str:
        """Return an address whose words an OpenSearch client fills in."""
        lang = f"lang={self.lang}&" if self.lang else ""
        return f"{self.base}{path}?{lang}q={{searchTerms}}"

    def similar(self, release_id: str) -> str:
        """Return the JSON of the releases most like one."""
        return f"{self.base}{ENDPOINTS['api.similar'].at(release_id)}"

    def sectors(self) -> str:
        """Return the JSON of all sectors."""
        return self._to(path_of("api.sectors"), None)

    def sources(self) -> str:
        """Return the JSON of all sources."""
        return self._to(path_of("api.sources"), None)

    def problem(self, kind: str) -> str:
        """Return the page that explains a kind of problem."""
        return f"{self.base}{ENDPOINTS['problems.explain'].at(kind)}"

    def _to(self, path: str, query: Query | None) -> str:
        return f"{self.base}{path}{_parameters(self._pairs(query) if query else self._language())}"

    def _for_programs(self, path: str, query: Query) -> str:
        return f"{self.base}{path}{_parameters(self._pairs(query, self.shown))}"

    def _pairs(self, query: Query, script: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the parameters of a query, with the `script` or else the reader's where it names none."""
        shown = None if query.script else script or self.script
        return (*query.parameters(), *((("script", shown),) if shown else ()), *self._language())

    def _language(self) -> tuple[tuple[str, str], ...]:
        return (("lang", self.lang),) if self.lang else ()


@dataclass(frozen=True)
class Variants:
    """Makes the addresses of a query with one choice changed, on the first page, as `Links` would of each query.

    An answer holds one for every facet value and every bar of its histogram: the parameters are worked out once.
    """

    path: str
    query: Query
    pairs: tuple[tuple[str, str], ...]

    def around(self, facet: str) -> tuple[str, str] | None:
        """Return what stands before and after `written(facet, value)` in the address with one value of a facet more.

        None where any of its values is chosen already, since then that depends on the value.
        """
        pairs = self._sorted
        if any(name == facet for name, _ in pairs):
            return None
        before = "".join([f"{written(*pair)}&" for pair in pairs if pair[0] < facet])
        after = "".join([f"&{written(*pair)}" for pair in pairs if pair[0] > facet])
        return f"{self.path}?{before}", after

    def toggled(self, facet: str, value: str) -> str:
        """Return the address with one value of a facet switched on or off."""
        pairs = self._without("page")
        pair = (facet, value)
        if pair in pairs:
            pairs.remove(pair)
        else:
            pairs.append(pair)
        return address_of(self.path, pairs)

    def only(self, facet: str, value: str) -> str:
        """Return the address with one value of a facet and no other."""
        return address_of(self.path, [*self._without("page", facet), (facet, value)])

    def excluded(self, facet: str, value: str) -> str:
        """Return the address with one value of a facet left out, or no longer left out."""
        chosen, left_out = (facet, value), (facet, f"{EXCLUDED}{value}")
        pairs = [pair for pair in self._without("page") if pair not in (chosen, left_out)]
        return address_of(self.path, pairs if left_out in self.pairs else [*pairs, left_out])

    def ranged(self, start: dt.date, end: dt.date) -> str:
        """Return the address within a range of days, or without one when it was that very range."""
        if (start, end) == (self.query.start, self.query.end):
            return address_of(self.path, self._without("page", "from", "to"))
        before, between, after = self.beside_range
        return f"{before}{written_from(start, end)}{between}{written_to(start, end)}{after}"

    @cached_property
    def beside_range(self) -> tuple[str, str, str]:
        """The address of the query with a range, but for the range: before from, before to, and after."""
        pairs = sorted(self._without("page", "from", "to", "date"))
        before = "".join(f"{written(*pair)}&" for pair in pairs if pair[0] < "from")
        between = "".join(f"&{written(*pair)}" for pair in pairs if "from" < pair[0] < "to")
        after = "".join(f"&{written(*pair)}" for pair in pairs if pair[0] > "to")
        return f"{self.path}?{before}", f"{between}&", after

    @cached_property
    def _sorted(self) -> list[tuple[str, str]]:
        return sorted(self._without("page"))

    def _without(self, *names: str) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] not in names]


def address_of(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a path with parameters in their order."""
    return f"{path}{_parameters(pairs)}"


def _parameters(pairs: Iterable[tuple[str, str]]) -> str:
    """Write what stands behind the path of an address; nothing where there are no parameters."""
    parameters = "&".join([written(*pair) for pair in sorted(pairs)])
    return f"?{parameters}" if parameters else ""


@lru_cache(maxsize=4_096)
def written_from(start: dt.date, end: dt.date) -> str:
    """Write the parameter that a range of days begins with."""
    return written("from", write_start(start, end))


@lru_cache(maxsize=4_096)
def written_to(start: dt.date, end: dt.date) -> str:
    """Write the parameter that a range of days ends with."""
    return written("to", write_end(end, start))


@lru_cache(maxsize=1_024)
def written(name: str, value: str) -> str:
    """Write a parameter as it stands in an address; the links of an answer write the same few again and again."""
    return urlencode(((name, value),))


def web_address(release: Release) -> str | None:
    """Return where a release was published, None unless it is an http address."""
    return release.url if release.url.lower().startswith(("https://", "http://")) else None


def export_query(query: Query) -> Query:
    """Return a query without what means nothing where everything is returned: its pages and its facets."""
    return only(Group.EXPORT, query)


def feed_query(query: Query) -> Query:
    """Return a query without what means nothing in a feed, which has an order of its own."""
    return only(Group.FEED, query)
