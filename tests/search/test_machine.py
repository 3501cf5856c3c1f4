import os
from pathlib import Path

import pytest

from search.machine import memory_left, processors

MIB = 1 << 20


class Machine:
    """What a system tells of its memory, as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.info, self.own, self.groups = folder / "meminfo", folder / "cgroup", folder / "groups"

    def told(self, mib: int, *own: str) -> None:
        self.info.write_text(f"MemTotal: 99 kB\nMemAvailable: {mib << 10} kB\n")
        self.own.write_text("".join(f"{line}\n" for line in own))

    def group(self, path: str, version: int, limit: int | str, taken: int, files: int = 0) -> None:
        folder = self.groups / path
        folder.mkdir(parents=True, exist_ok=True)
        names = (
            ("memory.max", "memory.current", "")
            if version == 2
            else ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_")
        )
        (folder / names[0]).write_text(f"{limit if isinstance(limit, str) else limit * MIB}\n")
        (folder / names[1]).write_text(f"{taken * MIB}\n")
        (folder / "memory.stat").write_text(f"anon 5\n{names[2]}inactive_file {files * MIB}\n")

    def left(self) -> int | None:
        return memory_left(self.info, self.own, self.groups)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_where_nothing_tells_nothing_is_known(machine: Machine) -> None:
    assert machine.left() is None


def test_the_machine_tells_where_no_group_bounds(machine: Machine) -> None:
    machine.told(3000, "0::/user.slice/a.scope")
    assert machine.left() == 3000
    machine.group("user.slice/a.scope", 2, "max", 100)
    assert machine.left() == 3000


def test_the_narrowest_group_around_bounds_and_its_files_are_free(machine: Machine) -> None:
    machine.told(3000, "0::/site.slice/izla.service")
    machine.group("site.slice/izla.service", 2, 512, 300, files=100)
    assert machine.left() == 312
    machine.group("site.slice", 2, 600, 500)
    assert machine.left() == 100
    machine.group("site.slice", 2, 600, 700)
    assert machine.left() == 0


def test_groups_of_the_first_version_and_a_container_that_sees_only_its_own(machine: Machine) -> None:
    machine.told(3000, "4:cpu,memory:/outside/of/here", "2:pids:/outside")
    machine.group("memory", 1, 512, 200, files=12)
    assert machine.left() == 324


def test_a_process_knows_the_processors_that_it_may_use() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
    assert memory_left() is None or memory_left() > 0  # type: ignore[operator]
