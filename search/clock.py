"""The time that people in Uzbekistan have; Tashkent knows no summer time."""

import datetime as dt
from typing import Final

TASHKENT: Final = dt.timezone(dt.timedelta(hours=5))


def today() -> dt.date:
    """Return the day that it is."""
    return dt.datetime.now(TASHKENT).date()


def moment(seconds: float) -> str:
    """Write a moment (seconds since 1970-01-01 UTC) as RFC 3339 has it."""
    return dt.datetime.fromtimestamp(seconds, TASHKENT).isoformat(timespec="seconds")
