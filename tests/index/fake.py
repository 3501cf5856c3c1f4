"""A store in memory that keeps what the protocols promise, and nothing more."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

from search.engine import Preparer
from search.errors import IndexUnavailable, WriterBusy
from search.generation import NO_HISTORY, Generation, History
from search.release import Moments, Release
from search.stage_times import StageTimes
from tests.preparing import chosen, seen


class FakeStore:
    """Keeps generations as dictionaries; `fingerprint` is this software's, `busy` says that another run writes."""

    def __init__(self, fingerprint: str = "one") -> None:
        self.fingerprint = fingerprint
        self.generations: list[Generation] = []
        self.contents: dict[str, dict[str, Release]] = {}
        self.manifests: dict[str, bytes] = {}
        self.histories: dict[str, History] = {}
        self.pointers: dict[str, str] = {}
        self.busy = False
        self.drafts = 0
        self.before_begin: Callable[[], None] = lambda: None

    def list(self) -> tuple[Generation, ...]:
        return tuple(reversed(self.generations))

    def live(self) -> Generation | None:
        pointed = self.pointers.get(self.fingerprint)
        return next((each for each in self.generations if each.id == pointed), None)

    def manifest(self, generation: Generation) -> bytes:
        return self.manifests[generation.id]

    def history(self, generation: Generation) -> History:
        return self.histories[generation.id]

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> "FakeDraft":
        self.before_begin()
        if self.busy:
            raise WriterBusy("another run is writing")
        self.busy = True
        self.drafts += 1
        return FakeDraft(self, dict(self.contents[base.id]) if base else {}, samples, paths)

    def check(self, generation: Generation) -> None: ...

    def roll_back(self) -> Generation:
        own = [each for each in self.generations if each.fingerprint == self.fingerprint]
        if len(own) < 2:
            raise IndexUnavailable("nothing before")
        self.pointers[self.fingerprint] = own[-2].id
        return own[-2]

    def held(self) -> dict[str, Release]:
        live = self.live()
        assert live is not None
        return self.contents[live.id]


class FakeDraft:
    def __init__(self, store: FakeStore, contents: dict[str, Release], samples: bool, paths: tuple[str, ...]) -> None:
        self.store = store
        self.contents = contents
        self.samples = samples
        self.paths = paths
        self.added: set[str] = set()
        self.stages = StageTimes()
        self.jobs = 1
        self.verified = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.busy = False

    def add(self, releases: Iterable[Release]) -> None:
        for release in releases:
            assert release.id not in self.added, "an id may come only once in a draft"
            self.added.add(release.id)
            self.contents[release.id] = release

    @property
    def preparer(self) -> Preparer:
        return chosen

    def add_prepared(self, prepared: list[Release], moments: Sequence[Moments | None]) -> None:
        self.add(seen(prepared, moments))

    def remove(self, ids: Iterable[str]) -> None:
        for release_id in ids:
            self.contents.pop(release_id, None)
            self.added.discard(release_id)

    def verify(self) -> None:
        self.verified = True

    def publish(self, manifest: bytes, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        assert self.verified, "verify comes before publish"
        number = len(self.store.generations)
        generation = Generation(
            id=f"g{number}",
            fingerprint=self.store.fingerprint,
            built=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number),
            documents=len(self.contents),
            samples=self.samples,
            paths=self.paths,
            begun=begun,
        )
        self.store.generations.append(generation)
        self.store.contents[generation.id] = self.contents
        self.store.manifests[generation.id] = manifest
        self.store.histories[generation.id] = history
        self.store.pointers[generation.fingerprint] = generation.id
        return generation
