"""Moments as programs read them: RFC 3339 in Tashkent's time, which knows no summer time."""

import datetime as dt
from typing import Final

TASHKENT: Final = dt.timezone(dt.timedelta(hours=5))


def moment(seconds: int) -> str:
    """Write a moment (seconds since 1970-01-01 UTC)."""
    return dt.datetime.fromtimestamp(seconds, TASHKENT).isoformat(timespec="seconds")


def today() -> dt.date:
    """Return the day that it is in Tashkent."""
    return dt.datetime.now(TASHKENT).date()
