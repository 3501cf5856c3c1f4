import re
from pathlib import Path

import pytest

from search.settings import ROOT
from search.version import version


def test_the_version_of_a_checkout_is_that_of_its_project() -> None:
    assert f'\nversion = "{version()}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_an_installed_izla_asks_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.version.installed_version", {"izla": "9.8.7"}.__getitem__)
    assert version(tmp_path) == "9.8.7"


def test_the_version_has_a_dated_section_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^## \[{re.escape(version())}\] - \d{{4}}-\d\d-\d\d$", changelog)
