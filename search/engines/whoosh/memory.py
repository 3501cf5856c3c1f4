"""The memory of an indexing run: what its processes take, and what is left for writing."""

from typing import Final

_PROCESS: Final = 128  # MiB that a process takes which reads releases: chunk table, a batch, its share of the lexicon
_RUN: Final = 190  # MiB that a run takes besides reading and writing
_ALONE: Final = 2  # bytes that one gathered byte takes in a process that reads, too: it lies among what reading lets go
_LEAST: Final = 32  # MiB that writing needs, or it would spill a segment every few batches


def share_memory(memory: int, jobs: int) -> tuple[int, int]:
    """Return how many processes may read within `memory` MiB, and how many MiB are left for the bulk writer."""
    jobs = max(1, min(jobs, (memory - _RUN - _LEAST) // _PROCESS))
    left = memory - _RUN - jobs * _PROCESS
    return jobs, max(_LEAST, left // _ALONE if jobs == 1 else left)
