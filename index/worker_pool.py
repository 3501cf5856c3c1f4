"""The worker pool: the parts of a corpus read in other processes, in the order they came."""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import connection, get_context, parent_process
from typing import Final

from index.part_reader import PartReader, ReaderRecipe, ReadPart
from index.parts import Part, Records, WholeFiles, size, to_read
from index.tagging.tagger import Tagger
from search.errors import ProcessLost

FEW: Final = 5  # parts; fewer are read here sooner than processes start
_FEW_RECORDS: Final = 20  # the same of records, as in an update where most of each part is known
_AHEAD: Final = 2  # parts that wait for each process


_of_this_process: PartReader  # only in processes of a pool, each of which works for one run; set as it starts


def read_parts(
    parts: Iterable[Part], recipe: ReaderRecipe, tagger: Tagger, jobs: int
) -> Generator[tuple[Part, ReadPart | None]]:
    """Yield parts, in order, with what was read of each (None for one that need not be).

    `jobs` processes read; where the parts or the records in them are few, this one does, with the tagger. Raises
    ProcessLost when the system ends one of them.
    """
    waiting = iter(parts)
    first: list[Part] = []
    count = records = 0
    for part in waiting:
        first.append(part)
        unread = to_read(part)
        count += unread is not None
        records += size(unread) if unread else 0
        if count >= FEW and records >= _FEW_RECORDS:
            break
    everything = chain(first, waiting)
    if jobs == 1 or count < FEW or records < _FEW_RECORDS:
        reader = PartReader(recipe, tagger)
        for part in everything:
            unread = to_read(part)
            yield part, reader.read(unread) if unread else None
    else:
        yield from _in_processes(everything, recipe, tagger, jobs)


def _in_processes(
    parts: Iterator[Part], recipe: ReaderRecipe, tagger: Tagger, jobs: int
) -> Generator[tuple[Part, ReadPart | None]]:
    if may_fork():
        pool = ProcessPoolExecutor(jobs, get_context("fork"), start_process, (recipe, tagger))
    else:
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), start_process, (recipe, None))
    try:
        running: deque[tuple[Part, Future[ReadPart] | None]] = deque()
        for part in parts:
            unread = to_read(part)
            running.append((part, pool.submit(read_here, unread) if unread else None))
            if len(running) > jobs * _AHEAD:
                yield _result(*running.popleft())
        while running:
            yield _result(*running.popleft())
    except BrokenProcessPool:
        raise ProcessLost from None
    finally:
        pool.shutdown(cancel_futures=True)


def _result(part: Part, future: Future[ReadPart] | None) -> tuple[Part, ReadPart | None]:
    return part, future.result() if future else None


def read_here(part: WholeFiles | Records) -> ReadPart:
    """Read a part in a process of the pool."""
    return _of_this_process.read(part)


def may_fork() -> bool:
    """Say whether processes may be forks of this one, which share what it has imported and read.

    They may not beside other threads, whose locks nobody would release, nor on systems whose libraries forbid it.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def start_process(recipe: ReaderRecipe, tagger: Tagger | None) -> None:
    """Make the reader of a process: with the tagger of the run where the process is its fork."""
    global _of_this_process
    # a terminal sends SIGINT to every process; the run itself decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    _of_this_process = PartReader(recipe, tagger) if tagger else recipe.make()
    gc.disable()  # reading makes no cycles, and its tables are much to look through


def _end_with_the_run() -> None:
    """End this process when the run was killed: it would wait for parts for ever, and a fork holds the run's lock."""
    run = parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
