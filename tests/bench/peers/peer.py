"""What the bench wants of an engine, and what an engine answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from tests.bench.corpus import Document
from tests.bench.queries import Narrowing, Query, Shape

K1: Final = 1.2
B: Final = 0.75
HITS: Final = 10

Top = list[tuple[int, float]]  # document number and score, best first


@dataclass(frozen=True, slots=True)
class Facets:
    """The best ten, and over all matches: how many, in each sector, in each month. A count of 0 is left out."""

    top: Top
    total: int
    sectors: dict[str, int]
    months: dict[int, int]


class Peer(Protocol):
    """An engine: builds an index of one field of words, and answers from it with plain BM25 (K1, B above).

    `largest` is how many documents it is built of without being asked by name. A `slow` engine is asked fewer
    questions.
    """

    version: str
    largest: int
    slow: bool

    def formula(self, shape: Shape) -> str | None:
        """Name the formula that ranks a shape; engines that give one name give the same ranking."""
        ...

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Write an index into an empty folder, as it is best searched, in this thread."""
        ...

    def open(self, folder: Path) -> None:
        """Open an index, ready to be asked."""
        ...

    def forget(self) -> None:
        """Drop all that the process keeps of the index, and open it again."""
        ...

    def top(self, query: Query) -> Top:
        """Return the best ten."""
        ...

    def facets(self, query: Query) -> Facets:
        """Return the best ten, and what is counted over all matches."""
        ...

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """Return the same of the matches within a narrowing."""
        ...
