"""Zero-result log: searches that found nothing, kept for thirty days without client and hour."""

import datetime as dt
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.clock import today
from search.query import Query
from search.query_language.parser import parse, words_of
from search.service import SearchService

KEPT: Final = 30  # days
_MOST: Final = 8 << 20  # bytes of one day; more is somebody's machine, not readers
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ZeroResult:
    """A search that found nothing: its canonical parameters, and how often it came."""

    query: str
    count: int


class ZeroResultLog:
    """The searches that found nothing, one file a day in a folder beside the index."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "misses"
        self._full: dt.date | None = None
        self._tended: dt.date | None = None

    def tend(self) -> None:
        """Forget what is older than KEPT days, once a day; to be called with every search, whatever it finds."""
        day = today()
        if day != self._tended:
            self._tended = day
            for path in self._files():
                if not _is_kept(path, day):
                    _forget(path)

    def note(self, query: Query) -> None:
        """Keep a search; one that cannot be kept is named in the log, and the answer goes out all the same."""
        day = today()
        path = self._folder / f"{day}.jsonl"
        line = json.dumps({"query": query.with_(page=1).canonical()}, ensure_ascii=False) + "\n"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                if os.fstat(file).st_size < _MOST:
                    os.write(file, line.encode())  # one write, so that two processes do not mix their lines
                elif self._full != day:
                    self._full = day
                    _log.warning("%s is full at %d bytes: no more misses are kept today", path, _MOST)
            finally:
                os.close(file)
        except OSError as error:
            _log.warning("a search that found nothing could not be kept in %s: %s", path, error)

    def read(self) -> tuple[ZeroResult, ...]:
        """Return what was kept, the most frequent first."""
        day = today()
        counts = Counter(query for path in self._files() if _is_kept(path, day) for query in _queries(path))
        return tuple(ZeroResult(query, count) for query, count in counts.most_common())

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.jsonl"))


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # whoever searched is answered all the same
        _log.warning("%s is older than %d days and cannot be removed: %s", path, KEPT, error)


def _is_kept(path: Path, day: dt.date) -> bool:
    return path.stem > str(day - dt.timedelta(KEPT))


def _queries(path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield str(json.loads(line)["query"])
        except (ValueError, KeyError, TypeError):
            _log.warning("%s:%d is a line that is none of ours", path, number)


def cause(query: Query, service: SearchService) -> str:
    """Return why a query finds nothing in the present index, by name.

    `found-now`: it finds something by now; `filters`: it does without them; `typo`: a likelier spelling does;
    `unknown-word`: no release has one of its words; `syntax`: its quotes, operators or title: keep its words apart;
    `words-apart`: each of its words is somewhere, no release has them as asked.
    """
    answer = service.answer(query, acting=True)
    if answer.corrected:
        return "typo"
    if answer.total:
        return "found-now"
    if query.narrowed and service.answer(query.without_filters()).total:
        return "filters"
    if answer.meant:
        return "typo"
    words = words_of(parse(query.q).tree)
    if not all(service.answer(Query(word)).total for word in words):
        return "unknown-word"
    bare = Query(" ".join(words), sort=query.sort)
    return "syntax" if bare.q != query.q and service.answer(bare).total else "words-apart"
