"""The progress of a run: one moving line on a terminal, a plain line now and then elsewhere.

tqdm and rich give less for a log: without a terminal tqdm still overwrites one line with carriage returns and rich
prints nothing before the end. Either counts one unit, while here bytes tell the share and the time left (nobody knows
how many releases a file holds) and releases tell the rate.
"""

import sys
import time
from types import TracebackType
from typing import Final, Self, TextIO

_EVERY_TERMINAL: Final = 0.1  # seconds between two drawings: smooth to the eye, and no cost
_EVERY_PLAIN: Final = 5.0  # seconds between two lines of a log
_LEAST_SHARE: Final = 0.005  # done before the time left is told; earlier it is a guess
_WIDTH: Final = 24  # columns of the bar
_CLEAR: Final = "\r\x1b[K"  # back to the first column, and erase the line


class Progress:
    """Counts releases, and bytes read of bytes to read; says rate and time left. Leaving its `with` clears the line."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._interval = _EVERY_TERMINAL if self._terminal else _EVERY_PLAIN
        self._total = 0
        self._finished = 0
        self._releases = 0
        self._started = self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def start(self, total: int) -> None:
        """Start counting anew towards so many bytes."""
        self._total, self._finished, self._releases = total, 0, 0
        self._started = time.monotonic()

    def count_release(self, consumed: int) -> None:
        """Count a release read; `consumed` bytes of its file are done."""
        self._releases += 1
        self._draw(self._finished + consumed)

    def finish_file(self, size: int) -> None:
        """Count a file of that many bytes as done."""
        self._finished += size
        self._draw(self._finished)

    def announce(self, text: str) -> None:
        """Say what happens now, on a terminal until the next thing does."""
        self._clear()
        print(text, end="" if self._terminal else "\n", file=self._out, flush=True)

    def _draw(self, done: int) -> None:
        now = time.monotonic()
        if now - self._drawn < self._interval:
            return
        self._drawn = now
        share = min(done / self._total, 1.0) if self._total else 1.0
        took = now - self._started
        rate = f"{self._releases / took:,.0f} releases/s" if took else ""
        left = f"{took / share - took:,.0f} s left" if share > _LEAST_SHARE else "…"
        line = f"{share:4.0%}  {self._releases:,} releases  {rate}  {left}"
        if self._terminal:
            print(f"{_CLEAR}[{'#' * round(share * _WIDTH):{_WIDTH}}] {line}", end="", file=self._out, flush=True)
        else:
            print(line, file=self._out, flush=True)

    def _clear(self) -> None:
        if self._terminal:
            print(_CLEAR, end="", file=self._out, flush=True)
