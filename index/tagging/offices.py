"""One source under one name: "«Energetika vazirligi» matbuot xizmati" and "ЭНЕРГЕТИКА ВАЗИРЛИГИ" are one office."""

import re
from collections.abc import Mapping
from typing import Final

from search.facets.table import slug
from search.uzbek import to_latin

_QUOTES: Final = re.compile('["“”„«»]')
_STATE: Final = re.compile(r"(?:o.?zbekiston\s+respublikasi(?:ning)?|o.?zr\.?)\s+(?=\S)", re.IGNORECASE)
_SERVICE: Final = re.compile(
    r"(?:ning)?[\s,]+(?:matbuot|axborot|press)(?:\s*-\s*|\s+)(?:xizmati|kotibi|kotibiyati|markazi)\w*\W*$",
    re.IGNORECASE,
)


class Offices:
    """Names of sources, by a table of aliases: the name that is shown → its other names."""

    def __init__(self, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._shown = {slug(_plain(name)): shown for shown, others in aliases.items() for name in (shown, *others)}

    def name(self, source: str) -> str:
        """Return the one name of a source, in 1995 Latin; empty where the release names none."""
        plain = _plain(source)
        return self._shown.get(slug(plain), plain)


def _plain(source: str) -> str:
    text = " ".join(_QUOTES.sub(" ", to_latin(source)).split()).strip(" .,;:")
    without = _STATE.sub("", _SERVICE.sub("", text), count=1).strip(" .,;:")
    return without or text
