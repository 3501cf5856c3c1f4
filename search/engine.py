"""The protocols between the search service and an engine: what it answers (Index) and what it keeps (Store).

An engine is primitives, not answers: the terms of a generation, what a plan matches, counts, ranks and texts.
Everything that is said of them (expansion, relaxation, suggestions, snippets, the order of facet values) is made above,
once for all engines. An engine that finds fewer or better primitives changes this file first.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Protocol, Self

from search.analysis.text_batch import TextBatch
from search.array_types import Ints
from search.deadline import Deadline
from search.facets.selection import Filters
from search.generation import NO_HISTORY, Generation, History
from search.highlighting import Highlights, Span
from search.plan import Plan
from search.release import Moments, Release
from search.stage_times import StageTimes
from search.withdrawn import NOTHING_WITHDRAWN, Withdrawn

BY_SCORE: Final = "score"  # a rank's order beside those of search.query.SORTS: relevance without a release's factor
Ref = object  # where a release stands in a snapshot; only the snapshot that gave it can read it


@dataclass(frozen=True, slots=True)
class Ranked:
    """A release among the best of a search, and its score (0 under an order that is not by score)."""

    ref: Ref
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class FacetCounts:
    """How many releases have each value of a facet: all values of the generation, in the order of their labels.

    `values`, `labels` and `counts` go together; `missing` counts the releases without a value. A label is the value as
    most releases write it; the order is that of the Uzbek alphabet, then of the value.
    """

    values: Sequence[str]
    labels: Sequence[str]
    counts: Sequence[int]
    missing: int


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The first and last day of some releases, None when none is dated, and how many of them are undated."""

    first: dt.date | None
    last: dt.date | None
    undated: int


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """What will be asked of some matches, for an engine that is far away and answers it all at once.

    A page of the releases that pass the `filters`, as of `Matches.rank`; with `overview` the facets and days, too, each
    without its own filter, and how many releases lie between days of `bounds` (ordinals, ascending).
    """

    filters: Filters
    order: str
    offset: int
    limit: int
    overview: bool
    bounds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A release, and the spans (code points, ascending) of its title and of its body that a search highlights."""

    release: Release
    title: Sequence[Span]
    body: Sequence[Span]


class Vocabulary(Protocol):
    """The terms of one generation: those that a release holds, in each field, with their document frequencies."""

    @property
    def documents(self) -> int:
        """How many releases the generation has."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """Return how many releases hold a term; 0 for one that is not there."""
        ...

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        """Return the terms that begin so, in the order of their code points."""
        ...

    def begins(self, field: str, prefix: str) -> bool:
        """Say whether any term begins so; as `starting`, without a list."""
        ...


class Matches(Protocol):
    """What a plan matches in one snapshot; filters are given with each question. All counts are exact."""

    def count(self, filters: Filters) -> int:
        """Return how many releases match and pass the filters."""
        ...

    def rank(self, filters: Filters, order: str, offset: int, limit: int) -> Sequence[Ranked]:
        """Return the releases from `offset` on, at most `limit`, in an order of SORTS or BY_SCORE.

        The order is total: score, then newest, then id; undated last; under "-first_seen" the latest seen first.
        """
        ...

    def facet(self, name: str, filters: Filters) -> FacetCounts:
        """Return the counts of a facet's values among the releases that pass the filters."""
        ...

    def days(self, filters: Filters) -> DaySpan:
        """Return which days the releases have that pass the filters."""
        ...

    def per_day_range(self, filters: Filters, bounds: tuple[int, ...]) -> Sequence[int]:
        """Return how many releases lie from each bound up to the next; bounds are ordinals of days, ascending."""
        ...


class Snapshot(Protocol):
    """One generation, pinned for one request; safe to share between threads."""

    @property
    def generation(self) -> Generation:
        """The generation that it shows, with what is withdrawn."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms of that generation."""
        ...

    def match(self, plan: Plan, deadline: Deadline, page: ExpectedPage | None = None) -> Matches:
        """Find what a plan matches; raises TooSlow at the deadline. `page` says what is likely to be asked of it."""
        ...

    def fetch(self, refs: Sequence[Ref], highlights: Highlights = ()) -> Iterator[Highlighted]:
        """Yield releases in the order of their refs, with the spans that the highlights take."""
        ...

    def find(self, release_id: str) -> Ref | None:
        """Return the release of an id, None when there is none."""
        ...

    def score(self, ref: Ref, plan: Plan) -> float | None:
        """Return what a plan scores a release with, its factor applied; None when the plan does not match it."""
        ...

    def changed_after(self, moment: int) -> Sequence[Ref]:
        """Return the releases that changed after a moment (`Release.changed`), oldest change first, then by id."""
        ...

    def history(self) -> History:
        """Return what happened up to this generation."""
        ...


class Index(Protocol):
    """The generations as a service reads them; safe to share between threads."""

    def snapshot(self, withdrawn: Withdrawn = NOTHING_WITHDRAWN) -> Snapshot:
        """Return the live generation; raises IndexUnavailable when there is nothing to search.

        It answers as if the withdrawn releases had been removed from it: in its terms and statistics, too. An id that
        it does not have is none of its business. Its `generation` says what is withdrawn and counts what is left.
        """
        ...

    def ready(self) -> None:
        """Raise IndexUnavailable, within a second, where questions cannot be answered now."""
        ...


class Preparer(Protocol):
    """Turns releases that were read into what a draft of its engine takes; can be handed to another process."""

    def __call__(self, releases: Sequence[Release], texts: TextBatch, numbers: Ints) -> Any:
        """Prepare some releases, by their numbers; texts 2n and 2n + 1 are the title and the body of release n.

        Their moments are not known yet. What comes out can be handed back to the process of the draft.
        """
        ...


class Draft(Protocol):
    """A generation in the making, seen by nobody until published; leaving its `with` unpublished discards it."""

    @property
    def preparer(self) -> Preparer:
        """What prepares releases for it."""
        ...

    @property
    def jobs(self) -> int:
        """How many processes may read and prepare releases for it, within the memory of the run."""
        ...

    @property
    def stages(self) -> StageTimes:
        """The times of the run's stages; the draft counts "gather", "invert" and "write" itself."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, releases: Iterable[Release]) -> None:
        """Write releases; one with an id that is already there takes its place."""
        ...

    def add_prepared(self, prepared: Any, moments: Sequence[Moments | None]) -> None:
        """Write releases that its preparer prepared, with the moments of each; one that has None is left out."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        ...

    def verify(self) -> None:
        """Close the writer, open what was written and probe it; raises IndexDamaged."""
        ...

    def publish(self, manifest: bytes, history: History = NO_HISTORY, begun: int = 0) -> Generation:
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

    def manifest(self, generation: Generation) -> bytes | memoryview:
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
