"""A run's figures as text: for the terminal, and as the README's table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from tests.bench.goals import IZLA, rows, times_as_good, verdicts
from tests.bench.results import Results, Row

TITLES: Final = {"izla": "Izla", "tantivy": "tantivy-py", "xapian": "Xapian", "fts5": "FTS5", "whoosh": "Whoosh"}
_TABLES: Final[tuple[tuple[str, str, Callable[[float], str]], ...]] = (
    ("classes", "warm, ms (p50)", "{:.3f}".format),
    ("p95", "warm, ms (p95)", "{:.3f}".format),
    ("cold", "cold, ms (p50)", "{:.3f}".format),
    ("asked", "questions asked", "{:.0f}".format),
    ("indexing", "documents a second", "{:,.0f}".format),
    ("size", "index, MB", lambda figure: f"{figure / 1e6:.1f}"),
    ("open", "open, ms", "{:.1f}".format),
    ("commit", "50 releases visible, ms", "{:.1f}".format),
    ("memory_open", "resident after opening, MB", lambda figure: f"{figure / 1e6:.1f}"),
    ("memory_hot", "resident after 200 hot words, MB", lambda figure: f"{figure / 1e6:.1f}"),
    ("reindex", "whole reindex, releases a second", "{:,.0f}".format),
    ("reindex_start", "start of its process, s", "{:.2f}".format),
    ("reindex_processor", "its processor seconds", "{:.2f}".format),
    ("reindex_peak", "its most memory (PSS without mapped files), MB", lambda figure: f"{figure / 1e6:.0f}"),
    ("reindex_update", "update of 10, share of the whole", "{:.1%}".format),
)
# the rows of the README's table below the queries: label, table, class, how a figure is written
_BELOW: Final[tuple[tuple[str, str, str, Callable[[float], str]], ...]] = (
    ("indexing", "indexing", "indexing", "{:,.0f}/s".format),
    ("index size", "size", "size", lambda figure: f"{figure / 1e6:.0f} MB"),
    ("a whole `izla-reindex --full`", "reindex", "whole", "{:,.0f}/s".format),
    ("the same without the start of its process", "reindex", "after the start", "{:,.0f}/s".format),
    ("the start of its process", "reindex_start", "reindex_start", "{:.2f} s".format),
    ("its most memory", "reindex_peak", "reindex_peak", lambda figure: f"{figure / 1e6:.0f} MB"),
    ("an update of 10 releases, share of the whole", "reindex_update", "whole", "{:.1%}".format),
    ("the same without both starts", "reindex_update", "after the start", "{:.1%}".format),
)
STAGES: Final = ("read", "tag", "analyse", "compare", "gather", "invert", "write", "verify")  # in the order of a run
_KINDS: Final = {
    "rare1": "a rare word",
    "common1": "a common word",
    "and2": "two words",
    "or3": "any of three",
    "phrase2": "a phrase",
    "prefix": "a beginning",
}
MODE_TITLES: Final = {
    "top": "top 10",
    "facet": "top 10, total, facets",
    "filter": "the same, filtered",
    "page": "a whole page",
}


def tables(results: Results) -> Iterator[str]:
    """Yield the lines of every table: each engine's figure, and how many times as good Izla is."""
    yield f"{results.documents:,} {results.source} documents, seed {results.seed}, {results.machine}"
    yield ", ".join(f"{_title(name)} {version}" for name, version in results.versions.items())
    for table, title, write in _TABLES:
        found = {name: row for name, row in rows(results, table).items() if row}
        if found:
            yield ""
            yield f"{title:<34}" + "".join(f"{_title(name):>24}" for name in results.engines)
        for name, row in found.items():
            yield f"{name:<34}" + "".join(f"{_cell(table, row, engine, write):>24}" for engine in results.engines)
    if results.reindex:
        yield ""
        yield stages(results.reindex_stages, results.reindex_processor.get(IZLA))


def stages(found: Mapping[str, float], processor: float | None = None) -> str:
    """Return the line of each stage's share of the processor seconds that all report, of so many that a run took."""
    total = sum(found.values())
    if not total:
        return "no stages reported"
    names = (*(name for name in STAGES if name in found), *(name for name in found if name not in STAGES))
    told = f"{total:.2f}" if processor is None else f"{total:.2f} of {processor:.2f}"
    return f"stages, {told} processor seconds: " + ", ".join(f"{name} {found[name] / total:.0%}" for name in names)


def goals(results: Results) -> Iterator[str]:
    """Yield a line for each goal that the run missed, and how many it reached."""
    judged = list(verdicts(results))
    for verdict in judged:
        if not verdict.held:
            goal = verdict.goal
            beside = f"{verdict.reached:.2f}x {_title(goal.peer)}" if goal.peer else f"{verdict.reached:,.1f}"
            yield f"goal missed: {goal.table} {verdict.name}: {beside}, wanted {goal.factor:.2f}"
    if judged:
        yield f"goals: {sum(verdict.held for verdict in judged)} of {len(judged)} reached"


def readme(runs: Sequence[Results]) -> Iterator[str]:
    """Yield the lines of the README's tables: Izla's milliseconds and each peer's multiple of them."""
    for results in runs:
        engines = [name for name in results.engines if name != IZLA]
        yield f"| {results.documents:,} releases | Izla | " + " | ".join(map(_title, engines)) + " |"
        yield "|---|" + "---|" * (1 + len(engines))
        for name, row in results.classes.items():
            mode, kind = name.split("/")
            yield _line(f"{_KINDS[kind]}: {MODE_TITLES[mode]}", "classes", row, engines, "{:.3f} ms".format)
        for label, table, name, write in _BELOW:
            if below := rows(results, table).get(name):
                yield _line(label, table, below, engines, write)
        yield ""


def _line(label: str, table: str, row: Row, engines: Iterable[str], write: Callable[[float], str]) -> str:
    own = write(row[IZLA]) if IZLA in row else "–"
    cells = (
        _times(times_as_good(table, row, engine))
        if engine in row and IZLA in row
        else write(row[engine])
        if engine in row
        else "–"
        for engine in engines
    )
    return f"| {label} | {own} | {' | '.join(cells)} |"


def _cell(table: str, row: Row, engine: str, write: Callable[[float], str]) -> str:
    if engine not in row:
        return "-"
    if engine == IZLA or IZLA not in row or table == "asked":
        return write(row[engine])
    return f"{write(row[engine])} ({_times(times_as_good(table, row, engine))})"


def _times(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:,.0f}×" if ratio >= 20 else f"{ratio:.1f}×"
    return f"{ratio:.2f}×" if ratio >= 0.1 else f"{ratio:.3f}×"


def _title(name: str | None) -> str:
    return TITLES.get(name or "", name or "")
