"""Whether two checkouts answer the same: pages and the API, in every language and script, byte for byte.

What an answer says of its own making is left out: how long it took, its tag, and the id of its request.
"""

import difflib
import itertools
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.settings import ROOT
from tests.bench.service.checkouts import DOORS, asker
from tests.bench.service.classes import Drawn
from tests.bench.service.figures import Goal

_LANGUAGES: Final = ("uz", "uz-Cyrl", "ru", "en")
_SCRIPTS: Final = (None, "latn", "cyrl")
_TURNS: Final = (  # what a search is asked with besides, in turn
    "",
    "&page=2",
    "&sort=-date",
    "&per_page=5&interval=month",
    "&region=samarqand&sector=-energetika",
    "&partial=1&read=1",
    "&sort=date&source=_none",
    "&explain=1",
)
_EACH: Final = 32  # searches of a class
_OF_ITS_MAKING: Final = ("Server-Timing", "ETag", "X-Request-Id", "Content-Length", "RateLimit")
_TOOK: Final = re.compile(r'"took_ms":\d+|Expires=[^;]+;|"request_id": "[0-9a-f]+"')
_SHOWN: Final = 3  # differences that are printed
_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """How many answers were compared, and the addresses of those that differ."""

    answers: int
    different: tuple[str, ...]

    def goal(self) -> Goal:
        """Return how many may differ."""
        return Goal(f"answers of {self.answers} that differ", len(self.different), 0, at_most=True)


def differences(drawn: Drawn, other: Path, data: Path) -> Compared:
    """Ask both checkouts the same at each door in every language and script, and return what they answer otherwise."""
    different: list[str] = []
    answers = 0
    with asker(ROOT, data) as own, asker(other, data) as before:
        for address, headers in _asked(drawn):
            replies = [side.ask(address, headers, whole=True) for side in (own, before)]
            answers += 1
            texts = [*map(_text, replies)]
            if texts[0] != texts[1]:
                different.append(address)
                if len(different) <= _SHOWN:
                    _show(address, texts[1], texts[0])
    return Compared(answers, tuple(different))


def _asked(drawn: Drawn) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield addresses with the headers of who asks: every search at both doors, language and script changing."""
    readers = itertools.cycle(itertools.product(_LANGUAGES, _SCRIPTS, (True, False)))
    turns = itertools.cycle(_TURNS)
    yield "/", DOORS["page"][1]
    for queries in drawn.values():
        for query, (language, script, by_cookie) in zip(queries[:_EACH], readers, strict=False):
            shown = f"&script={script}" if script else ""
            turn = next(turns)
            for path, headers in DOORS.values():
                if by_cookie:
                    cookie = f"lang={language}" + (f".{script}" if script else "")
                    yield f"{path}?{query}{turn}", {**headers, "Cookie": cookie}
                else:
                    yield f"{path}?{query}{turn}&lang={language}{shown}", headers


def _text(reply: Mapping[str, Any]) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in reply["headers"] if name not in _OF_ITS_MAKING)
    return _TOOK.sub("", f"{reply['status']}\n{headers}\n\n{reply['body']}")


def _show(address: str, before: str, after: str) -> None:
    """Print how an answer differs, its first lines; JSON has a value a line."""
    old, new = (text.replace(',"', ',\n"').replace("><", ">\n<").splitlines() for text in (before, after))
    told = itertools.islice(difflib.unified_diff(old, new, "before", "after", n=0, lineterm=""), _LINES)
    print(address, *(line[:300] for line in told), sep="\n", file=sys.stderr)
