"""The address that a release names as its own."""

import re
from typing import Final

from index.readers.cleaning import one_line
from index.readers.record import Note

_WEB: Final = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)


def link(given: str) -> tuple[str, tuple[Note, ...]]:
    """Return an address as given; anything but http and https is dropped with a note, it must never become a link."""
    given = one_line(given)
    if not given or _WEB.fullmatch(given):
        return given, ()
    return "", (Note("unusable-url", given[:200]),)
