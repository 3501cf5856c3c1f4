"""./dev bench [--docs N] [--json FILE] | --chart FILE... | --table FILE..."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench import agreement, building, chart, product, reindexing, report, timing
from tests.bench.asking import MODES, asked
from tests.bench.composing import SEED
from tests.bench.corpus import Corpus, prepare
from tests.bench.errors import BenchError, MissingFts5
from tests.bench.footprint import footprint
from tests.bench.machine import machine
from tests.bench.peers import load, names
from tests.bench.peers.peer import Peer
from tests.bench.queries import Questions, questions_of
from tests.bench.results import Results


def main() -> int:
    """Measure the engines side by side, or draw and print what earlier runs measured."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=main.__doc__)
    parser.add_argument("--docs", type=int, default=10_000, help="releases to compose (10 000)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the releases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument(
        "--engines", type=_listed, default=(), help="only these, comma separated, however long they take"
    )
    parser.add_argument(
        "--rebuild",
        type=_listed,
        nargs="?",
        const=names(),
        default=(),
        help="build these anew (all when none is named)",
    )
    parser.add_argument(
        "--product", action="store_true", help="ask the whole product too: two fields, facets, snippets"
    )
    parser.add_argument("--chart", type=Path, nargs="+", metavar="FILE", help="draw the charts in docs/ from runs")
    parser.add_argument("--table", type=Path, nargs="+", metavar="FILE", help="print the README's table from runs")
    wanted = parser.parse_args()
    try:
        if wanted.chart:
            chart.draw([Results.read(path) for path in wanted.chart])
        elif wanted.table:
            print(*report.readme([Results.read(path) for path in wanted.table]), sep="\n")
        else:
            return _run(wanted)
    except (BenchError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    return 0


def _run(wanted: argparse.Namespace) -> int:
    """Build what is missing, compare, measure; 1 when the engines' answers differ."""
    corpus = prepare(wanted.docs, wanted.seed)
    peers, built = _indexed(corpus, wanted.engines, wanted.rebuild)
    questions = questions_of(corpus)
    results = Results(
        documents=corpus.count,
        seed=corpus.seed,
        machine=machine(),
        versions={name: peer.version for name, peer in peers.items()},
        asked={
            kind: {name: len(asked(peer, questions, kind)) for name, peer in peers.items()}
            for kind in questions.by_kind
        },
        indexing={name: round(index.rate, 1) for name, index in built.items()},
        size={name: index.size for name, index in built.items()},
    )
    results = _with_reindexing(_with_footprints(results, corpus), wanted.engines)
    for name, peer in peers.items():
        peer.open(building.folder_of(name, corpus))
    timing.quiet()
    _say("Comparing answers")
    for difference in agreement.differences(peers, questions):
        print(f"DIFFERENT {difference}", flush=True)
        results.differences.append(difference)
    _measure(results, peers, questions)
    if wanted.product:
        _say("Asking the whole product")
        product.measure(results, corpus, questions)
    if wanted.json:
        results.write(wanted.json)
    print(*report.tables(results), "", *report.goals(results), sep="\n")
    return 1 if results.differences else 0


def _indexed(
    corpus: Corpus, named: Sequence[str], rebuild: Sequence[str]
) -> tuple[dict[str, Peer], dict[str, building.Built]]:
    """Return the engines that take part, and their indexes, built where there is none of this corpus."""
    peers: dict[str, Peer] = {}
    built: dict[str, building.Built] = {}
    missing: dict[str, Peer] = {}
    for name in named or names():
        try:
            peer = load(name)
        except BenchError as error:
            if named:
                raise
            _say(f"Without {name}: {error}")
            continue
        there = None if name in rebuild else building.kept(name, peer, corpus)
        if not there and not named and corpus.count > peer.largest:
            _say(f"Without {name}: building {corpus.count:,} documents takes long; --engines {name} does it once")
            continue
        peers[name] = peer
        if there:
            built[name] = there
        else:
            missing[name] = peer
    if missing:
        _say(f"Building {', '.join(missing)}")
        built |= building.build_all(missing, corpus)
    return peers, {name: built[name] for name in peers}


def _with_footprints(results: Results, corpus: Corpus) -> Results:
    _say("Opening each index in a process of its own")
    found = {name: footprint(name, corpus) for name in results.engines}
    return replace(
        results,
        open={name: round(print_.open_ms, 2) for name, print_ in found.items()},
        memory_open={name: print_.opened for name, print_ in found.items() if print_.opened is not None},
        memory_hot={name: print_.hot for name, print_ in found.items() if print_.hot is not None},
    )


def _with_reindexing(results: Results, named: Sequence[str]) -> Results:
    """Measure whole runs of izla-reindex and FTS5 unless other engines were named, FTS5 lacks or they take too long."""
    if named and not set(reindexing.ENGINES) <= set(named):
        return results
    if results.documents > reindexing.LARGEST:
        _say(f"Without whole runs of izla-reindex: they are for {reindexing.LARGEST:,} releases at most")
        return results
    _say("Running izla-reindex and FTS5 over the file of releases")
    try:
        with reindexing.bench("composed", results.documents, results.seed) as own:
            return reindexing.measured(results, own, reindexing.runs_of(results.documents))
    except MissingFts5 as error:
        _say(f"Without whole runs of izla-reindex: {error}")
        return results


def _measure(results: Results, peers: dict[str, Peer], questions: Questions) -> None:
    for title, measure, middle, high in (
        ("warm", timing.warm, results.classes, results.p95),
        ("cold", timing.cold, results.cold, results.cold_p95),
    ):
        for mode in MODES:
            for kind in questions.by_kind:
                spreads = timing.spreads(peers, questions, mode, kind, measure)
                middle[f"{mode}/{kind}"] = {name: round(spread.p50, 4) for name, spread in spreads.items()}
                high[f"{mode}/{kind}"] = {name: round(spread.p95, 4) for name, spread in spreads.items()}
                shown = "  ".join(f"{name} {spread.p50:.3f}" for name, spread in spreads.items())
                _say(f"{title} {mode}/{kind}: {shown}")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
