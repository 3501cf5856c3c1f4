"""The address that a release names as its own."""

import re
from typing import Final

from index.records.cleaning import one_line
from index.records.record import Finding

_SHOWN: Final = 200  # code points of a dropped address that are told: enough to find it by
_WEB: Final = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)


def checked_url(given: str) -> tuple[str, tuple[Finding, ...]]:
    """Return an address as given; anything but http and https is dropped with a finding: it must never be a link."""
    given = one_line(given)
    if not given or _WEB.fullmatch(given):
        return given, ()
    return "", (Finding("unusable-url", given[:_SHOWN]),)
