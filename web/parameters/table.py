"""The parameter table: a row is a parameter of the endpoints; the parser, its faults and the API's pages follow it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from search.clock import today
from search.facets.selection import DATE, MISSING, read_selections
from search.facets.table import FACETS
from search.query import INTERVALS, MAX_PER_PAGE, MAX_Q, PARTIALS, READS, SCRIPTS, SORTS, Query
from search.query_language.filter_names import FilterNames
from search.query_language.filter_terms import lift
from web.i18n.messages import LANGUAGES
from web.parameters.types import (
    AnyOf,
    Day,
    Flag,
    OneOf,
    Refused,
    Slug,
    Text,
    Token,
    ValueType,
    Whole,
    clean,
    nearest,
)

_TRACKING: Final = ("fbclid", "gclid", "yclid")  # beside utm_*: what advertisers append to addresses
_SHOWN: Final = 100  # code points of a faulty value or name that are repeated back
SEPARATORS: Final = {"comma": ",", "semicolon": ";"}  # between the cells of a table
_MOST_VALUES: Final = 1_000_000  # of a facet; more than any has
_FURTHEST_PAGE: Final = 1_000_000_000  # pages; more than any index has, and any number of them fits 64 bits


class Group(Enum):
    """A named group of parameters: an endpoint takes some groups, and a kind of address keeps one."""

    SEARCH = "what a search takes"
    WORDS = "the words alone"
    DISPLAY = "how an answer that is no search is written"
    LANGUAGE = "the language of the messages alone"
    TABLE = "what only a table for spreadsheets takes"
    COPY = "what only those who keep a copy need"
    EXPORT = "of a search, what means something where everything is returned, without pages"
    FEED = "of a search, what means something in a feed, which has an order of its own"
    PAGE = "of a search, what only its page takes"
    HIDDEN = "what the search form carries along without showing it"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name, the type of its value, an example, the groups it belongs to, and what it fills.

    `fills` is a field of Query ("selections" for a facet, whose choice it adds); None is the field of Parameters
    that has the parameter's own name. Its meaning in words is the catalogue's `param-` and its name; `repeat` says
    that it may be given more than once, `required` that an endpoint which takes it does nothing without it;
    `otherwise` is meant when it is left out and no field of Query says so.
    """

    name: str
    type: ValueType
    example: str
    groups: frozenset[Group]
    fills: str | None
    repeat: bool = False
    required: bool = False
    otherwise: str = ""

    @property
    def default(self) -> str:
        """What is meant when it is left out, as it is written; empty where that is nothing."""
        value = _QUERY_DEFAULTS.get(self.fills or "")
        return self.otherwise if not value or isinstance(value, tuple) else str(value)


_QUERY_DEFAULTS: Final[dict[str, Any]] = {field.name: field.default for field in fields(Query)}
_FILTER: Final = frozenset({Group.SEARCH, Group.EXPORT, Group.FEED})
_CARRIED: Final = frozenset({Group.SEARCH, Group.HIDDEN})
PARAMS: Final = (
    Param("q", Text(MAX_Q), "quyosh energetikasi", _FILTER | {Group.WORDS}, "q"),
    *(Param(facet.name, Slug(), facet.example, _FILTER, "selections", repeat=True) for facet in FACETS),
    Param("from", Day(last=False), "2026", _FILTER, "start"),
    Param("to", Day(last=True), "2026-03", _FILTER, "end"),
    Param("date", Flag(MISSING), MISSING, _FILTER, "undated"),
    Param("sort", OneOf(SORTS), "-date", _CARRIED | {Group.EXPORT}, "sort"),
    Param("page", Whole(1, _FURTHEST_PAGE), "2", frozenset({Group.SEARCH}), "page"),
    Param("per_page", Whole(1, MAX_PER_PAGE), "50", _CARRIED, "per_page"),
    Param("interval", OneOf(INTERVALS), "month", _CARRIED, "interval"),
    Param(
        "facets", AnyOf((*(facet.name for facet in FACETS), DATE)), "sector,date", frozenset({Group.SEARCH}), "facets"
    ),
    Param("facets_size", Whole(0, _MOST_VALUES), "10", frozenset({Group.SEARCH}), "facets_size"),
    Param("script", OneOf(SCRIPTS), "cyrl", _FILTER | _CARRIED | {Group.DISPLAY}, "script", otherwise=SCRIPTS[0]),
    Param(
        "lang",
        OneOf(LANGUAGES),
        "en",
        frozenset({Group.SEARCH, Group.DISPLAY, Group.LANGUAGE}),
        None,
        otherwise=LANGUAGES[0],
    ),
    Param("explain", Flag("1"), "1", _CARRIED, "explain"),
    Param("read", OneOf(READS), "1", _FILTER, "read"),
    Param("partial", OneOf(PARTIALS), "1", frozenset({Group.SEARCH, Group.EXPORT}), "partial"),
    Param("facet", OneOf(tuple(facet.name for facet in FACETS)), "source", frozenset({Group.PAGE}), None),
    Param("bom", Flag("1"), "1", frozenset({Group.TABLE}), None),
    Param("separator", OneOf(tuple(SEPARATORS)), "semicolon", frozenset({Group.TABLE}), None, otherwise="comma"),
    Param("since", Token(), "20261122T041103Z-1a2b3c4d", frozenset({Group.COPY}), None, required=True),
)


