"""The problem table: a row is a kind of error as programs see it (RFC 9457), with a page that explains it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its name in addresses and its status.

    `retry` says that waiting may help, `only` names the one operation of the API that has it.
    """

    name: str
    status: int
    retry: bool = False
    only: str | None = None


INVALID: Final = Problem("invalid-parameters", 400)
NOT_FOUND: Final = Problem("not-found", 404)
WITHDRAWN: Final = Problem("release-withdrawn", 410)
METHOD: Final = Problem("method-not-allowed", 405)
NO_INDEX: Final = Problem("index-unavailable", 503, retry=True)
TOO_SLOW: Final = Problem("too-slow", 503, retry=True)
TOO_MANY: Final = Problem("too-many-requests", 429, retry=True)
INTERNAL: Final = Problem("internal", 500)
GENERATION: Final = Problem("generation-unknown", 404, only="changes")
PROBLEMS: Final = (INVALID, NOT_FOUND, WITHDRAWN, METHOD, GENERATION, TOO_MANY, NO_INDEX, TOO_SLOW, INTERNAL)
