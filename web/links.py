"""Addresses: every one is made from the canonical form of a query."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from search.query import Query
from search.release import Release


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses under `base` (empty: relative to the host) that carry the language the reader named."""

    base: str = ""
    lang: str | None = None

    def page(self, query: Query) -> str:
        """Return the page of a query."""
        return self._to("/", query)

    def api(self, query: Query) -> str:
        """Return the JSON of a query."""
        return self._to("/api/search", query)

    def release(self, release_id: str, query: Query | None = None) -> str:
        """Return the page of a release, with the search that led there."""
        return self._to(f"/release/{quote(release_id, safe='')}", query)

    def api_release(self, release_id: str, query: Query | None = None) -> str:
        """Return the JSON of a release."""
        return self._to(f"/api/releases/{quote(release_id, safe='')}", query)

    def sectors(self) -> str:
        """Return the JSON of all sectors."""
        return self._to("/api/sectors", None)

    def problem(self, kind: str) -> str:
        """Return the page that explains a kind of problem."""
        return f"{self.base}/problems/{kind}"

    def _to(self, path: str, query: Query | None) -> str:
        pairs = query.parameters() if query else []
        if self.lang:
            pairs = sorted([*pairs, ("lang", self.lang)])
        return f"{self.base}{path}?{urlencode(pairs)}" if pairs else f"{self.base}{path}"


def web_address(release: Release) -> str | None:
    """Return where a release was published, None unless it is an http address."""
    return release.url if release.url.lower().startswith(("https://", "http://")) else None
