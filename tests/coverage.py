"""Hold every module to a floor of lines that the tests run; exceptions are listed, and the list may only shrink.

python -m tests.coverage FILE…      (as `IZLA_COVERAGE=FILE ./dev test` writes each, with slipcover)

A line counts when the process of the tests runs it; what only other processes run (servers, readers of a pool, commands
that a test starts) is not counted.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from math import floor
from pathlib import Path
from typing import Final

FLOOR: Final = 90.0  # percent of a module's lines
EXCEPTIONS: Final = Path(__file__).with_name("coverage_exceptions.tsv")


def read_exceptions(path: Path = EXCEPTIONS) -> dict[str, float]:
    """Return the modules that may lie below the floor, with the floor of each, in percent."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {module: float(percent) for module, percent in rows}


def merged(reports: Iterable[Mapping[str, Mapping[str, list[int]]]]) -> dict[str, float]:
    """Return the percentage of each module's lines that any of some runs has run; the runs' files by module."""
    lines: dict[str, set[int]] = {}
    executed: dict[str, set[int]] = {}
    for files in reports:
        for module, file in files.items():
            executed.setdefault(module, set()).update(file["executed_lines"])
            lines.setdefault(module, set()).update(file["executed_lines"], file["missing_lines"])
    return {module: 100 * len(executed[module]) / len(every) for module, every in lines.items() if every}


def faults(measured: Mapping[str, float], exceptions: Mapping[str, float]) -> list[str]:
    """Return what is wrong with measured percentages: modules below their floor, exceptions that are none any more."""
    wrong = [
        f"{module}: {floor(percent * 10) / 10:g} % of its lines are run by tests, "
        f"{exceptions.get(module, FLOOR):g} % wanted"
        for module, percent in sorted(measured.items())
        if percent < exceptions.get(module, FLOOR)
    ]
    for module in sorted(exceptions):
        if module not in measured:
            wrong.append(f"{module} is no module any more: take it out of {EXCEPTIONS.name}")
        elif measured[module] >= FLOOR:
            wrong.append(f"{module} reaches the floor ({measured[module]:.0f} %): take it out of {EXCEPTIONS.name}")
    return wrong


def main() -> int:
    """Read the reports, say what is wrong, and return 1 when anything is."""
    measured = merged(json.loads(Path(path).read_text(encoding="utf-8"))["files"] for path in sys.argv[1:])
    wrong = faults(measured, read_exceptions())
    if wrong:
        print(*wrong, sep="\n")
    else:
        print(f"Tests run {FLOOR:.0f} % of the lines of each of {len(measured)} modules, or as {EXCEPTIONS.name} says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