def params_of(*groups: Group) -> tuple[Param, ...]:
    """Return the parameters of any of these groups, in the order of the table."""
    return tuple(param for param in PARAMS if not param.groups.isdisjoint(groups))


def only(group: Group, query: Query) -> Query:
    """Return a query with every parameter of a search that is not in the group left out."""
    left_out = _LEFT_OUT[group]
    for name, default in left_out.items():
        if getattr(query, name) != default:
            return replace(query, **left_out)
    return query  # as most are


_LEFT_OUT: Final[dict[Group, dict[str, Any]]] = {
    group: {
        param.fills: _QUERY_DEFAULTS[param.fills]
        for param in params_of(Group.SEARCH)
        if param.fills and group not in param.groups
    }
    for group in (Group.EXPORT, Group.FEED)
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a parameter: `code` names it, `limit` and `hint` say what would do."""

    parameter: str
    code: str
    value: str | None = None
    hint: str | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """A request as its parameters say it: the query, the language it names (None when it names none), every fault.

    `facet` asks for all values of one facet, `bom` for a mark of UTF-8, `separator` (a name of SEPARATORS)
    for what stands between cells; `since` names the generation of a copy.
    """

    query: Query
    lang: str | None = None
    faults: tuple[Fault, ...] = ()
    facet: str | None = None
    bom: bool = False
    separator: str = "comma"
    since: str | None = None

    def fault(self, *names: str) -> Fault | None:
        """Return the first fault of these parameters."""
        return next((fault for fault in self.faults if fault.parameter in names), None)


def read(
    args: MultiDict[str, str],
    *,
    page: bool = False,
    filter_names: FilterNames | None = None,
    takes: tuple[Group, ...] = (Group.SEARCH,),
) -> Parameters:
    """Read parameters into a query and all their faults at once.

    A faulty value is dropped (or mended where its beginning is of use); whether that is an error is the endpoint's
    choice. `page` reads as leniently as people type. `filter_names` are the values of the facets whose list is closed,
    so that filters among the words are read; `takes` are the groups of parameters that this endpoint takes.
    """
    table = {param.name: param for param in _with_names(takes, filter_names)}
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
    given = {name: value for name, value in values.items() if value is not None}
    beside = {name: value for name, value in given.items() if table[name].fills is None}
    return Parameters(_query(given, table, filter_names), faults=tuple(faults), **beside)


@lru_cache(maxsize=64)  # a process has a site or two, and endpoints a handful of combinations of groups
def _with_names(takes: tuple[Group, ...], names: FilterNames | None) -> tuple[Param, ...]:
    """Return the rows of some groups: facets with their closed lists of values, days with the words that say them."""
    return tuple(replace(row, type=_named(row, names)) if names else row for row in params_of(*takes))


def _named(row: Param, names: FilterNames) -> ValueType:
    if row.name in names.slugs:
        return Slug(names.slugs[row.name])
    if isinstance(row.type, Day):
        return replace(row.type, said=lambda text: names.range(text, today()))
    return row.type


def _read_values(param: Param, typed: list[str], page: bool, faults: list[Fault]) -> Any:
    texts = [clean(text) for text in typed] if page else typed
    if not isinstance(param.type, AnyOf):  # an empty field of a form says nothing; an empty list of names says none
        texts = [text for text in texts if text]
    if param.repeat:
        read_all = (_read_one(param, text, page, faults) for text in dict.fromkeys(texts))
        return tuple(value for value in read_all if value is not None)
    if len(texts) > 1:
        faults.append(Fault(param.name, "repeated", _shown(texts[1])))
    return _read_one(param, texts[0], page, faults) if texts else None


def _read_one(param: Param, text: str, page: bool, faults: list[Fault]) -> Any:
    try:
        return param.type.read(text, loose=page)
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


def _query(given: Mapping[str, Any], table: Mapping[str, Param], filter_names: FilterNames | None) -> Query:
    fields_given: dict[str, Any] = {}
    choices: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        if table[name].fills == "selections":
            choices[name] = value
        elif (field := table[name].fills) is not None:
            fields_given[field] = value
    sort = fields_given.pop("sort", None)
    query = Query(selections=read_selections(choices), **fields_given)
    lifted = replace(lift(query, filter_names, today()), page=query.page) if filter_names else query
    return replace(lifted, sort=None if sort == lifted.order else sort)


def _shown(text: str) -> str:
    return clean(text)[:_SHOWN]
