"""When a query must be done."""

import time
from dataclasses import dataclass

from search.errors import TooSlow


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a query must be done."""

    at: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def check(self) -> None:
        """Raise TooSlow when the time is over."""
        if time.monotonic() > self.at:
            raise TooSlow(
                f"the query took more than {self.seconds:g} seconds; ask for longer words or raise IZLA_TIME_LIMIT"
            )
