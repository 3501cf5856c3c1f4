"""Whatever decides what is written of a release is in the fingerprint: what its writers import, found in the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.analysis.fingerprint import deciding_files
from search.settings import ROOT

# What makes a document of a file: the readers, the tagger, and the fields of each engine that writes any.
WRITERS = ("index.readers", "index.tagging.tagger", "search.engines.whoosh.documents")
# What these import and what decides nothing of a document, with the reason.
EXEMPT = {
    "search/array_types.py": "names types, and no value is made of them",
    "search/errors.py": "is raised, not written",
    "search/machine.py": "says how much memory and how many processes a run takes, which no document shows",
    "search/settings.py": "says where the tables lie, and their text is hashed",
    "search/engines/whoosh/codec": "is the form of the files, which has a number of its own (codec.arrays.VERSION)",
}


def file_of(module: str) -> Path | None:
    """Return the file of a module, None where the name is not one of the house."""
    path = ROOT.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def imported(file: Path) -> Iterator[Path]:
    """Give the files of the house that a module names in its imports, those of functions included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (path for name in names if (path := file_of(name)) is not None)


def closure(*modules: str) -> set[Path]:
    """Return the files of modules and of all that they import."""
    reached: set[Path] = set()
    waiting = [file for module in modules if (file := file_of(module)) is not None]
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting.extend(imported(file))
    return reached


def exempt(file: Path) -> bool:
    return any(file.is_relative_to(ROOT / name) for name in EXEMPT)


def test_what_the_writers_of_documents_import_is_in_the_fingerprint() -> None:
    missing = closure(*WRITERS) - set(deciding_files())
    assert not sorted(str(file.relative_to(ROOT)) for file in missing if not exempt(file))


def test_the_closure_sees_what_stands_behind_other_modules() -> None:
    reached = {str(file.relative_to(ROOT)) for file in closure(*WRITERS)}
    assert {"index/records/cleaning.py", "index/tagging/phrase_matcher.py", "search/uzbek/letters.py"} <= reached


@pytest.mark.parametrize("name", EXEMPT)
def test_no_exemption_outlives_its_import(name: str) -> None:
    assert any(file.is_relative_to(ROOT / name) for file in closure(*WRITERS) - set(deciding_files()))
