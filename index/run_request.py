"""What a run goes on from, which paths it reads, and how much it may remove."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.manifest import Manifest, difference
from search.engine import Store
from search.errors import IndexDamaged, RemovalRefused
from search.generation import Generation, History

FEW: Final = 10  # releases that any run may remove
SHARE: Final = 0.1  # of the releases, that any run may remove


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is asked for.

    `paths` are the whole corpus from now on; empty means the recorded ones. `add` are paths to add to those, removing
    nothing. The switches are those of the command line.
    """

    paths: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    full: bool = False
    strict: bool = False
    checksum: bool = False
    allow_removals: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is there before a run: the live generation of this fingerprint, and the newest live one of any."""

    live: Generation | None
    newest: Generation | None


def standing(store: Store, *, full: bool = False) -> Standing:
    """Look at a store; a damaged live generation raises IndexDamaged unless the run needs none."""
    try:
        live = store.live()
    except IndexDamaged:
        if not full:
            raise
        live = None
    # after a rollback the newest of this fingerprint is not the live one
    others = [each for each in store.list() if live is None or each.fingerprint != live.fingerprint]
    newest = max((each for each in (live, *others[:1]) if each), key=lambda each: each.built, default=None)
    return Standing(live, newest)


def whole_corpus(wish: Wish, newest: Generation | None, default: Path) -> tuple[str, ...]:
    """Return the absolute paths that are the whole corpus: given, else recorded (and added to), else the default."""
    recorded = newest.paths if newest else () if wish.add else (str(default),)
    return _absolute(wish.paths or (*recorded, *wish.add))


def added(wish: Wish) -> tuple[str, ...]:
    """Return the absolute paths that a run adds."""
    return _absolute(wish.add)


def read_manifest(store: Store, generation: Generation | None, wish: Wish) -> Manifest:
    """Return what a generation was made of; empty where there is none, or it cannot be read and is not needed."""
    if generation is None:
        return Manifest()
    try:
        return Manifest.from_json(store.manifest(generation), int(generation.built.timestamp()))
    except IndexDamaged:
        if wish.full and wish.allow_removals:
            return Manifest()
        raise


def read_history(store: Store, generation: Generation | None) -> History:
    """Return what happened up to a generation; nothing where there is none or it cannot be read."""
    if generation is None:
        return History()
    try:
        return store.history(generation)
    except IndexDamaged:
        return History()


def begin_after(newest: Generation | None) -> int:
    """Return when a run begins (seconds since 1970), always later than that of the generation before."""
    return max(int(time.time()), newest.begun + 1 if newest else 0)


def refuse_removals(old: Manifest, new: Manifest) -> None:
    """Raise RemovalRefused when too much of what is live would be gone."""
    removed = difference(old, new).removed
    if len(removed) > FEW and len(removed) > SHARE * len(old.entries):
        raise RemovalRefused(removed, len(old.entries))


def _absolute(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(os.path.abspath(path) for path in paths))  # noqa: PTH100  # also takes `..` out
