"""Everything of a segment but its postings, by document: id, day, lengths, facets, and the release as it is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.term_dictionary import TermDictionary, write_words

LABELLED: Final = "\x1f"  # between the value and the label of a facet's entry

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class StoredColumn:
    """What is kept of each document, mapped."""

    run: memoryview
    ends: memoryview

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Self:
        """Open what `write_stored` wrote."""
        return cls(file[name].data, file[f"{name}_ends"].data)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, document: int) -> bytes:
        return self.run[self.ends[document] : self.ends[document + 1]].tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class FacetColumn:
    """One facet of a segment.

    `entries` are the distinct (value, label) pairs. A document's set of entries is its combination: `of` has its number
    by document, `starts` and `members` (numbers of entries) say what is in it.
    """

    entries: tuple[tuple[str, str], ...]
    starts: Ints
    members: Ints
    of: Array

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Self:
        """Open what `write_facet` wrote."""
        words = TermDictionary.read(file, f"{name}.entries")
        pairs = (word.decode().partition(LABELLED) for word in words.slice(0, words.size))
        return cls(
            tuple((value, label) for value, _, label in pairs),
            file[f"{name}.starts"].astype(np.int64),
            file[f"{name}.members"].astype(np.int64),
            file[f"{name}.of"],
        )

    def pairs(self, document: int) -> tuple[tuple[str, str], ...]:
        """Return the (value, label) pairs of a document."""
        combination = int(self.of[document])
        members = self.members[self.starts[combination] : self.starts[combination + 1]]
        return tuple(self.entries[member] for member in members.tolist())


def write_facet(writer: ArrayWriter, name: str, combinations: Iterable[tuple[tuple[str, str], ...]]) -> None:
    """Write a facet from each document's (value, label) pairs."""
    entries: dict[tuple[str, str], int] = {}
    known: dict[tuple[tuple[str, str], ...], int] = {}
    of = []
    starts, members = [0], []
    for pairs in combinations:
        number = known.get(pairs)
        if number is None:
            number = known[pairs] = len(known)
            members += [entries.setdefault(pair, len(entries)) for pair in pairs]
            starts.append(len(members))
        of.append(number)
    write_words(writer, f"{name}.entries", [f"{value}{LABELLED}{label}".encode() for value, label in entries])
    writer.put(f"{name}.starts", np.array(starts), "u4")
    writer.put(f"{name}.members", np.array(members, np.int64), "u4")
    writer.put(f"{name}.of", np.array(of, np.int64), "u2" if len(known) <= 1 << 16 else "u4")


def write_lengths(writer: ArrayWriter, field: str, lengths: Array) -> None:
    """Write how many tokens each document has in a field."""
    writer.put(f"{field}.lengths", lengths, "u2" if not len(lengths) or lengths.max() < 1 << 16 else "u4")


def write_stored(writer: ArrayWriter, name: str, stored: Iterable[bytes]) -> None:
    """Write what is kept of each document, unread."""
    run, ends = writer.grow(name, "u1"), writer.grow(f"{name}_ends", "u8")
    at = 0
    ends.add(np.zeros(1))
    for piece in _pieces(stored):
        own = np.cumsum(np.fromiter(map(len, piece), np.int64, len(piece))) + at
        run.add(np.frombuffer(b"".join(piece), np.uint8))
        ends.add(own)
        at = int(own[-1])


def _pieces(items: Iterable[bytes], size: int = 1000) -> Iterable[Sequence[bytes]]:
    piece = []
    for item in items:
        piece.append(item)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece
