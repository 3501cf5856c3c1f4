"""SQLite FTS5: its own BM25; facets by one GROUP BY over a table of days, months and sector bits, the fastest found."""

import itertools
import sqlite3
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.bench.corpus import Document
from tests.bench.peers.peer import HITS, Facets, Top
from tests.bench.queries import Narrowing, Query, Shape

_SCHEMA: Final = """
pragma journal_mode = off;
pragma synchronous = off;
create virtual table word using fts5(text, content='', detail=full, tokenize='ascii', prefix='4 5');
create table fact(id integer primary key, day int, month int, sectors int);
create table sector(bit int primary key, name text);
"""
_BATCH: Final = 5_000
_WITHIN: Final = (
    "from word cross join fact on fact.id = word.rowid where word match ? and sectors & ? and day between ? and ?"
)
_COUNTED: Final = "select month, sectors, count(*)"
_GROUPED: Final = "group by month, sectors"


class Engine:
    """FTS5 over a file, with as much cache as it likes."""

    version = sqlite3.sqlite_version
    largest = 100_000
    slow = False

    def formula(self, shape: Shape) -> str | None:
        """Its BM25 takes exact lengths; a phrase is ranked as one term, which nobody else does."""
        return "bm25" if shape in ("word", "all", "any") else None

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Insert in batches, then merge the index into one part."""
        connection = sqlite3.connect(folder / "words.db")
        connection.executescript(_SCHEMA)
        bits: dict[str, int] = {}
        stream = iter(documents)
        while batch := list(itertools.islice(stream, _BATCH)):
            connection.executemany("insert into word(rowid, text) values(?, ?)", ((d.number, d.text) for d in batch))
            facts = [
                (d.number, d.day, d.month, sum(1 << bits.setdefault(name, len(bits)) for name in d.sectors))
                for d in batch
            ]
            connection.executemany("insert into fact values(?, ?, ?, ?)", facts)
        connection.executemany("insert into sector values(?, ?)", ((bit, name) for name, bit in bits.items()))
        connection.commit()
        connection.execute("insert into word(word) values('optimize')")
        connection.commit()
        connection.execute("analyze")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> None:
        """Connect, with the table of words attached."""
        self._folder = folder
        self._connection = sqlite3.connect(folder / "words.db")
        weakref.finalize(self, self._connection.close)  # Python 3.13 warns of one that is only forgotten
        for pragma in ("cache_size = -1000000", "mmap_size = 4000000000", "temp_store = memory"):
            self._connection.execute(f"pragma {pragma}")
        self._bits = dict(self._connection.execute("select name, bit from sector"))
        self._names = {1 << bit: name for name, bit in self._bits.items()}
        self._connection.execute("select rowid from word limit 0")

    def forget(self) -> None:
        """Connect anew."""
        self._connection.close()
        self.open(self._folder)

    def top(self, query: Query) -> Top:
        """Order by rank."""
        return self._connection.execute(
            f"select rowid, -rank from word where word match ? order by rank limit {HITS}", (_match(query),)
        ).fetchall()

    def facets(self, query: Query) -> Facets:
        """Order by rank, then group."""
        rows = self._connection.execute(
            f"{_COUNTED} from word join fact on fact.id = word.rowid where word match ? {_GROUPED}", (_match(query),)
        )
        return self._counted(self.top(query), rows)

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """The same with the facts joined in both."""
        bit = 1 << self._bits[narrowing.sector] if narrowing.sector in self._bits else 0
        asked = (_match(query), bit, narrowing.first, narrowing.last)
        top = self._connection.execute(f"select word.rowid, -rank {_WITHIN} order by rank limit {HITS}", asked)
        rows = self._connection.execute(f"{_COUNTED} {_WITHIN} {_GROUPED}", asked)
        return self._counted(top.fetchall(), rows)

    def _counted(self, top: Top, rows: Iterable[tuple[int, int, int]]) -> Facets:
        total, sectors, months = 0, dict[str, int](), dict[int, int]()
        for month, mask, count in rows:
            total += count
            months[month] = months.get(month, 0) + count
            while mask:
                low = mask & -mask
                name = self._names[low]
                sectors[name] = sectors.get(name, 0) + count
                mask ^= low
        return Facets(top, total, sectors, months)


def _match(query: Query) -> str:
    if query.shape == "phrase":
        return f'"{" ".join(query.words)}"'
    if query.shape == "prefix":
        return f'"{query.words[0]}"*'
    return (" OR " if query.shape == "any" else " AND ").join(f'"{word}"' for word in query.words)
