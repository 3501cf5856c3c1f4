"""The machine that a run was measured on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Return processor, cores and Python, as they stand beside figures."""
    return f"{_processor()}, {cores()} cores, Python {platform.python_version()}"


def cores() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return platform.machine()
    return next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), platform.machine())
