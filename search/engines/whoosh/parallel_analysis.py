"""Releases → batches for the writer, in this process while they are few, in others when they are many."""

import gc
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Final

from search.analysis.user_dictionary import use
from search.engines.whoosh.codec.batches import Batch, batch
from search.engines.whoosh.documents import RELEASES, document
from search.release import Release
from search.uzbek.lexicon import SiteWords, site

SIZE: Final = 400  # releases in a batch
FEW: Final = 5  # fewer batches are not worth processes of their own
_PROCESS: Final = 120  # MiB that analysis takes in each process
_OWN: Final = 110  # MiB that a run takes besides
_LEAST: Final = 32  # MiB that writing needs
_AHEAD: Final = 2  # batches that wait for each process


def share(memory: int, jobs: int) -> tuple[int, int]:
    """Return how many processes may analyse in so many MiB, and how many MiB are left for what is being written."""
    jobs = max(1, min(jobs, (memory - _OWN - _LEAST) // _PROCESS))
    return jobs, max(_LEAST, memory - _OWN - jobs * _PROCESS)


def batches(releases: Iterable[Release], jobs: int) -> Iterator[Batch]:
    """Yield releases, analysed, in their order; `jobs` is how many processes analyse at once."""
    waiting = iter(releases)
    parts = iter(lambda: list(islice(waiting, SIZE)), [])
    first = list(islice(parts, FEW))
    if jobs == 1 or len(first) < FEW:
        yield from map(analysed, chain(first, parts))
    else:
        yield from _elsewhere(chain(first, parts), jobs)


def analysed(releases: list[Release]) -> Batch:
    """Return what is written of releases."""
    return batch(map(document, releases), RELEASES)


def _elsewhere(parts: Iterable[list[Release]], jobs: int) -> Iterator[Batch]:
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(site(),))
    try:
        running: deque[Future[Batch]] = deque()
        for part in parts:
            running.append(pool.submit(analysed, part))
            if len(running) > jobs * _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(words: SiteWords) -> None:
    # a terminal sends it to every process; the run itself decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use(words)
    gc.disable()  # analysis makes no cycles, and what it keeps is much to look through
