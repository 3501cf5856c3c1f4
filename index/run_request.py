"""The request for a run, and what follows from it: where the run goes on from, its paths, what it may remove."""

import contextlib
import datetime as dt
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.manifest import Manifest
from index.readers import Rules
from search.engine import Store
from search.errors import REINDEX, IndexDamaged, RemovalRefused
from search.generation import Generation, History

# Any run may remove so many, or that share; more is a mistyped path more often than an intention.
MAX_REMOVED: Final = 10  # releases
MAX_REMOVED_SHARE: Final = 0.1  # of the releases that are live


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is asked for.

    `paths` are the whole corpus from now on; empty means the recorded ones. `add` are paths to add to those, removing
    nothing. `mapping` are pairs of a field and the name of a site's own column; None for it, for `include_future`
    and for `keep_foreign` means as recorded. The switches are those of the command line.
    """

    paths: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] | None = None
    include_future: bool | None = None
    keep_foreign: bool | None = None
    full: bool = False
    strict: bool = False
    checksum: bool = False
    allow_removals: bool = False


@dataclass(frozen=True, slots=True)
class StoreState:
    """What a store holds before a run: the live generation of this fingerprint, and the newest live one of any."""

    live: Generation | None
    newest: Generation | None


def store_state(store: Store, *, full: bool = False) -> StoreState:
    """Return what a store holds; a damaged live generation raises IndexDamaged unless the run needs none."""
    try:
        live = store.live()
    except IndexDamaged:
        if not full:
            raise
        live = None
    # after a rollback the newest of this fingerprint is not the live one
    others = [other for other in store.list() if live is None or other.fingerprint != live.fingerprint]
    candidates = [*([live] if live else []), *others[:1]]
    newest = max(candidates, key=lambda generation: generation.built, default=None)
    return StoreState(live, newest)


def corpus_paths(request: RunRequest, newest: Generation | None, default: Path) -> tuple[str, ...]:
    """Return the absolute paths that are the whole corpus: given, else recorded (and added to), else the default."""
    recorded = newest.paths if newest else () if request.add else (str(default),)
    return _absolute(request.paths or (*recorded, *request.add))


def added_paths(request: RunRequest) -> tuple[str, ...]:
    """Return the absolute paths that a run adds."""
    return _absolute(request.add)


def rules_of(request: RunRequest, live: Manifest, today: dt.date, corpus: Path) -> Rules:
    """Return how a run understands records: as it is asked, else as the live generation was made."""
    mapping = live.mapping if request.mapping is None else request.mapping
    include_future = live.include_future if request.include_future is None else request.include_future
    keep_foreign = live.keep_foreign if request.keep_foreign is None else request.keep_foreign
    return Rules(today, include_future, mapping, corpus, keep_foreign)


def read_manifest(store: Store, generation: Generation | None, request: RunRequest) -> Manifest:
    """Return what a generation was made of; empty where there is none.

    Where it cannot be read, a full run goes by that of the generation before, or by none where it may remove anything.
    """
    if generation is None:
        return Manifest()
    try:
        return _manifest(store, generation)
    except IndexDamaged as damage:
        if not request.full:
            raise
        if request.allow_removals:
            return Manifest()
        for earlier in store.list():
            if earlier.fingerprint == generation.fingerprint and earlier.built < generation.built:
                with contextlib.suppress(IndexDamaged):
                    return _manifest(store, earlier)
        raise IndexDamaged(damage.reason, f"{REINDEX} --full --allow-removals") from None


def _manifest(store: Store, generation: Generation) -> Manifest:
    return Manifest.from_json(store.manifest(generation), int(generation.built.timestamp()))


def read_history(store: Store, generation: Generation | None) -> History:
    """Return what happened up to a generation; nothing where there is none or it cannot be read."""
    if generation is None:
        return History()
    try:
        return store.history(generation)
    except IndexDamaged:
        return History()


def start_time(newest: Generation | None) -> int:
    """Return when a run begins (seconds since 1970), always later than that of the generation before."""
    return max(int(time.time()), newest.begun + 1 if newest else 0)


def refuse_removals(removed: tuple[str, ...], *, of: int) -> None:
    """Raise RemovalRefused when the ids that would be gone are too many `of` the live releases."""
    if len(removed) > MAX_REMOVED and len(removed) > MAX_REMOVED_SHARE * of:
        raise RemovalRefused(removed, of)


def _absolute(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(os.path.abspath(path) for path in paths))  # noqa: PTH100  # also takes `..` out
