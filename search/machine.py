"""The machine, or the part of it that this process was given: processors, and the memory that nobody has taken."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

_MIB: Final = 1 << 20
_MEMORY_INFO: Final = Path("/proc/meminfo")
_OWN_GROUPS: Final = Path("/proc/self/cgroup")
_GROUPS: Final = Path("/sys/fs/cgroup")
# where a control group says its limit, what is taken, and in its statistics what of that is kept files: by version
_FILES: Final = {
    2: ("memory.max", "memory.current", ("active_file", "inactive_file")),
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", ("total_active_file", "total_inactive_file")),
}


def processors() -> int:
    """Return how many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_left(memory_info: Path = _MEMORY_INFO, own_groups: Path = _OWN_GROUPS, groups: Path = _GROUPS) -> int | None:
    """Return how many MiB may still be taken, by the machine and by every control group around this process.

    Mapped and cached files count as free, since the system takes their pages back. None where nothing tells.
    """
    told = [*_left_on_machine(memory_info), *_left_in_groups(own_groups, groups)]
    return min(told) // _MIB if told else None


def _left_on_machine(memory_info: Path) -> Iterator[int]:
    for line in _lines(memory_info):
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) << 10


def _left_in_groups(own_groups: Path, groups: Path) -> Iterator[int]:
    for line in _lines(own_groups):
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            yield from _left_around(groups, path, 2)
        elif "memory" in controllers.split(","):
            yield from _left_around(groups / "memory", path, 1)


def _left_around(root: Path, path: str, version: int) -> Iterator[int]:
    """Give what is left in a group and in those that it is in; a container may see only the outermost."""
    limit_file, taken_file, kept = _FILES[version]
    inside = PurePosixPath(path.lstrip("/"))
    for group in (root / inside, *(root / parent for parent in inside.parents)):
        limit, taken = (next(iter(_lines(group / name)), "max") for name in (limit_file, taken_file))
        if limit.isdigit() and taken.isdigit():
            rows = [line.split() for line in _lines(group / "memory.stat")]
            files = sum(int(row[1]) for row in rows if row[0] in kept)
            yield max(0, int(limit) - int(taken) + files)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except OSError:  # there is none on this system
        return []
