"""tantivy-py: one search for the best ten, one aggregation for the counts, as its Python interface wants it."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import tantivy
from tantivy import Occur

from tests.bench.corpus import Document
from tests.bench.peers.peer import HITS, Facets, Top
from tests.bench.queries import Narrowing, Query, Shape

_HEAP: Final = 512 << 20  # bytes that its writer fills before it writes a segment
_COUNTS: Final = {
    "sectors": {"terms": {"field": "sector", "size": 1000}},
    "months": {"terms": {"field": "month", "size": 1000}},
}


class Engine:
    """tantivy with its words split at spaces and one indexing thread."""

    version = version("tantivy")
    largest = 10_000_000
    slow = False

    def formula(self, shape: Shape) -> str | None:
        """Its BM25 rounds lengths in a way of its own."""
        return None

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Add all documents and commit once."""
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", fast=True)
        schema.add_text_field("text", tokenizer_name="words", index_option="position")
        schema.add_text_field("sector", tokenizer_name="raw", fast=True, index_option="basic")
        schema.add_integer_field("month", fast=True)
        schema.add_integer_field("day", fast=True, indexed=True)
        index = _registered(tantivy.Index(schema.build(), str(folder)))
        writer = index.writer(_HEAP, 1)
        for document in documents:
            writer.add_document(
                tantivy.Document(
                    number=document.number,
                    text=document.text,
                    sector=list(document.sectors),
                    month=document.month,
                    day=document.day,
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index and one searcher."""
        self._folder = folder
        index = _registered(tantivy.Index.open(str(folder)))
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    def forget(self) -> None:
        """Open anew; nothing else is kept in the process."""
        del self._searcher
        self.open(self._folder)

    def top(self, query: Query) -> Top:
        """Search without counting."""
        return self._best(self._searcher.search(self._asked(query), HITS, count=False))

    def facets(self, query: Query) -> Facets:
        """Search, then aggregate."""
        return self._counted(self._asked(query))

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """The same with the narrowing required and without a share in the score."""
        kind, schema = tantivy.Query, self._schema
        sector = kind.term_query(schema, "sector", narrowing.sector, "basic")
        days = kind.range_query(schema, "day", tantivy.FieldType.Integer, narrowing.first, narrowing.last)
        return self._counted(
            kind.boolean_query(
                [
                    (Occur.Must, self._asked(query)),
                    (Occur.Must, kind.const_score_query(sector, 0.0)),
                    (Occur.Must, kind.const_score_query(days, 0.0)),
                ]
            )
        )

    def _asked(self, query: Query) -> Any:
        kind, schema = tantivy.Query, self._schema
        if query.shape == "phrase":
            return kind.phrase_query(schema, "text", list(query.words))
        if query.shape == "prefix":
            return kind.regex_query(schema, "text", f"{query.words[0]}.*")
        words = [kind.term_query(schema, "text", word) for word in query.words]
        if query.shape == "word":
            return words[0]
        occur = Occur.Must if query.shape == "all" else Occur.Should
        return kind.boolean_query([(occur, word) for word in words])

    def _counted(self, asked: Any) -> Facets:
        result = self._searcher.search(asked, HITS, count=True)
        counts = self._searcher.aggregate(asked, _COUNTS)
        return Facets(
            self._best(result),
            result.count,
            {bucket["key"]: bucket["doc_count"] for bucket in counts["sectors"]["buckets"]},
            {int(bucket["key"]): bucket["doc_count"] for bucket in counts["months"]["buckets"]},
        )

    def _best(self, result: Any) -> Top:
        hits = result.hits
        if not hits:
            return []
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [(number, score) for number, (score, _) in zip(numbers, hits, strict=True)]


def _registered(index: Any) -> Any:
    index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
