"""The one parameter table: parser, faults and names of every door."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from search.assist.filter_suggestions import Names
from search.clock import today
from search.facets.selection import MISSING, read_selections
from search.facets.table import FACETS
from search.query import (
    INTERVALS,
    MAX_PER_PAGE,
    MAX_Q,
    PER_PAGE,
    SCRIPTS,
    SORTS,
    Query,
)
from search.query_language.filter_terms import lift
from web.i18n.messages import LANGUAGES
from web.parameters import types
from web.parameters.types import Choice, Day, Kind, Refused, Slug, Text, Token, Whole, clean, nearest

_TRACKING: Final = ("fbclid", "gclid", "yclid")
_SHOWN: Final = 100  # code points of a faulty value or name that are repeated back
_FURTHEST_PAGE: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name, the kind of its value, an example, and what is meant when it is left out.

    Its meaning in words is the catalogue's `param-` and its name; `repeat` says that it may be given more than once,
    `required` that a door which takes it does nothing without it.
    """

    name: str
    kind: Kind
    example: str
    default: str = ""
    repeat: bool = False
    required: bool = False


_EXAMPLES: Final = {"sector": "energetika", "region": "samarqand", "country": "kz", "source": "energetika-vazirligi"}
PARAMS: Final = (
    Param("q", Text(MAX_Q), "quyosh energetikasi"),
    *(Param(facet.name, Slug(), _EXAMPLES[facet.name], repeat=True) for facet in FACETS),
    Param("from", Day(last=False), "2026"),
    Param("to", Day(last=True), "2026-03"),
    Param("date", Choice((MISSING,)), MISSING),
    Param("sort", Choice(SORTS), "-date"),
    Param("page", Whole(1, _FURTHEST_PAGE), "2", default="1"),
    Param("per_page", Whole(1, MAX_PER_PAGE), "50", default=str(PER_PAGE)),
    Param("interval", Choice(INTERVALS), "month", default="auto"),
    Param("facets", types.Names((*(facet.name for facet in FACETS), "date")), "sector,date"),
    Param("script", Choice(SCRIPTS), "cyrl", default="source"),
    Param("lang", Choice(LANGUAGES), "en", default="uz"),
    Param("explain", Choice(("1",)), "1"),
    Param("bom", Choice(("1",)), "1"),
    Param("since", Token(), "20261122T041103Z-1a2b3c4d", required=True),
)
SEARCH: Final = tuple(param.name for param in PARAMS[:-2])  # what the doors of a search take


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a parameter: `code` names it, `limit` and `hint` say what would do."""

    parameter: str
    code: str
    value: str | None = None
    hint: str | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the query, the language that it names (None when it names none) and every fault.

    `bom` asks for a mark of UTF-8, `since` names the generation of a copy.
    """

    query: Query
    lang: str | None = None
    faults: tuple[Fault, ...] = ()
    bom: bool = False
    since: str | None = None

    def fault(self, *names: str) -> Fault | None:
        """Return the first fault of these parameters."""
        return next((fault for fault in self.faults if fault.parameter in names), None)


def read(
    args: MultiDict[str, str],
    *,
    page: bool = False,
    known: Names | None = None,
    only: Collection[str] = SEARCH,
) -> Asked:
    """Read parameters into a query and all their faults at once.

    A faulty value is dropped (or mended where its beginning is of use); whether that is an error is the door's choice.
    `page` reads as leniently as people type. `known` names the values of the facets whose list is closed, so
    that filters among the words are read; `only` holds the names that this door takes.
    """
    table = {param.name: param for param in _rows(known) if param.name in only}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name in args:
        if param := table.get(name):
            values[name] = _read_values(param, args.getlist(name), page, faults)
        elif not (page and (name.startswith("utm_") or name in _TRACKING)):
            shown = clean(name)[:_SHOWN]
            faults.append(Fault(shown, "unknown", _shown(args[name]), nearest(shown, table)))
    faults += [Fault(name, "missing") for name, row in table.items() if row.required and not args.get(name)]
    _settle_dates(values, args, faults)
    query = _query(values, known)
    return Asked(query, values.get("lang"), tuple(faults), bool(values.get("bom")), values.get("since"))


@lru_cache(maxsize=8)  # a process has one or two
def _rows(known: Names | None) -> tuple[Param, ...]:
    slugs = known.slugs if known else {}
    return tuple(replace(row, kind=Slug(slugs[row.name])) if row.name in slugs else row for row in PARAMS)


def _read_values(param: Param, typed: list[str], page: bool, faults: list[Fault]) -> Any:
    texts = [clean(text) for text in typed] if page else typed
    if param.name != "facets":  # an empty field of a form says nothing; an empty list of facets says none
        texts = [text for text in texts if text]
    if param.repeat:
        read_all = (_read_one(param, text, page, faults) for text in dict.fromkeys(texts))
        return tuple(value for value in read_all if value is not None)
    if len(texts) > 1:
        faults.append(Fault(param.name, "repeated", _shown(texts[1])))
    return _read_one(param, texts[0], page, faults) if texts else None


def _read_one(param: Param, text: str, page: bool, faults: list[Fault]) -> Any:
    try:
        return param.kind.read(text, loose=page)
    except Refused as refused:
        faults.append(Fault(param.name, refused.code, _shown(text), refused.hint, refused.limit))
        return refused.rescued


def _settle_dates(values: dict[str, Any], args: MultiDict[str, str], faults: list[Fault]) -> None:
    start, end = values.get("from"), values.get("to")
    if start and end and start > end:
        faults.append(Fault("from", "reversed", _shown(args["from"]), limit=_shown(args["to"])))
        values["from"] = values["to"] = None
    if values.get("date") and (start or end):
        faults.append(Fault("date", "conflict", MISSING))
        values["date"] = None


def _query(values: dict[str, Any], known: Names | None) -> Query:
    query = Query(
        q=values.get("q") or "",
        selections=read_selections({facet.name: values.get(facet.name) or () for facet in FACETS}),
        start=values.get("from"),
        end=values.get("to"),
        undated=bool(values.get("date")),
        page=values.get("page") or 1,
        per_page=values.get("per_page") or PER_PAGE,
        interval=values.get("interval") or "auto",
        facets=values.get("facets"),
        script=values.get("script") or "source",
        explain=bool(values.get("explain")),
    )
    lifted = replace(lift(query, known, today()), page=query.page) if known else query
    sort = values.get("sort")
    return replace(lifted, sort=None if sort == lifted.order else sort)


def _shown(text: str) -> str:
    return clean(text)[:_SHOWN]
