"""File names: what a downloaded search is called, so that a folder of tables can be told apart."""

from typing import Final

from search.clock import today
from search.facets.selection import Choice
from search.facets.table import FACETS, slug
from search.query import Query, write_end, write_start

_LONGEST: Final = 80  # letters of a name, without its ending
_WITHOUT: Final = "siz"  # marks what is left out, and releases without a value, as the Uzbek suffix does


def file_name(query: Query, ending: str, *, samples: bool) -> str:
    """Return izla-energetika-navoiy-2024.csv: words, choices and days of a query in ASCII, today where it has none."""
    said = [part for part in (slug(query.q), *_choices(query), *_days(query)) if part] or [str(today())]
    name = "-".join(["izla", *(["namuna"] if samples else []), *said])
    whole = name if len(name) <= _LONGEST else name[: _LONGEST + 1].rpartition("-")[0]
    return f"{whole}.{ending}"


def _choices(query: Query) -> list[str]:
    return [_written(facet.name, choice) for facet in FACETS for choice in query.selection(facet.name).choices]


def _written(facet: str, choice: Choice) -> str:
    name = slug(choice.value) if choice.value else f"{facet}-{_WITHOUT}"
    return f"{name}-{_WITHOUT}" if choice.excluded else name


def _days(query: Query) -> list[str]:
    if query.undated:
        return [f"date-{_WITHOUT}"]
    first = write_start(query.start, query.end) if query.start else ""
    last = write_end(query.end, query.start) if query.end else ""
    if first and last:
        return [first] if first == last else [first, last]
    return [f"{first}-dan"] if first else [f"{last}-gacha"] if last else []  # from, until
