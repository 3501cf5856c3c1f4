"""The table of twin facts: those of all releases of a run as arrays, kept in the manifest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Final, Self

import numpy as np

from index.json_arrays import blocks, to_bytes, to_text
from index.twins.facts import SHINGLE, TwinFacts, facts_of_batch
from index.twins.shingles import Sampler
from search.analysis.text_batch import TokenBatch
from search.array_types import Array, Ints
from search.ragged import before, runs
from search.release import Release

SCRIPTS: Final = ("latn", "cyrl")
_ARRAYS: Final[Mapping[str, str]] = {
    "days": "<i4",
    "scripts": "u1",
    "origin_numbers": "<u4",
    "link_counts": "<u2",
    "links": "<u8",
    "sample_counts": "<u2",
    "samples": SHINGLE.str,
}


@dataclass(frozen=True, eq=False)
class TwinTable:
    """The twin facts of releases, a row each: `names` are their ids, the arrays the fields of `TwinFacts` of each row.

    `scripts` are places in SCRIPTS and `origin_numbers` in `origins`; `links` and `samples` are those of all rows, one
    after another, as many of each as the counts say.
    """

    names: Sequence[str]
    origins: Sequence[str]
    days: Array
    scripts: Array
    origin_numbers: Array
    link_counts: Array
    links: Array
    sample_counts: Array
    samples: Array

    @classmethod
    def of(cls, names: Sequence[str], facts: Sequence[TwinFacts]) -> Self:
        """Return the table of the facts of releases, whose ids are `names`."""
        origins = {name: number for number, name in enumerate(dict.fromkeys(one.origin for one in facts))}
        return cls(
            names=names,
            origins=list(origins),
            days=np.array([one.day for one in facts], _ARRAYS["days"]),
            scripts=np.array([SCRIPTS.index(one.script) for one in facts], _ARRAYS["scripts"]),
            origin_numbers=np.array([origins[one.origin] for one in facts], _ARRAYS["origin_numbers"]),
            link_counts=np.array([len(one.links) for one in facts], _ARRAYS["link_counts"]),
            links=np.array([*chain.from_iterable(one.links for one in facts)], _ARRAYS["links"]),
            sample_counts=np.array([len(one.sample) // SHINGLE.itemsize for one in facts], _ARRAYS["sample_counts"]),
            samples=np.frombuffer(b"".join(one.sample for one in facts), SHINGLE),
        )

    @staticmethod
    def joined(tables: Sequence["TwinTable"]) -> "TwinTable":
        """Return the rows of several tables as one."""
        filled = [table for table in tables if len(table)]
        if len(filled) == 1:
            return filled[0]
        origins: dict[str, int] = {}
        numbers = []
        for table in filled:
            known = np.array([origins.setdefault(name, len(origins)) for name in table.origins], np.uint32)
            numbers.append(known[table.origin_numbers])
        arrays = {
            name: np.concatenate([np.empty(0, kind), *(getattr(table, name) for table in filled)])
            for name, kind in _ARRAYS.items()
            if name != "origin_numbers"
        }
        arrays["origin_numbers"] = np.concatenate([np.empty(0, np.uint32), *numbers])
        return TwinTable([*chain.from_iterable(table.names for table in filled)], list(origins), **arrays)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TwinTable):
            return NotImplemented
        rows = range(len(self))
        return [*self.names] == [*other.names] and [*map(self.facts, rows)] == [*map(other.facts, rows)]

    def __len__(self) -> int:
        return len(self.names)

    def part(self, rows: Sequence[int] | Ints) -> "TwinTable":
        """Return some rows, in the order given."""
        at = np.asarray(rows, np.int64)
        link_counts, sample_counts = self.link_counts[at], self.sample_counts[at]
        return TwinTable(
            names=[self.names[row] for row in at.tolist()],
            origins=self.origins,
            days=self.days[at],
            scripts=self.scripts[at],
            origin_numbers=self.origin_numbers[at],
            link_counts=link_counts,
            links=self.links[runs(self._link_starts[at], link_counts)],
            sample_counts=sample_counts,
            samples=self.samples[runs(self._sample_starts[at], sample_counts)],
        )

    def get(self, name: str) -> TwinFacts | None:
        """Return the facts of a release, None where it has none."""
        row = self._rows.get(name)
        return None if row is None else self.facts(row)

    def facts(self, row: int) -> TwinFacts:
        """Return the facts of a row."""
        link, sample = int(self._link_starts[row]), int(self._sample_starts[row])
        return TwinFacts(
            int(self.days[row]),
            SCRIPTS[self.scripts[row]],
            self.origins[self.origin_numbers[row]],
            tuple(self.links[link : link + int(self.link_counts[row])].tolist()),
            self.samples[sample : sample + int(self.sample_counts[row])].tobytes(),
        )

    def to_values(self, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
        """Return the table as JSON holds it, in blocks of rows, with the number of each id instead of it."""
        return [self.part(rows)._to_block(numbers) for rows in blocks(len(self))]

    @classmethod
    def from_values(cls, values: Iterable[Mapping[str, Any]], names: Sequence[str]) -> "TwinTable":
        """Read what `to_values` gave; raises KeyError, TypeError, ValueError or IndexError for what is not that."""
        return cls.joined([cls._of_block(block, names) for block in values])

    def _to_block(self, numbers: Mapping[str, int]) -> dict[str, Any]:
        arrays = {name: to_text(np.asarray(getattr(self, name), kind)) for name, kind in _ARRAYS.items()}
        rows = np.fromiter(map(numbers.__getitem__, self.names), "<u4", len(self.names))
        return {"rows": to_text(rows), "origins": list(self.origins), **arrays}

    @classmethod
    def _of_block(cls, values: Mapping[str, Any], names: Sequence[str]) -> Self:
        arrays = {name: np.frombuffer(to_bytes(values[name]), kind) for name, kind in _ARRAYS.items()}
        rows = [names[number] for number in np.frombuffer(to_bytes(values["rows"]), "<u4").tolist()]
        table = cls(rows, [str(name) for name in values["origins"]], **arrays)
        sizes = {len(rows), *(len(arrays[name]) for name in _ARRAYS if name not in ("links", "samples"))}
        totals = (int(table.link_counts.sum()), int(table.sample_counts.sum()))
        if len(sizes) > 1 or totals != (len(table.links), len(table.samples)):
            raise ValueError("the arrays of the twins are not of one length")
        if table.scripts.max(initial=0) >= len(SCRIPTS) or table.origin_numbers.max(initial=0) >= max(
            1, len(table.origins)
        ):
            raise ValueError("the twins have numbers of nothing")
        return table

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def _link_starts(self) -> Array:
        return before(self.link_counts)

    @cached_property
    def _sample_starts(self) -> Array:
        return before(self.sample_counts)


NO_TWINS: Final = TwinTable.of((), ())


def table_of_batch(
    releases: Sequence[Release], links: Sequence[tuple[str, ...]], tokens: TokenBatch, sampler: Sampler
) -> tuple[TwinTable, list[int | None]]:
    """Return the table of those of some releases that could be twins, and the row of each release, if it has one.

    The arguments are those of `facts_of_batch`.
    """
    found = zip(releases, facts_of_batch(releases, links, tokens, sampler), strict=True)
    named = {at: (release.id, facts) for at, (release, facts) in enumerate(found) if facts is not None}
    rows = {at: row for row, at in enumerate(named)}
    table = TwinTable.of([name for name, _ in named.values()], [facts for _, facts in named.values()])
    return table, [rows.get(at) for at in range(len(releases))]


class TwinTableBuilder:
    """Gathers the rows of the releases that a run reads; an id comes only once."""

    def __init__(self) -> None:
        self._table = NO_TWINS
        self._rows: list[int] = []  # of that table, which were taken
        self._added: list[TwinTable] = []
        self._searched: list[TwinTable] = []  # each at least twice as long as the next, so that they are few

    def take(self, table: TwinTable, row: int) -> None:
        """Take over a row of a table."""
        if table is not self._table:
            self._cut()
            self._table = table
        self._rows.append(row)

    def get(self, name: str) -> TwinFacts | None:
        """Return the facts of a release that was taken over, None where there are none."""
        self._cut()
        for table in self._added:
            joined = table
            while self._searched and len(self._searched[-1]) < 2 * len(joined):
                joined = TwinTable.joined([self._searched.pop(), joined])
            self._searched.append(joined)
        self._added = []
        return next((facts for table in self._searched if (facts := table.get(name)) is not None), None)

    def _cut(self) -> None:
        if self._rows:
            self._added.append(self._table.part(self._rows))
            self._rows = []

    def finish(self, names: Collection[str], known: TwinTable) -> TwinTable:
        """Return the table of some releases; of those that were not added, the rows that are known."""
        self._cut()
        read = TwinTable.joined([*self._searched, *self._added])
        self._searched, self._added = [], []
        added = set(read.names)
        kept = [row for row, name in enumerate(known.names) if name in names and name not in added]
        return TwinTable.joined([known.part(kept), read])
