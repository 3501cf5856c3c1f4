"""./dev relevance QUERIES.tsv --documents DOCUMENTS.jsonl.gz [--index FOLDER] [--json]"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from index.cli import main as reindex
from search.engines.whoosh import open_engine
from search.errors import IzlaError
from search.settings import Settings
from tests.relevance.known_items import measure, read_items


def main() -> int:
    """Index the documents (once for a kept folder), ask every query, print MRR@10 for each column."""
    parser = argparse.ArgumentParser(prog="./dev relevance", description=main.__doc__)
    parser.add_argument("queries", type=Path, help="known items: doc_id, also_ok, query and q_* columns, tab separated")
    parser.add_argument("--documents", type=Path, required=True, help="the releases, a file or folder as for reindex")
    parser.add_argument("--index", type=Path, help="keep the index in this folder, for the next run")
    parser.add_argument("--json", action="store_true", help="one object: column name → figure")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IZLA_DATA"] = str(asked.index or folder)
        try:
            items = read_items(asked.queries)
            if code := _reindex(asked.documents):
                return code
            engine = open_engine(Settings.read())
            figures = {}
            for name, figure in measure(engine, items):
                figures[name] = round(figure.mrr, 4)
                if not asked.json:
                    print(
                        f"{name:20} MRR@10 {figure.mrr:.4f}  asked {figure.asked}  not found {figure.missed}",
                        flush=True,
                    )
        except (IzlaError, OSError) as error:
            print(f"relevance: {error}", file=sys.stderr)
            return 2
    if asked.json:
        print(json.dumps(figures))
    return 0


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
