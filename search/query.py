"""What is asked: one frozen value that can print itself back as parameters."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

MAX_Q: Final = 400  # code points; a longer q is a fault of the caller, see web.parameters.table
MAX_PER_PAGE: Final = 100
PER_PAGE: Final = 20
NONE: Final = "_none"  # the facet value of releases without one, and the `date` of the undated
EXCLUDED: Final = "-"  # before a facet value: releases with it are left out
SORTS: Final = ("relevance", "-date", "date", "-first_seen")
INTERVALS: Final = ("auto", "year", "month", "day")
SCRIPTS: Final = ("source", "latn", "cyrl")

Filters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words, filters, order and page.

    `filters` holds (facet parameter, chosen values) sorted by name: OR within a facet, AND between facets; a value
    `_none` stands for releases without one, and a minus before a value leaves the releases with it out. `start` and
    `end` are inclusive days. `sort` None means the default: relevance when there are words, else newest first. `facets`
    None means all of them.
    """

    q: str = ""
    filters: Filters = ()
    start: dt.date | None = None
    end: dt.date | None = None
    undated: bool = False
    sort: str | None = None
    page: int = 1
    per_page: int = PER_PAGE
    interval: str = "auto"
    facets: tuple[str, ...] | None = None
    script: str = "source"
    explain: bool = False

    @property
    def order(self) -> str:
        """The order in force: one of SORTS."""
        return self.sort or ("relevance" if self.q else "-date")

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet, those left out after a minus."""
        return dict(self.filters).get(facet, ())

    @property
    def narrowed(self) -> bool:
        """Whether any filter is on."""
        return bool(self.filters or self.start or self.end or self.undated)

    def with_(self, **changes: Any) -> Self:
        """Return the same query with some fields changed; anything but paging goes back to page 1."""
        if "page" not in changes and set(changes) - {"script", "explain"}:
            changes["page"] = 1
        return replace(self, **changes)

    def with_values(self, facet: str, values: Iterable[str]) -> Self:
        """Return the same query with other chosen values of one facet."""
        others = {name: chosen for name, chosen in self.filters if name != facet}
        return self.with_(filters=tidy_filters({**others, facet: tuple(values)}))

    def toggled(self, facet: str, value: str) -> Self:
        """Return the same query with one value of a facet switched on or off."""
        chosen = self.chosen(facet)
        rest = tuple(other for other in chosen if other != value)
        return self.with_values(facet, rest if value in chosen else (*chosen, value))

    def without_filters(self) -> Self:
        """Return the same words and order with no filter at all."""
        return self.with_(filters=(), start=None, end=None, undated=False)

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters that say this query, sorted, defaults dropped."""
        pairs = [(name, value) for name, values in self.filters for value in values]
        pairs += [
            (name, value)
            for name, value in (
                ("q", self.q),
                ("from", write_start(self.start, self.end) if self.start else ""),
                ("to", write_end(self.end, self.start) if self.end else ""),
                ("date", NONE if self.undated else ""),
                ("sort", "" if self.sort is None or self.sort == replace(self, sort=None).order else self.sort),
                ("page", str(self.page) if self.page > 1 else ""),
                ("per_page", str(self.per_page) if self.per_page != PER_PAGE else ""),
                ("interval", self.interval if self.interval != "auto" else ""),
                ("script", self.script if self.script != "source" else ""),
                ("explain", "1" if self.explain else ""),
            )
            if value
        ]
        if self.facets is not None:
            pairs.append(("facets", ",".join(self.facets)))
        return sorted(pairs)

    def canonical(self) -> str:
        """Return the query string that says this query; `web.parameters.table.read` of it gives the query back."""
        return urlencode(self.parameters())


def tidy_text(text: str) -> str:
    """Return typed words as NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_filters(filters: dict[str, tuple[str, ...]]) -> Filters:
    """Return chosen values sorted by facet and value, without doubles and empty facets."""
    return tuple((name, tuple(sorted(set(values)))) for name, values in sorted(filters.items()) if values)


def write_start(day: dt.date, until: dt.date | None = None) -> str:
    """Write the first day of a range (to `until`) as short as it goes: 2026, 2026-03 or 2026-03-05."""
    if day.day > 1:
        return day.isoformat()
    whole_years = until is None or (until.month, until.day) == (12, 31)
    return f"{day.year:04}" if day.month == 1 and whole_years else f"{day.year:04}-{day.month:02}"


def write_end(day: dt.date, since: dt.date | None = None) -> str:
    """Write the last day of a range (from `since`) as short as it goes: 2026, 2026-03 or 2026-03-05."""
    if day < dt.date.max and (day + dt.timedelta(1)).day > 1:
        return day.isoformat()
    whole_years = since is None or (since.month, since.day) == (1, 1)
    return f"{day.year:04}" if day.month == 12 and whole_years else f"{day.year:04}-{day.month:02}"
