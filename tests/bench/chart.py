"""The charts of the documents: latency and time of indexing against the size of the corpus, drawn as plain SVG."""

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from search.settings import ROOT
from tests.bench.asking import MODES
from tests.bench.errors import BenchError
from tests.bench.report import MODE_TITLES, TITLES
from tests.bench.results import Results

DOCS: Final = ROOT / "docs"

Point = tuple[float, float]

# one colour for light, one for dark, told apart by the colour-blind as well
_COLOURS: Final = {
    "izla": ("#0b6bcb", "#5cb3ff"),
    "tantivy": ("#c2500a", "#ff9d5c"),
    "xapian": ("#0a7d5a", "#3fd0a2"),
    "fts5": ("#a2387f", "#f08cc8"),
    "whoosh": ("#6b6b6b", "#b0b0b0"),
}
_PANEL: Final = 250  # width and height of one plot
_LEFT, _TOP, _BOTTOM, _GAP = 62, 62, 44, 58
_ROOM: Final = 5.5  # widest width of a legend's letter


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic scale over whole decades, from `low` to `high`, drawn from pixel `start` to pixel `end`."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> "Scale":
        """Return the scale that holds all values."""
        low = math.floor(math.log10(min(values)) + 1e-9)
        return cls(low, max(low + 1, math.ceil(math.log10(max(values)) - 1e-9)), start, end)

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def decades(self) -> Iterator[float]:
        """Yield the values that get a line."""
        for power in range(self.low, self.high + 1):
            yield 10.0**power


def draw(runs: Sequence[Results], folder: Path = DOCS) -> tuple[Path, Path]:
    """Draw both charts from runs over corpora of different sizes; return the files.

    Raises BenchError when no run has figures of the engines.
    """
    ordered = sorted(runs, key=lambda run: run.documents)
    if not any(run.classes and run.indexing for run in ordered):
        raise BenchError("none of these runs has figures of the engines; give files that ./dev bench --json wrote")
    latency, indexing = folder / "bench-latency.svg", folder / "bench-indexing.svg"
    panels = [(MODE_TITLES[mode], _lines(ordered, functools.partial(latencies, mode=mode))) for mode in MODES]
    latency.write_text(
        _svg("Median latency of a query, warm, one thread: mean of six kinds", panels, _milliseconds), encoding="utf-8"
    )
    panels = [("engine alone, words already analysed", _lines(ordered, seconds))]
    if whole := _lines(ordered, whole_seconds):
        panels.append(("a whole run: reading and analysis too", whole))
    indexing.write_text(_svg("Time to index", panels, _time), encoding="utf-8")
    return latency, indexing


def latencies(run: Results, mode: str) -> dict[str, float]:
    """Return each engine's geometric mean of a mode's medians, in milliseconds."""
    rows = [row for name, row in run.classes.items() if name.startswith(f"{mode}/")]
    return {
        engine: math.exp(sum(math.log(row[engine]) for row in rows) / len(rows))
        for engine in run.engines
        if rows and all(engine in row for row in rows)
    }


def seconds(run: Results) -> dict[str, float]:
    """Return the seconds that each engine needs to index the run's corpus."""
    return {engine: run.documents / rate for engine, rate in run.indexing.items()}


def whole_seconds(run: Results) -> dict[str, float]:
    """Return the seconds of each engine's whole run from the file of releases on, the start of the process included."""
    return {engine: run.documents / rate for engine, rate in run.reindex.get("whole", {}).items()}


def _lines(runs: Sequence[Results], figure: Callable[[Results], dict[str, float]]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for run in runs:
        for engine, value in figure(run).items():
            found.setdefault(engine, []).append((run.documents, value))
    return {engine: found[engine] for engine in _COLOURS if engine in found}


def _svg(title: str, panels: Sequence[tuple[str, dict[str, list[Point]]]], label: Callable[[float], str]) -> str:
    width = _LEFT + len(panels) * (_PANEL + _GAP) - _GAP + 24
    height = _TOP + _PANEL + _BOTTOM
    points = [point for _, lines in panels for line in lines.values() for point in line]
    upright = Scale.over([y for _, y in points], _TOP + _PANEL, _TOP)
    engines = [engine for engine in _COLOURS if any(engine in lines for _, lines in panels)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{_style(engines)}</style>",
        f'<text class="h" x="12" y="18">{escape(title)}</text>',
        *_legend(engines),
    ]
    for number, (name, lines) in enumerate(panels):
        left = _LEFT + number * (_PANEL + _GAP)
        across = Scale.over([x for x, _ in points], left, left + _PANEL)
        parts += _panel(name, lines, across, upright, label)
    return "\n".join((*parts, "</svg>\n"))


def _style(engines: Sequence[str]) -> str:
    def colours(shade: int) -> str:
        return "".join(f".{name}{{stroke:{_COLOURS[name][shade]};fill:{_COLOURS[name][shade]}}}" for name in engines)

    return (
        "text{font:11px system-ui,sans-serif;fill:#333}.h{font-weight:600;font-size:13px}.m{text-anchor:middle}"
        ".e{text-anchor:end}.g{stroke:#8884;fill:none}polyline{fill:none!important;stroke-width:1.6}"
        f"polyline.izla{{stroke-width:3}}{colours(0)}"
        f"@media(prefers-color-scheme:dark){{text{{fill:#ddd}}{colours(1)}}}"
    )


def _legend(engines: Sequence[str]) -> Iterator[str]:
    left = 12.0
    for name in engines:
        yield f'<circle class="{name}" cx="{left + 4:.0f}" cy="34" r="4"/>'
        yield f'<text x="{left + 12:.0f}" y="38">{TITLES[name]}</text>'
        left += 34 + _ROOM * len(TITLES[name])


def _panel(
    name: str, lines: dict[str, list[Point]], across: Scale, upright: Scale, label: Callable[[float], str]
) -> Iterator[str]:
    middle, bottom = (across.start + across.end) / 2, _TOP + _PANEL
    yield f'<text class="m" x="{middle:.0f}" y="{_TOP - 6}">{escape(name)}</text>'
    for value in upright.decades():
        y = upright.at(value)
        yield f'<path class="g" d="M{across.start:.0f} {y:.1f}H{across.end:.0f}"/>'
        yield f'<text class="e" x="{across.start - 6:.0f}" y="{y + 4:.0f}">{label(value)}</text>'
    for value in across.decades():
        x = across.at(value)
        yield f'<path class="g" d="M{x:.1f} {_TOP}V{bottom}"/>'
        yield f'<text class="m" x="{x:.0f}" y="{bottom + 15}">{_count(value)}</text>'
    yield f'<text class="m" x="{middle:.0f}" y="{bottom + 32}">releases</text>'
    for engine, points in lines.items():
        places = [(across.at(x), upright.at(y)) for x, y in points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline class="{engine}" points="{joined}"/>'
        for (x, y), (documents, value) in zip(places, points, strict=True):
            told = f"{TITLES[engine]}, {documents:,.0f}: {value:.3g}"
            yield f'<circle class="{engine}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{told}</title></circle>'


def _count(value: float) -> str:
    return f"{value / 1e6:g} M" if value >= 1e6 else f"{value / 1e3:g} k" if value >= 1e3 else f"{value:g}"


def _milliseconds(value: float) -> str:
    return f"{value / 1000:g} s" if value >= 1000 else f"{value:g} ms" if value >= 1 else f"{value * 1000:g} µs"


def _time(value: float) -> str:
    return f"{value:,.0f} s" if value >= 1 else f"{value * 1000:g} ms"
