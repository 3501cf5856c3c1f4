"""The one table of doors for programs: its rows are the parameters taken, the description and the pages about them."""

from dataclasses import dataclass
from typing import Final

from flask import request

from web.app_state import service
from web.parameters import table
from web.parameters.table import PARAMS, SEARCH, Asked, Fault, Param


@dataclass(frozen=True, slots=True)
class Door:
    """A door for programs: its name and path, the names of the parameters it takes, and what it answers.

    `{id}` in a path is a release. `schema` names an answer of web.api.json_schemas, None where an answer is
    not one JSON value.
    Its purpose in words is the catalogue's `door-` and its name.
    """

    name: str
    path: str
    params: tuple[str, ...]
    media: str
    schema: str | None = None

    def rows(self) -> tuple[Param, ...]:
        """Return its rows of the parameter table."""
        return tuple(param for param in PARAMS if param.name in self.params)


_SHOWN: Final = ("script", "lang")
DOORS: Final = (
    Door("search", "/api/search", SEARCH, "application/json", "Answer"),
    Door("release", "/api/releases/{id}", ("q", *_SHOWN), "application/json", "Reading"),
    Door("similar", "/api/releases/{id}/similar", _SHOWN, "application/json", "Similar"),
    Door("sectors", "/api/sectors", _SHOWN, "application/json", "Sectors"),
    Door("suggest", "/api/suggest", ("q", "lang"), "application/x-suggestions+json", "Suggestions"),
    Door("changes", "/api/changes", ("since", *_SHOWN), "application/x-ndjson"),
    Door("atom", "/feed.atom", SEARCH, "application/atom+xml"),
    Door("json_feed", "/feed.json", SEARCH, "application/feed+json", "JsonFeed"),
    Door("csv", "/search.csv", (*SEARCH, "bom"), "text/csv"),
    Door("ndjson", "/search.ndjson", SEARCH, "application/x-ndjson"),
    Door("openapi", "/api/openapi.json", ("lang",), "application/json", "Description"),
)


_PATHS: Final = frozenset(row.path for row in DOORS)


class BadParameters(Exception):
    """A door for programs met faulty parameters."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faulty parameters")
        self.faults = faults


def asked_at(door: Door) -> Asked:
    """Return what this request asks at a door; raises BadParameters, which names every fault."""
    asked = table.read(request.args, known=service().known if "sector" in door.params else None, only=door.params)
    if asked.faults:
        raise BadParameters(asked.faults)
    return asked


def is_for_programs(path: str) -> bool:
    """Whether what is at a path is read by programs, so that errors are too, and any site may ask."""
    return path.startswith("/api/") or path in _PATHS


def door(name: str) -> Door:
    """Return a door by its name."""
    return next(row for row in DOORS if row.name == name)
