"""The one table of doors for programs: its rows are the parameters taken, the description and the pages about them."""

from dataclasses import dataclass
from typing import Final

from web.params import PARAMS, SEARCH, Param


@dataclass(frozen=True, slots=True)
class Door:
    """A door for programs: its name and path, the names of the parameters it takes, and what it answers.

    `{id}` in a path is a release. `schema` names an answer of web.schemas, None where an answer is not one JSON value.
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
    Door("openapi", "/api/openapi.json", ("lang",), "application/json", "Description"),
)


def door(name: str) -> Door:
    """Return a door by its name."""
    return next(row for row in DOORS if row.name == name)
