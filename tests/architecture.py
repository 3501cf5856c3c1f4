"""The picture of the imports, docs/architecture.svg, and the example of docs/ARCHITECTURE.md, made of the code.

`./dev python -m tests.architecture` writes both again. Nothing but the standard library draws the picture; the same
tree gives the same bytes.
"""

import ast
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from search.settings import ROOT

ROOMS: Final = ("index", "search", "web")
PICTURE: Final = ROOT / "docs" / "architecture.svg"
DOCUMENT: Final = ROOT / "docs" / "ARCHITECTURE.md"
BLOCK: Final = re.compile(r"(^```text (\w+)\n).*?(?=\n```$)", re.DOTALL | re.MULTILINE)  # a step of the example


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture: the modules whose names begin with one of `holds`, and where it stands.

    `row` counts from the top of its room: imports go down. `left` and `width` are parts of the room's width.
    """

    label: str
    holds: tuple[str, ...]
    row: int
    left: float
    width: float

    @property
    def room(self) -> str:
        """The room that it stands in."""
        return self.holds[0].partition(".")[0]


# A module belongs to the box with the longest beginning of its name, so a new one has a box at once.
BOXES: Final = (
    Box("run, command", ("index",), 0, 0, 0.48),
    Box("check", ("index.check",), 0, 0.52, 0.22),
    Box("backup", ("index.backup",), 0, 0.78, 0.22),
    Box("readers", ("index.readers",), 1, 0, 0.48),
    Box("tagging", ("index.tagging",), 1, 0.52, 0.48),
    Box("saved_page", ("index.readers.saved_page",), 2, 0, 0.48),
    Box("twins", ("index.twins",), 2, 0.52, 0.48),
    Box("records", ("index.records",), 3, 0, 1),
    Box("engines: which one", ("search.engines",), 0, 0.53, 0.47),
    Box("service", ("search.service",), 1, 0, 0.47),
    Box("assist", ("search.assist",), 2, 0, 0.47),
    Box("whoosh", ("search.engines.whoosh",), 1, 0.53, 0.22),
    Box("opensearch", ("search.engines.opensearch",), 1, 0.78, 0.22),
    Box("execution", ("search.engines.whoosh.execution",), 2, 0.53, 0.22),
    Box("compat", ("search.engines.whoosh.compat",), 2, 0.78, 0.22),
    Box("query_language", ("search.query_language",), 3, 0, 0.47),
    Box("codec", ("search.engines.whoosh.codec",), 3, 0.53, 0.47),
    Box("facets", ("search.facets",), 4, 0, 0.47),
    Box("analysis", ("search.analysis",), 4, 0.53, 0.47),
    Box("values and protocols: release, query, plan, engine …", ("search",), 5, 0, 1),
    Box("uzbek", ("search.uzbek",), 6, 0, 0.72),
    Box("foreign", ("search.foreign",), 6, 0.76, 0.24),
    Box("application, commands", ("web.__init__", "web.server", "web.cli", "web.cli_output"), 0, 0, 1),
    Box("views", ("web.views", "web.templating"), 1, 0, 1),
    Box("api", ("web.api",), 2, 0, 0.3),
    Box("presenters", ("web.presenters", "web.fragments"), 2, 0.35, 0.3),
    Box("middleware", ("web.middleware",), 2, 0.7, 0.3),
    Box("state, endpoints, addresses", ("web",), 3, 0, 1),
    Box("parameters", ("web.parameters",), 4, 0, 0.3),
    Box("i18n", ("web.i18n",), 5, 0.35, 0.3),
    Box("shared", ("web.shared",), 5, 0.7, 0.3),
)
_LEFT: Final = {"index": (16, 190), "search": (246, 470), "web": (756, 380)}  # a room's left edge and width, units
_TOP, _STEP, _HIGH = 60, 96, 44  # the first row, from row to row, and a box's height, units
_SIZE: Final = (1152, 740)
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#222;text-anchor:middle}.r{font-weight:600;font-size:15px}"
    ".n{font-size:10px;fill:#555}rect{fill:#fff;stroke:#777}.room{fill:#f3f5f8;stroke:#bbb}"
    "path{fill:none;stroke:#0b6bcb;stroke-opacity:.45;stroke-linecap:round}.up{stroke:#c2500a;stroke-dasharray:7 5}"
    ".b{stroke:#555}.page{fill:#fff;stroke:none}@media(prefers-color-scheme:dark){text{fill:#e8e8e8}.n{fill:#aaa}"
    "rect{fill:#2a2e35;stroke:#888}.room{fill:#1c1f24;stroke:#555}path{stroke:#6ab0f5}.up{stroke:#f59a5b}"
    ".b{stroke:#aaa}.page{fill:#121417;stroke:none}}"
)


@cache
def modules() -> Mapping[str, Path]:
    """Return the modules of the three rooms by dotted name; a package is named after its folder."""
    named = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return named


@cache
def packages() -> tuple[str, ...]:
    """Return the packages of the three rooms."""
    return tuple(name for name, path in modules().items() if path.name == "__init__.py")


def package_of(module: str) -> str:
    """Return the package that a module stands in; a package stands in itself."""
    return module if module in packages() else module.rpartition(".")[0]


@cache
def imports() -> frozenset[tuple[str, str]]:
    """Return which module imports which when it runs; imports for the type checker alone do not count."""
    return frozenset(
        (module, name)
        for module, path in modules().items()
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name in modules() and name != module
    )


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = (f"{node.module}.{alias.name}" for alias in node.names)
        yield from (name if name in modules() else node.module for name in names)
    for child in ast.iter_child_nodes(node):
        yield from _imported(child)


def circles(edges: Collection[tuple[str, str]]) -> set[frozenset[str]]:
    """Return the groups of names that reach each other by edges (Tarjan's are these; here by plain reachability)."""
    after: dict[str, set[str]] = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)

    @cache
    def reached(name: str) -> frozenset[str]:
        seen: set[str] = set()
        ahead = list(after.get(name, ()))
        while ahead:
            if (other := ahead.pop()) not in seen:
                seen.add(other)
                ahead.extend(after.get(other, ()))
        return frozenset(seen)

    return {
        frozenset(other for other in reached(name) if name in reached(other)) for name in after if name in reached(name)
    }


