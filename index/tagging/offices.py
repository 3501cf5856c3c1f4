"""Office names: "«Energetika vazirligi» matbuot xizmati" and "ЭНЕРГЕТИКА ВАЗИРЛИГИ" are one office under one name."""

import re
from collections.abc import Mapping
from typing import Final

from search.facets.table import slug
from search.uzbek import to_latin

_QUOTES: Final = re.compile('["“”„«»]')
_STATE_PREFIX: Final = re.compile(r"(?:o.?zbekiston\s+respublikasi(?:ning)?|o.?zr\.?)\s+(?=\S)", re.IGNORECASE)
_PRESS_SERVICE_SUFFIX: Final = re.compile(
    r"(?:ning)?[\s,]+(?:matbuot|axborot|press)(?:\s*-\s*|\s+)(?:xizmati|kotibi|kotibiyati|markazi)\w*\W*$",
    re.IGNORECASE,
)


class OfficeNames:
    """Resolves the names of sources by a table of aliases: the name that is shown → its other names."""

    def __init__(self, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._aliases = aliases
        self._shown_by_slug = {
            slug(_plain_name(name)): shown for shown, others in aliases.items() for name in (shown, *others)
        }

    def resolve(self, source: str) -> str:
        """Return the one name of a source, in 1995 Latin; empty where the release names none."""
        plain = _plain_name(source)
        return self._shown_by_slug.get(slug(plain), plain)

    def aliases(self, office: str) -> tuple[str, ...]:
        """Return what else an office is called, by the name that is shown."""
        return self._aliases.get(office, ())


def _plain_name(source: str) -> str:
    text = " ".join(_QUOTES.sub(" ", to_latin(source)).split()).strip(" .,;:")
    short = _STATE_PREFIX.sub("", _PRESS_SERVICE_SUFFIX.sub("", text), count=1).strip(" .,;:")
    return short or text
