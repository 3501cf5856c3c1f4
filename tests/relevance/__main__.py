"""./dev relevance [--diff | --keep] | ./dev relevance QUERIES.tsv --documents DOCUMENTS.jsonl.gz | tags [--errors]

With IZLA_ENGINE=opensearch that is measured on a cluster, under a prefix of its own.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from index.cli import main as reindex
from search.clock import today
from search.engines import open_service
from search.errors import IzlaError
from search.service import SearchService
from search.settings import ENGINES, ROOT, Settings
from tests.relevance import judged, known_items, tags

PREFIX: Final = "izla_relevance"  # of a cluster's indices; what is live there under another one is not touched


def main() -> int:
    """Measure the judged queries over the sample releases (nDCG@10), or known items over documents (MRR@10).

    `tags` instead of queries measures the tags of the labelled releases.
    """
    if sys.argv[1:2] == ["tags"]:
        return tags.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="./dev relevance", description=main.__doc__)
    parser.add_argument("queries", type=Path, nargs="?", help="known items: doc_id, also_ok, query and q_* columns")
    parser.add_argument("--documents", type=Path, help="the releases of the known items, a file or folder")
    parser.add_argument("--index", type=Path, help="keep the index in this folder, for the next run")
    parser.add_argument("--beside", action="store_true", help="known items of both engines, and what they share")
    parser.add_argument("--diff", action="store_true", help="show the judged queries that moved since figures.tsv")
    parser.add_argument("--keep", action="store_true", help="write the figures of the judged queries to figures.tsv")
    parser.add_argument("--publish", action="store_true", help="write the figures of the judged queries for /status")
    parser.add_argument("--json", action="store_true", help="one object: column or query → figure")
    asked = parser.parse_args()
    if (asked.queries is None) != (asked.documents is None):
        parser.error("known items need both QUERIES.tsv and --documents")
    if asked.beside and asked.queries is None:
        parser.error("--beside needs known items; give QUERIES.tsv and --documents")
    os.environ["IZLA_OPENSEARCH_PREFIX"] = PREFIX
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IZLA_DATA"] = str(asked.index or folder)
        try:
            items = known_items.read_items(asked.queries) if asked.queries else ()
            services = []
            for name in ENGINES if asked.beside else (Settings.read().engine,):
                os.environ["IZLA_ENGINE"] = name
                if code := _reindex(asked.documents or ROOT / "corpus" / "releases"):
                    return code
                services.append(open_service(Settings.read()))
            if asked.beside:
                figures = _beside(services[0], services[1], items, quiet=asked.json)
            else:
                figures = _known(services[0], items, quiet=asked.json) if items else _judged(services[0], asked)
        except (IzlaError, OSError) as error:
            print(f"relevance: {error}", file=sys.stderr)
            return 2
    if asked.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def _known(engine: SearchService, items: tuple[known_items.Item, ...], *, quiet: bool) -> dict[str, float]:
    figures = {}
    for name, figure in known_items.measure(engine, items):
        figures[name] = round(figure.mrr, 4)
        if not quiet:
            print(
                f"{name:20} MRR@10 {figure.mrr:.4f}  asked {figure.asked}  not found {figure.missed}",
                flush=True,
            )
    return figures


def _beside(
    one: SearchService, other: SearchService, items: tuple[known_items.Item, ...], *, quiet: bool
) -> dict[str, float]:
    figures = {}
    for name, parity in known_items.beside(one, other, items):
        figures[name] = round(parity.share, 4)
        if not quiet:
            print(
                f"{name:20} MRR@10 {ENGINES[0]} {parity.one.mrr:.4f}  {ENGINES[1]} {parity.other.mrr:.4f}  "
                f"first ten shared {parity.share:.4f}  asked {parity.one.asked}",
                flush=True,
            )
    return figures


def _judged(engine: SearchService, asked: argparse.Namespace) -> dict[str, float]:
    measured = list(judged.measure(engine, judged.read_judgments()))
    figures = {query.q: round(figure, 4) for query, figure in measured}
    counts = Counter(query.kind for query, _ in measured)
    if asked.diff:
        before = judged.kept_figures()
        for q, old, new in judged.moved(before, figures):
            print(f"{new - old:+.4f}  {old:.4f} → {new:.4f}  {q}")
        print(f"before {_mean(before.values()):.4f}, now {_mean(figures.values()):.4f}")
    elif not asked.json:
        for kind, mean in judged.by_kind(measured).items():
            print(f"{kind:10} nDCG@10 {mean:.4f}  queries {counts[kind]}")
        print(f"{'all':10} nDCG@10 {_mean(figures.values()):.4f}  queries {len(figures)}")
        aside = list(judged.measure(engine, judged.read_judgments(judged.KEPT_ASIDE)))
        for kind, mean in judged.by_kind(aside).items():
            print(f"{kind:10} nDCG@10 {mean:.4f}  kept aside, not worked on")
    if asked.keep:
        judged.keep(figures)
    if asked.publish:
        _publish(measured)
    return figures


def _publish(measured: Sequence[tuple[judged.Judged, float]]) -> None:
    everything = [figure for _, figure in measured]
    counts = Counter(query.kind for query, _ in measured)
    lines = [
        "# How well the judged queries are answered; `./dev relevance --publish` writes this.",
        f"measured = {today()}",
        f"queries = {len(everything)}",
        f"ndcg = {_mean(everything):.4f}",
        *(
            f"\n[kinds.{kind}]\nqueries = {counts[kind]}\nndcg = {mean:.4f}"
            for kind, mean in judged.by_kind(measured).items()
        ),
    ]
    (ROOT / "web" / "relevance.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mean(values: Iterable[float]) -> float:
    own = [*values]
    return sum(own) / len(own) if own else 0.0


def _reindex(documents: Path) -> int:
    """Index the documents, with the summary on standard error; 0 also when some were skipped."""
    out, sys.stdout = sys.stdout, sys.stderr
    try:
        code = reindex([str(documents)])
    finally:
        sys.stdout = out
    return 0 if code in (0, 3) else code


if __name__ == "__main__":
    sys.exit(main())