def box_of(module: str) -> Box:
    """Return the box of a module: the one with the longest beginning of its name."""
    name = f"{module}.__init__" if module in ROOMS else module
    fitting = ((len(start), box) for box in BOXES for start in box.holds if f"{name}.".startswith(f"{start}."))
    return max(fitting, key=lambda one: one[0])[1]


def draw() -> str:
    """Return the picture: arrows within a room from box to box, between rooms from room to room."""
    inside: Counter[tuple[Box, Box]] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for module, name in imports():
        one, other = box_of(module), box_of(name)
        if one.room != other.room:
            between[one.room, other.room] += 1
        elif one != other:
            inside[one, other] += 1
    held = Counter(box_of(module) for module in modules())
    ports = _ports([pair for pair in inside if pair[0].row != pair[1].row])
    width, height = _SIZE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>The rooms of Izla and what they import</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="a" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto" '
        'markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8" style="fill:none;stroke-opacity:1"/></marker></defs>',
        f'<rect class="page" width="{width}" height="{height}"/>',
        *map(_room, ROOMS),
        *(
            _arrow(*pair, inside[pair], ports.get(pair, (0, 0)))
            for pair in sorted(inside, key=lambda pair: (pair[0].holds, pair[1].holds))
        ),
        *(_bridge(*pair, between[pair]) for pair in sorted(between)),
        *(_box(box, held[box]) for box in BOXES),
        f'<text class="n" x="{width / 2:.0f}" y="{height - 10}">an arrow is an import, its thickness how many; '
        "a dashed one goes up; a number in a box counts modules</text>",
    ]
    return "\n".join((*parts, "</svg>\n"))


def _place(box: Box) -> tuple[float, float, float]:
    left, width = _LEFT[box.room]
    inner = width - 24
    return left + 12 + box.left * inner, _TOP + box.row * _STEP, box.width * inner


