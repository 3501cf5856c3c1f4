"""Releases → batches for the writer, in this process while they are few, in others when they are many."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Final

from search.engines.whoosh.codec.gathering import Batch, batch
from search.engines.whoosh.codec.layout import RELEASES
from search.engines.whoosh.documents import document
from search.release import Release

SIZE: Final = 200  # releases in a batch
FEW: Final = 10  # batches that are not worth a process of their own
_AHEAD: Final = 3  # batches that wait for each process


def batches(releases: Iterable[Release], jobs: int) -> Iterator[Batch]:
    """Yield releases, analysed, in their order; `jobs` is how many processes analyse at once."""
    waiting = iter(releases)
    parts = iter(lambda: list(islice(waiting, SIZE)), [])
    yield from map(analysed, parts if jobs == 1 else islice(parts, FEW))
    if (part := next(parts, None)) is not None:
        yield from _elsewhere(part, parts, jobs)


def analysed(releases: list[Release]) -> Batch:
    """Return what is written of releases."""
    return batch(map(document, releases), RELEASES)


def _elsewhere(first: list[Release], parts: Iterator[list[Release]], jobs: int) -> Iterator[Batch]:
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_signals)
    try:
        running: deque[Future[Batch]] = deque([pool.submit(analysed, first)])
        for part in parts:
            running.append(pool.submit(analysed, part))
            if len(running) > jobs * _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_signals() -> None:
    # a terminal sends them to every process; the run itself decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
