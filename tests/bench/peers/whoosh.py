"""Stock Whoosh: its own codec, its BM25F, its sorting facets."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import whoosh
from whoosh import analysis, fields, index, query, scoring, sorting

from tests.bench.corpus import Document
from tests.bench.peers.peer import HITS, K1, B, Facets, Top
from tests.bench.queries import Narrowing, Query, Shape

_MEMORY: Final = 512  # MiB that its writer fills before it writes


class Engine:
    """Whoosh as it comes."""

    version = whoosh.versionstring()
    largest = 10_000
    slow = True

    def formula(self, shape: Shape) -> str | None:
        """BM25 with lengths rounded to a byte; the score of a prefix depends on how it expands."""
        return None if shape == "prefix" else "whoosh"

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Add all documents and commit once, into one segment."""
        schema = fields.Schema(
            text=fields.TEXT(analyzer=analysis.RegexTokenizer("[^ ]+"), phrase=True),
            sector=fields.KEYWORD,
            day=fields.NUMERIC(int, bits=32, signed=False, sortable=True),
            month=fields.NUMERIC(int, bits=32, signed=False, sortable=True),
        )
        writer = index.create_in(folder, schema).writer(limitmb=_MEMORY)
        for document in documents:
            writer.add_document(
                text=document.text, sector=" ".join(document.sectors), day=document.day, month=document.month
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the index and one searcher."""
        self._folder = folder
        self._searcher = index.open_dir(folder).searcher(weighting=scoring.BM25F(B=B, K1=K1))

    def forget(self) -> None:
        """Open anew."""
        self._searcher.close()
        self.open(self._folder)

    def top(self, query: Query) -> Top:
        """Search with a limit."""
        return _best(self._searcher.search(_asked(query), limit=HITS))

    def facets(self, query: Query) -> Facets:
        """Search with two facets that count."""
        return self._counted(_asked(query))

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """The same through a filter of a keyword and a range."""
        return self._counted(_asked(query), filter=_within(narrowing))

    def _counted(self, asked: Any, **within: Any) -> Facets:
        groups = {
            "sectors": sorting.FieldFacet("sector", allow_overlap=True, maptype=sorting.Count),
            "months": sorting.FieldFacet("month", maptype=sorting.Count),
        }
        results = self._searcher.search(asked, limit=HITS, groupedby=groups, **within)
        return Facets(_best(results), len(results), dict(results.groups("sectors")), dict(results.groups("months")))


def _best(results: Any) -> Top:
    # it scores every match when it counts facets, whatever the limit
    return [(number, score) for score, number in results.top_n[:HITS]]


def _asked(asked: Query) -> Any:
    if asked.shape == "phrase":
        return query.Phrase("text", list(asked.words))
    if asked.shape == "prefix":
        return query.Prefix("text", asked.words[0])
    words = [query.Term("text", word) for word in asked.words]
    if asked.shape == "word":
        return words[0]
    return query.And(words) if asked.shape == "all" else query.Or(words)


def _within(narrowing: Narrowing) -> Any:
    days = query.NumericRange("day", narrowing.first, narrowing.last)
    return query.And([query.Term("sector", narrowing.sector), days])
