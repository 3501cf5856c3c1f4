"""Parallel analysis: releases → batches for the bulk writer, in this process or, where they are many, in others."""

import gc
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.user_dictionary import make_analyzer
from search.engines.whoosh.codec.batches import Batch, batch
from search.engines.whoosh.documents import RELEASES, document
from search.release import Release
from search.uzbek.lexicon import UserDictionary

SIZE: Final = 400  # releases in a batch, some MB: enough that handing it over costs little beside analysing it
FEW: Final = 5  # batches; fewer are analysed here sooner than processes start
_PROCESS: Final = 120  # MiB that analysis takes in each process, lexicon and caches
_RUN: Final = 110  # MiB that a run takes besides analysis and writing
_LEAST: Final = 32  # MiB that writing needs, or it would spill a segment every few batches
_AHEAD: Final = 2  # batches that wait for each process

_of_this_process: Analyzer  # only in processes that analyse, each of which works for one run; set as it starts


def share_memory(memory: int, jobs: int) -> tuple[int, int]:
    """Return how many processes may analyse within `memory` MiB, and how many MiB are left for the bulk writer."""
    jobs = max(1, min(jobs, (memory - _RUN - _LEAST) // _PROCESS))
    return jobs, max(_LEAST, memory - _RUN - jobs * _PROCESS)


def analyzed_batches(releases: Iterable[Release], jobs: int, analyzer: Analyzer) -> Iterator[Batch]:
    """Yield batches of analysed releases, in the order they came; `jobs` is how many processes analyse at once."""
    waiting = iter(releases)
    parts = iter(lambda: list(islice(waiting, SIZE)), [])
    first = list(islice(parts, FEW))
    if jobs == 1 or len(first) < FEW:
        yield from (analyze_batch(part, analyzer) for part in chain(first, parts))
    else:
        yield from _in_processes(chain(first, parts), jobs, analyzer.user_dictionary)


def analyze_batch(releases: list[Release], analyzer: Analyzer) -> Batch:
    """Return releases as a batch."""
    return batch((document(release, analyzer) for release in releases), RELEASES)


def _in_processes(parts: Iterable[list[Release]], jobs: int, words: UserDictionary) -> Iterator[Batch]:
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start_process, initargs=(words,))
    try:
        running: deque[Future[Batch]] = deque()
        for part in parts:
            running.append(pool.submit(_analyze_here, part))
            if len(running) > jobs * _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _analyze_here(releases: list[Release]) -> Batch:
    return analyze_batch(releases, _of_this_process)


def _start_process(words: UserDictionary) -> None:
    global _of_this_process
    # a terminal sends it to every process; the run itself decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _of_this_process = make_analyzer(words)
    gc.disable()  # analysis makes no cycles, and its caches are much to look through
