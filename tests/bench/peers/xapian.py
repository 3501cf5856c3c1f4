"""Xapian: its BM25 with Whoosh's constants; facets by two match spies over values."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import xapian

from tests.bench.corpus import Document
from tests.bench.peers.peer import HITS, K1, B, Facets, Top
from tests.bench.queries import Narrowing, Query, Shape

_DAY, _SECTORS, _MONTH = 0, 1, 2  # slots of values
_FLUSH: Final = "100000"  # documents kept in memory before they are written
_LONGEST: Final = 245  # bytes of a term, the most it takes


class Engine:
    """Xapian over a compacted database."""

    version = xapian.version_string()
    largest = 100_000
    slow = False

    def formula(self, shape: Shape) -> str | None:
        """Exact lengths; an inverse document frequency as FTS5's for words in less than a third of the documents."""
        return "bm25" if shape in ("word", "all", "any") else None

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Add all documents, then compact into the folder."""
        os.environ["XAPIAN_FLUSH_THRESHOLD"] = _FLUSH
        loose = folder.with_name(f"{folder.name}.loose")
        shutil.rmtree(loose, ignore_errors=True)
        flags = xapian.DB_CREATE_OR_OVERWRITE | xapian.DB_NO_SYNC | xapian.DB_DANGEROUS
        database = xapian.WritableDatabase(str(loose), flags)
        words = xapian.TermGenerator()
        words.set_max_word_length(_LONGEST)
        for document in documents:
            record = xapian.Document()
            words.set_document(record)
            words.index_text(document.text)
            for sector in document.sectors:
                record.add_boolean_term(_sector(sector))
            record.add_value(_DAY, xapian.sortable_serialise(document.day))
            record.add_value(_SECTORS, ",".join(document.sectors))
            record.add_value(_MONTH, str(document.month))
            database.add_document(record)
        database.commit()
        database.compact(str(folder))
        database.close()
        shutil.rmtree(loose)

    def open(self, folder: Path) -> None:
        """Open the database."""
        self._folder = folder
        self._database = xapian.Database(str(folder))

    def forget(self) -> None:
        """Open anew."""
        self._database.close()
        self.open(self._folder)

    def top(self, query: Query) -> Top:
        """The best ten of a match that may stop early."""
        return _best(self._enquire(_asked(query)).get_mset(0, HITS))

    def facets(self, query: Query) -> Facets:
        """A match of everything, watched by the spies."""
        return self._counted(_asked(query))

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """The same through a filter of a boolean term and a range of values."""
        first, last = map(xapian.sortable_serialise, (narrowing.first, narrowing.last))
        within = xapian.Query(
            xapian.Query.OP_AND,
            xapian.Query(_sector(narrowing.sector)),
            xapian.Query(xapian.Query.OP_VALUE_RANGE, _DAY, first, last),
        )
        return self._counted(xapian.Query(xapian.Query.OP_FILTER, _asked(query), within))

    def _enquire(self, asked: Any) -> Any:
        enquire = xapian.Enquire(self._database)
        enquire.set_weighting_scheme(xapian.BM25Weight(K1, 0, 1, B, 0))
        enquire.set_query(asked)
        return enquire

    def _counted(self, asked: Any) -> Facets:
        enquire = self._enquire(asked)
        by_sectors, by_month = xapian.ValueCountMatchSpy(_SECTORS), xapian.ValueCountMatchSpy(_MONTH)
        enquire.add_matchspy(by_sectors)
        enquire.add_matchspy(by_month)
        best = _best(enquire.get_mset(0, HITS, self._database.get_doccount()))
        sectors: dict[str, int] = {}
        for item in by_sectors.values():
            count = item.termfreq
            for name in item.term.decode().split(","):
                sectors[name] = sectors.get(name, 0) + count
        months = {int(item.term): item.termfreq for item in by_month.values()}
        return Facets(best, by_sectors.get_total(), sectors, months)


def _asked(query: Query) -> Any:
    kind = xapian.Query
    if query.shape == "phrase":
        return kind(kind.OP_PHRASE, query.words, len(query.words))
    if query.shape == "prefix":
        return kind(kind.OP_WILDCARD, query.words[0])
    if query.shape == "word":
        return kind(query.words[0])
    return kind(kind.OP_AND if query.shape == "all" else kind.OP_OR, query.words)


def _sector(name: str) -> str:
    return f"XS{name}"


def _best(found: Any) -> Top:
    return [(item.docid - 1, item.weight) for item in found]
