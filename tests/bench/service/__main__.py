"""./dev bench-service [--docs N] [--json FILE] [--parts PART,…] [--against CHECKOUT]: the whole service measured."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from search.settings import Settings
from tests.bench.errors import BenchError
from tests.bench.service import classes, memory, opensearch
from tests.bench.service.checkouts import EACH, ROUNDS, WARM, compare_checkouts
from tests.bench.service.client import Client
from tests.bench.service.compare import compare
from tests.bench.service.figures import Goal
from tests.bench.service.inprocess import answer_all
from tests.bench.service.izla import answering, has_index, reindex, server
from tests.bench.service.load import beside, load
from tests.bench.service.queries import draw, holders, mixed
from tests.bench.service.releases import FOLDER, releases_file, rows
from tests.bench.service.sameness import differences

PARTS: Final = ("reindex", "compare", "inprocess", "load", "memory")
PAGES, SAME = "pages", "same"
BESIDE: Final = (PAGES, SAME)  # parts that need another checkout, and so are run where they are asked for
_EACH: Final = 400  # queries of a kind
_MIXED: Final = 100_000  # more than both services answer in their minutes
_BESIDE: Final = WARM + EACH * ROUNDS  # searches of a class that two checkouts are asked
_FITTING: Final = 20_000  # releases that must fit in little memory
_INTERVAL: Final = "month"


def main() -> int:
    """Run the parts wanted; 1 when a goal is missed, 2 when something is lacking."""
    parser = argparse.ArgumentParser("./dev bench-service", description=main.__doc__)
    parser.add_argument("--docs", type=int, default=100_000, help="releases to compose (100 000)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"comma separated, of {', '.join((*PARTS, *BESIDE))}")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="the checkout that pages and same ask beside")
    parser.add_argument("--memory", type=int, default=Settings().memory, help="MiB of the indexing run")
    parser.add_argument("--cgroup", type=Path, metavar="FOLDER", help="make the memory limit's cgroup there")
    wanted = parser.parse_args()
    parts = wanted.parts.split(",")
    if unknown := set(parts) - {*PARTS, *BESIDE}:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if "compare" in parts and "reindex" not in parts:
        parser.error("the part compare needs the part reindex: the node that it asks begins empty")
    if {*BESIDE} & set(parts) and wanted.against is None:
        parser.error(f"the parts {' and '.join(BESIDE)} need --against CHECKOUT")
    figures: dict[str, Any] = {}
    goals: list[Goal] = []
    try:
        _run(parts, wanted, figures, goals)
    except (BenchError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    finally:  # what was measured before something failed is not lost
        print(*goals, sep="\n")
        if wanted.json:
            wanted.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0 if all(goal.met for goal in goals) else 1


def _run(parts: list[str], wanted: argparse.Namespace, figures: dict[str, Any], goals: list[Goal]) -> None:
    path = releases_file(wanted.docs)
    data = FOLDER / f"index-{wanted.docs}"
    held, count = holders(rows(path))
    figures["docs"] = count
    if "reindex" not in parts and {"inprocess", "load", *BESIDE} & set(parts) and not has_index(data):
        raise BenchError(f"there is no index in {data}; run the part reindex too")
    with _node("reindex" in parts) as port:
        if "reindex" in parts:
            goals += _reindexed(path, data, wanted.memory, figures)
        if "compare" in parts:
            with server(data, FOLDER / "serve.log") as (own_port, _):
                with Client(own_port) as client:
                    if answering(client) != count:
                        raise BenchError(f"the index in {data} is not of these releases; run the part reindex")
                found = compare(draw(held, count, _EACH), own_port, port, _INTERVAL)
            figures["compare"] = [asdict(one) for one in found]
            goals += [goal for one in found for goal in one.goals()]
            with server(data, FOLDER / "serve.log") as (own_port, _):  # which has answered nothing yet
                loaded_both = beside(mixed(held, count, _MIXED), own_port, opensearch.PORT, _INTERVAL)
            figures["beside"] = asdict(loaded_both)
            goals.append(loaded_both.goal())
    if "inprocess" in parts:
        answered = answer_all(draw(held, count, _EACH), data, _INTERVAL)
        figures["inprocess"] = [asdict(one) for one in answered]
        goals += [goal for one in answered for goal in one.goals()]
    if {*BESIDE} & set(parts):
        goals += _beside(parts, wanted.against.resolve(), classes.drawn([*rows(path)], held, _BESIDE), data, figures)
    if "load" in parts:
        loaded = load(mixed(held, count, _MIXED), data)
        figures["load"] = asdict(loaded)
        goals += loaded.goals()
    if "memory" in parts:
        few = releases_file(_FITTING)
        fitted = memory.fit(few, _FITTING, mixed(*holders(rows(few)), 2_000), parent=wanted.cgroup)
        figures["memory"] = asdict(fitted)
        goals.append(Goal("20,000 releases indexed in MiB", fitted.indexing, memory.LIMIT, at_most=True))
        goals.append(Goal("20,000 releases served in MiB", fitted.serving, memory.LIMIT, at_most=True))


def _beside(parts: list[str], other: Path, drawn: classes.Drawn, data: Path, figures: dict[str, Any]) -> list[Goal]:
    goals = []
    if SAME in parts:
        compared = differences(drawn, other, data)
        figures[SAME] = asdict(compared)
        goals.append(compared.goal())
    if PAGES in parts:
        sided = compare_checkouts(drawn, other, data)
        figures[PAGES] = [asdict(one) for one in sided]
        goals += [one.goal() for one in sided]
    return goals


@contextmanager
def _node(needed: bool) -> Iterator[int | None]:
    if not needed:
        yield None
        return
    with opensearch.node():
        yield opensearch.PORT


def _reindexed(path: Path, data: Path, limit: int, figures: dict[str, Any]) -> list[Goal]:
    theirs = opensearch.load(path)
    own = reindex(path, data, limit)
    figures["reindex"] = asdict(own) | {"rate": own.rate}
    figures["opensearch"] = asdict(theirs) | {"rate": theirs.rate, "rate_merged": theirs.rate_merged}
    return [
        Goal("releases a second, share of OpenSearch's bulk rate", own.rate / theirs.rate, 0.6),
        Goal("MiB of an indexing run", own.peak.pss, limit, at_most=True),
    ]


if __name__ == "__main__":
    sys.exit(main())
