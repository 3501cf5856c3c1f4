"""A small server: what is started through it runs on one processor, within a limit of memory held by a cgroup."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.service.memory import group, most

_JOINING: Final = 'echo $$ > "$0/cgroup.procs"; exec taskset -c "$@"'
_ENDED: Final = ("memory.events", "memory.oom_control")  # say how many processes were ended, by version


@dataclass(frozen=True, slots=True)
class Small:
    """A small server; `words` go before a command that is to run on it."""

    own: Path

    @property
    def words(self) -> tuple[str, ...]:
        """What has a command run on the first processor that we may use, and in the cgroup."""
        return ("sh", "-c", _JOINING, str(self.own), str(min(os.sched_getaffinity(0))))

    @property
    def told(self) -> str:
        """Say what its processes took at most, the pages of files that the system kept for them included."""
        ended = next(
            int(line.split()[1])
            for name in _ENDED
            if (self.own / name).exists()
            for line in (self.own / name).read_text(encoding="ascii").splitlines()
            if line.startswith("oom_kill ")
        )
        return f"{most(self.own):.0f} MiB at most with files, {ended} processes ended by the system"


@contextmanager
def small(mib: int, parent: Path) -> Iterator[Small]:
    """A server of so many MiB, as a cgroup made below a folder of memory cgroups."""
    with group(parent, mib) as own:
        assert own
        yield Small(own)
