"""The two protocols that every engine fulfils: Engine answers, Store keeps what is answered from."""

from collections.abc import Iterable
from types import TracebackType
from typing import Protocol, Self

from search.answer import Answer, Changes, Completion, Explanation, Export, Generation, Reading
from search.generation import NO_HISTORY, History
from search.query import Query
from search.release import Release


class Engine(Protocol):
    """Answers from the live generation of this software's fingerprint; safe to share between threads.

    Every call takes one snapshot: what it returns belongs to one generation. All raise IndexUnavailable when there is
    nothing to search.
    """

    def generation(self) -> Generation:
        """Return the generation that the next answer comes from."""
        ...

    def answer(self, query: Query) -> Answer:
        """Answer a query; raises TooSlow at the time limit."""
        ...

    def read(self, release_id: str, q: str = "") -> Reading:
        """Return one release for reading, marked where `q` matches; raises NotFound."""
        ...

    def suggest(self, q: str, limit: int) -> tuple[Completion, ...]:
        """Return ways to go on from typed words, from the titles that there are; none for less than two letters."""
        ...

    def export(self, query: Query) -> Export:
        """Return everything that a query finds, however much; raises TooSlow at the time limit."""
        ...

    def changes(self, since: str) -> Changes:
        """Return what changed since the generation of that id; raises UnknownGeneration."""
        ...

    def explain(self, release_id: str, query: Query) -> Explanation:
        """Return why a release has its score for a query, or why it is not found; raises NotFound."""
        ...


class Draft(Protocol):
    """A generation in the making, seen by nobody until published; leaving its `with` unpublished discards it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, releases: Iterable[Release]) -> None:
        """Write releases; one with an id that is already there takes its place."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        ...

    def verify(self) -> None:
        """Close the writer, open what was written and probe it; raises IndexDamaged."""
        ...

    def publish(self, manifest: str, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        """Make it the live generation of this fingerprint, atomically; `manifest` is kept beside it unread.

        `begun` is when the run began (seconds since 1970).
        """
        ...


class Store(Protocol):
    """Keeps generations: published ones never change, one pointer for each fingerprint names the live one."""

    def list(self) -> tuple[Generation, ...]:
        """Return the published generations of every fingerprint, newest first."""
        ...

    def live(self) -> Generation | None:
        """Return the live generation of this software's fingerprint."""
        ...

    def manifest(self, generation: Generation) -> str:
        """Return the manifest that was published with a generation."""
        ...

    def history(self, generation: Generation) -> History:
        """Return what happened up to a generation; nothing for one that was published without."""
        ...

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> Draft:
        """Take the writer's lock and start a draft: a copy of `base`, or empty; raises WriterBusy."""
        ...

    def check(self, generation: Generation) -> None:
        """Compare a generation's files with what was published and probe it; raises IndexDamaged."""
        ...

    def roll_back(self) -> Generation:
        """Make the generation before the live one live again; raises IndexUnavailable when there is none."""
        ...
