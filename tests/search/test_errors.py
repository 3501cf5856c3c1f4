"""Which command the messages name, in a checkout and where Izla is installed."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

from search import errors
from search.settings import ROOT


def loaded_from(root: Path) -> ModuleType:
    """Load the errors as if the package `search` lay in another folder."""
    copy = root / "search" / "errors.py"
    copy.parent.mkdir()
    shutil.copy(errors.__file__, copy)
    spec = importlib.util.spec_from_file_location("errors_elsewhere", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_checkout_is_mended_with_its_front_door() -> None:
    error = errors.IndexUnavailable("there is no index yet")
    assert error.command == errors.REINDEX == "./dev reindex"
    assert str(error) == "there is no index yet. Run: ./dev reindex"


def test_where_izla_is_installed_the_installed_command_is_named(tmp_path: Path) -> None:
    installed = loaded_from(tmp_path)
    error = installed.IndexDamaged("a file is missing")
    assert error.command == installed.REINDEX == "izla-reindex"
    assert str(error) == "a file is missing. Run: izla-reindex"


def test_a_folder_called_dev_beside_the_packages_is_no_checkout(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    assert loaded_from(tmp_path).REINDEX == "izla-reindex"


def test_only_one_module_spells_the_command() -> None:
    modules = [path for room in ("search", "index", "web") for path in (ROOT / room).rglob("*.py")]
    spelling = [path for path in modules if "./dev reindex" in path.read_text(encoding="utf-8")]
    assert spelling == [Path(errors.__file__)]
