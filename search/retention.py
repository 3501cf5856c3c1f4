"""Retention: which generations an engine's store keeps, and which one a rollback goes back to."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from search.errors import REINDEX, IndexUnavailable
from search.generation import Generation

KEPT: Final = 2  # generations kept of each fingerprint in use
FINGERPRINTS: Final = 2  # fingerprints in use: this software's and the newest other one (the version being replaced)


def in_use(fingerprint: str, generations: Iterable[Generation]) -> tuple[str, ...]:
    """Return the fingerprints that are kept, this software's first; `generations` are the newest first."""
    return tuple(dict.fromkeys((fingerprint, *(each.fingerprint for each in generations))))[:FINGERPRINTS]


def kept_of_others(
    fingerprint: str, generations: Sequence[Generation], live_id: Callable[[str], str | None]
) -> set[str]:
    """Return the ids that are kept of other fingerprints in use than this: the live one and those before it.

    `generations` are the newest first; `live_id` gives the id of the live generation of a fingerprint.
    """
    kept: set[str] = set()
    for other in in_use(fingerprint, generations)[1:]:
        ids = [each.id for each in generations if each.fingerprint == other]
        live = live_id(other)
        kept.update(ids[ids.index(live) :][:KEPT] if live in ids else ids[:KEPT])
    return kept


def long_replaced(live_id: str | None, generations: Sequence[Generation]) -> tuple[str, ...]:
    """Return the ids of the live fingerprint's generations that are older than the one before the live one.

    `generations` are the newest first.
    """
    live = next((each for each in generations if each.id == live_id), None)
    if live is None:
        return ()
    older = [each.id for each in generations if each.fingerprint == live.fingerprint and each.built < live.built]
    return tuple(older[KEPT - 1 :])


def before(live: Generation, generations: Iterable[Generation]) -> Generation:
    """Return the generation before the live one of its fingerprint; raises IndexUnavailable when there is none."""
    for each in generations:
        if each.fingerprint == live.fingerprint and (each.built, each.id) < (live.built, live.id):
            return each
    raise IndexUnavailable("there is no generation before the live one", f"{REINDEX} --full")


def nothing_live(generations: Sequence[Generation]) -> IndexUnavailable:
    """Return the error for a store in which no generation of this software is live."""
    built = "the index was built by another version of the software"
    return IndexUnavailable(built if generations else "there is no index yet")