def _room(room: str) -> str:
    left, width = _LEFT[room]
    rows = max(box.row for box in BOXES if box.room == room)
    return (
        f'<rect class="room" x="{left}" y="20" width="{width}" height="{_TOP + rows * _STEP + _HIGH - 8}" rx="8"/>\n'
        f'<text class="r" x="{left + width / 2:.0f}" y="42">{room}</text>'
    )


def _box(box: Box, count: int) -> str:
    x, y, width = _place(box)
    middle = x + width / 2
    return (
        f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{_HIGH}" rx="5"/>\n'
        f'<text x="{middle:.0f}" y="{y + 20}">{escape(box.label)}</text>\n'
        f'<text class="n" x="{middle:.0f}" y="{y + 36}">{count}</text>'
    )


def _ports(pairs: Collection[tuple[Box, Box]]) -> dict[tuple[Box, Box], tuple[float, float]]:
    """Return where each arrow begins and ends along the edges of its boxes, so that arrows cross little."""
    edges: dict[tuple[Box, bool], list[tuple[float, int, bool, tuple[Box, Box]]]] = {}
    for pair in pairs:
        start, end = pair
        for box, other, outgoing in ((start, end, True), (end, start, False)):
            edges.setdefault((box, box.row < other.row), []).append((_middle(other), other.row, outgoing, pair))
    along: dict[tuple[tuple[Box, Box], bool], float] = {}
    for (box, _), arrows in edges.items():
        x, _y, width = _place(box)
        for number, (_other, _row, outgoing, pair) in enumerate(sorted(arrows, key=lambda arrow: arrow[:3])):
            along[pair, outgoing] = x + width * (number + 1) / (len(arrows) + 1)
    return {pair: (along[pair, True], along[pair, False]) for pair in pairs}


def _middle(box: Box) -> float:
    x, _, width = _place(box)
    return x + width / 2


def _arrow(start: Box, end: Box, count: int, ports: tuple[float, float]) -> str:
    (x, y, width), (to_x, to_y, to_width) = _place(start), _place(end)
    title = f"<title>{escape(start.label)} → {escape(end.label)}: {count}</title>"
    kind = "" if start.row <= end.row else ' class="up"'
    if start.row == end.row:
        from_x, into_x = (x + width, to_x) if to_x > x else (x, to_x + to_width)
        path = f"M{from_x:.0f} {y + _HIGH / 2:.0f}L{into_x:.0f} {to_y + _HIGH / 2:.0f}"
    else:
        from_y, into_y = (y + _HIGH, to_y) if start.row < end.row else (y, to_y + _HIGH)
        (from_x, into_x), bend = ports, (into_y - from_y) / 2
        curve = f"{from_x:.0f} {from_y + bend:.0f} {into_x:.0f} {into_y - bend:.0f} {into_x:.0f} {into_y}"
        path = f"M{from_x:.0f} {from_y}C{curve}"
    return f'<path{kind} d="{path}" stroke-width="{_thickness(count)}" marker-end="url(#a)">{title}</path>'


def _bridge(start: str, end: str, count: int) -> str:
    """Draw an arrow from room to room, with its count."""
    (left, width), (to_left, to_width) = _LEFT[start], _LEFT[end]
    from_x, into_x = (left + width, to_left) if left < to_left else (left, to_left + to_width)
    y = _TOP + 22
    return (
        f'<path class="b" d="M{from_x} {y}H{into_x}" stroke-width="{_thickness(count)}" marker-end="url(#a)"/>\n'
        f'<text class="n" x="{(from_x + into_x) / 2:.0f}" y="{y - 10}">{count}</text>'
    )


def _thickness(count: int) -> str:
    return f"{0.6 + 0.8 * math.sqrt(count):.1f}"


def with_example(text: str, blocks: Mapping[str, str]) -> str:
    """Return the document with every step of the example as the code gives it now."""
    return BLOCK.sub(lambda match: match[1] + blocks[match[2]], text)


def main() -> None:
    """Write the picture and the example again."""
    from tests.architecture_example import blocks

    PICTURE.write_text(draw(), encoding="utf-8")
    if DOCUMENT.exists():
        DOCUMENT.write_text(with_example(DOCUMENT.read_text(encoding="utf-8"), blocks()), encoding="utf-8")


if __name__ == "__main__":
    main()
