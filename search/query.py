"""What is asked: one frozen value that can print itself back as parameters."""

import datetime as dt
import unicodedata
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from search.facets.selection import (
    MISSING,
    NOTHING_CHOSEN,
    Choice,
    Filters,
    Selection,
    Selections,
    tidy_selections,
)
from search.query_language.parser import Parsed, parse

MAX_Q: Final = 400  # code points; a longer q is a fault of the caller, see web.parameters.table
MAX_PER_PAGE: Final = 100
PER_PAGE: Final = 20
SORTS: Final = ("relevance", "-date", "date", "-first_seen")
INTERVALS: Final = ("auto", "year", "month", "day")
SCRIPTS: Final = ("source", "latn", "cyrl")
YES, NO = "1", "0"
ONLY: Final = "only"
READS: Final = (NO, YES)
PARTIALS: Final = (NO, YES, ONLY)


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words, filters, order and page.

    `selections` are the choices in each facet, `start` and `end` inclusive days, `undated` asks for releases without a
    day. `sort` None means the default: relevance when there are words, else newest first. `facets` None means all of
    them, `facets_size` None all values of each; chosen ones are there in any case. `read` says whether names and dates
    among the words may act as filters, `partial` whether the releases that hold some of the words only stand apart
    (YES), among those that hold all (NO) or alone (ONLY); what None means depends on who asks: a page does both, the
    API neither. `script` None is the script of the reader's language on a page, and as each release is written in the
    API.
    """

    q: str = ""
    selections: Selections = ()
    start: dt.date | None = None
    end: dt.date | None = None
    undated: bool = False
    sort: str | None = None
    page: int = 1
    per_page: int = PER_PAGE
    interval: str = "auto"
    facets: tuple[str, ...] | None = None
    script: str | None = None
    explain: bool = False
    read: str | None = None
    partial: str | None = None
    facets_size: int | None = None

    @property
    def order(self) -> str:
        """The order in force: one of SORTS."""
        return self.sort or ("relevance" if self.q else "-date")

    @property
    def parsed(self) -> Parsed:
        """The syntax tree of the words; read once for all who ask."""
        return parse(self.q)

    @property
    def filters(self) -> Filters:
        """All that narrows the query."""
        return Filters(self.selections, self.start, self.end, self.undated)

    def selection(self, facet: str) -> Selection:
        """Return what is chosen in a facet."""
        return dict(self.selections).get(facet, NOTHING_CHOSEN)

    @property
    def narrowed(self) -> bool:
        """Whether any filter is on."""
        return bool(self.selections or self.start or self.end or self.undated)

    def with_(self, **changes: Any) -> Self:
        """Return the same query with some fields changed; anything but paging goes back to page 1."""
        if "page" not in changes and set(changes) - {"script", "explain"}:
            changes["page"] = 1
        return replace(self, **changes)

    def with_selection(self, facet: str, selection: Selection) -> Self:
        """Return the same query with another selection in one facet."""
        return self.with_(selections=tidy_selections({**dict(self.selections), facet: selection}))

    def choosing(self, facet: str, choice: Choice) -> Self:
        """Return the same query with one more choice in a facet."""
        return self.with_selection(facet, self.selection(facet).with_(choice))

    def toggled(self, facet: str, choice: Choice) -> Self:
        """Return the same query with one choice in a facet switched on or off."""
        return self.with_selection(facet, self.selection(facet).toggled(choice))

    def without_filter(self, name: str) -> Self:
        """Return the same query without the filter of that name, a facet's or "date"."""
        rest = self.filters.without(name)
        return self.with_(selections=rest.selections, start=rest.start, end=rest.end, undated=rest.undated)

    def without_filters(self) -> Self:
        """Return the same words and order with no filter at all."""
        return self.with_(selections=(), start=None, end=None, undated=False)

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters that say this query, sorted, defaults dropped."""
        pairs = [(name, str(choice)) for name, chosen in self.selections for choice in chosen.choices]
        if self.start:
            pairs.append(("from", write_start(self.start, self.end)))
        if self.end:
            pairs.append(("to", write_end(self.end, self.start)))
        if self.undated:
            pairs.append(("date", MISSING))
        if self.sort is not None and self.sort != ("relevance" if self.q else "-date"):
            pairs.append(("sort", self.sort))
        for name, default in _WRITTEN_AS_THEY_ARE:
            if (value := getattr(self, name)) != default:
                pairs.append((name, _written(value)))
        return sorted(pairs)

    def canonical(self) -> str:
        """Return the query string that says this query; `web.parameters.table.read` of it gives the query back."""
        return urlencode(self.parameters())


_WRITTEN_AS_THEY_ARE: Final = tuple(  # (field, default): the fields that are parameters under their own name
    (field.name, field.default)
    for field in fields(Query)
    if field.name not in ("selections", "start", "end", "undated", "sort")
)


def _written(value: Any) -> str:
    """Write the value of a field as its parameter has it: 1 for yes, a comma between names."""
    if isinstance(value, tuple):
        return ",".join(value)
    return "1" if value is True else str(value)


def tidy_text(text: str) -> str:
    """Return typed words as NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


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
