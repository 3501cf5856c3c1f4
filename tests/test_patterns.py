"""The product's patterns mean the same in every Python that it runs on."""

import re
from pathlib import Path

import pytest

from search.settings import ROOT

SOURCES = sorted(path for folder in ("index", "search", "web") for path in (ROOT / folder).rglob("*.py"))
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_group_is_repeated_possessively(path: Path) -> None:
    """Before 3.11.5 such a group may match less than it should (python/cpython#106052): an atomic one does not."""
    assert POSSESSIVE_GROUP.findall(path.read_text(encoding="utf-8")) == []
