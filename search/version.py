"""The version of Izla: that of the installed package, or of the checkout that it runs from."""

import tomllib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from search.settings import ROOT


@cache
def version(root: Path = ROOT) -> str:
    """Return the version that pyproject.toml says, where that lies beside the packages, else the installed one."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return installed_version("izla")
    return str(project["project"]["version"])
