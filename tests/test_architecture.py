"""docs/ARCHITECTURE.md is of this tree: its folders, its picture, its example, its protocol."""

import ast
import re
from collections.abc import Collection
from xml.etree import ElementTree

import pytest

from search.settings import ROOT
from tests.architecture import (
    BLOCK,
    BOXES,
    DOCUMENT,
    PICTURE,
    ROOMS,
    circles,
    draw,
    imports,
    modules,
    package_of,
    packages,
)
from tests.architecture_example import blocks

TEXT = DOCUMENT.read_text(encoding="utf-8")
REMEDY = "./dev python -m tests.architecture"
MOST_LINES = 255
MOST_BYTES = 60_000
# Packages that know each other though none of their modules do in a circle; the list may only shrink.
KNOWN_CIRCLES = {
    # Whoosh's writer makes segments of a class of compat, which hands plain Whoosh our files and our weighting
    frozenset(f"search.engines.whoosh.{name}" for name in ("codec", "compat", "execution")),
}


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, as cells, without its head."""
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def between_packages() -> Collection[tuple[str, str]]:
    """Which package imports which; what lies in a room itself is what its packages meet in."""
    edges = {(package_of(module), package_of(name)) for module, name in imports()}
    return {(one, other) for one, other in edges if one != other and not {one, other} & set(ROOMS)}


def test_every_folder_and_file_that_it_names_is_there() -> None:
    prose = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    paths = [path for path in named(prose) if re.fullmatch(r"\w+(/[\w.-]+)+/?|\w+/", path)]
    assert len(paths) > 30
    short = ("execution/",)  # said in the paragraph of its folder
    for path in paths:
        name = f"search/engines/whoosh/{path}" if path.startswith(short) else path
        assert (ROOT / name).is_dir() if path.endswith("/") else (ROOT / name).exists(), path
    files = {path.name for path in (*modules().values(), *(ROOT / "tests").rglob("*.py"))}
    for name in named(prose):
        assert not re.fullmatch(r"\w+\.py", name) or name in files, name


def test_every_package_has_its_question() -> None:
    folders = {folder for row in table("Every folder and its question") for folder in named(row[0])}
    assert {f"{name.replace('.', '/')}/" for name in packages()} <= folders


def test_the_picture_is_drawn_from_the_tree() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(), REMEDY


def test_the_picture_is_small_and_whole() -> None:
    ElementTree.parse(PICTURE)
    text = PICTURE.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert "prefers-color-scheme:dark" in text


def test_every_package_has_a_box_of_its_own_in_the_picture() -> None:
    assert set(packages()) <= {start.removesuffix(".__init__") for box in BOXES for start in box.holds}


def test_the_example_is_what_the_code_gives() -> None:
    steps = blocks()
    assert {match[2] for match in BLOCK.finditer(TEXT)} == steps.keys()
    for name, step in steps.items():
        assert f"```text {name}\n{step}\n```" in TEXT, f"the step {name} changed: {REMEDY}"


def test_every_method_of_the_protocol_is_in_its_table() -> None:
    tree = ast.parse((ROOT / "search" / "engine.py").read_text(encoding="utf-8"))
    protocols = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Protocol" for base in node.bases)
    ]
    methods = {
        f"{protocol.name}.{method.name}"
        for protocol in protocols
        for method in protocol.body
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("__")
    }
    assert {name for row in table("The engine protocol") for name in named(row[0])} == methods


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not circles(imports())


def test_no_packages_import_each_other_in_a_circle_but_those_that_are_known() -> None:
    assert circles(between_packages()) == KNOWN_CIRCLES


def test_a_circle_is_seen() -> None:
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}) == {frozenset("abc")}


@pytest.mark.parametrize("heading", ["Every folder and its question", "The engine protocol", "Glossary"])
def test_every_row_of_a_table_is_whole(heading: str) -> None:
    rows = table(heading)
    width = len(rows[0])
    assert all(len(row) == width and all(row) for row in rows)


def test_it_stays_short() -> None:
    assert len(TEXT.splitlines()) <= MOST_LINES
