"""The merger: makes one release of each group of twins in a draft, and lets those go that are none any more."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple, Protocol

from index.twins.merging import are_one, groups, merged
from index.twins.search import pairs
from index.twins.table import TwinTable
from search.release import Release

_SIGNATURE: Final = 12  # bytes


class Place(NamedTuple):
    """Where a release stood: its file and its line, 0 where the file is the release."""

    path: str
    line: int


class Member(Protocol):
    """A release that a run has: where it stood, and the content hash of what it says alone."""

    @property
    def place(self) -> Place:
        """Its place."""

    @property
    def hash(self) -> str:
        """Its content hash."""


class Merge(NamedTuple):
    """A group of twins that is one release: their ids, a digest of what they say, the content hash of what came of it.

    The first id is the one that the release has. `pairs` are the ids that were found to be one, two by two.
    """

    ids: tuple[str, ...]
    signature: str
    hash: str
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging changes in a draft: the merges, by the id of the release, releases to take out, and to write."""

    merges: dict[str, Merge]
    removed: tuple[str, ...]
    added: tuple[Release, ...]


ReadAgain = Callable[[Collection[Place]], Mapping[Place, Release]]


class Merger:
    """Merges the twins of one run.

    `members` are all releases of the run by id, `twins` what is compared of them, `again` the places of records that
    came with an id which another had. `before` are the merges that the draft begins with, and `changed` the ids of
    releases that are not as they were then. `written` ids were written to the draft in this run. `separate` are pairs
    that a site keeps apart, `allowed` those that it kept apart before. `read_again` returns releases by their places,
    as they are in the index when alone.
    """

    def __init__(
        self,
        members: Mapping[str, Member],
        twins: TwinTable,
        again: Mapping[str, Sequence[Member]],
        before: Mapping[str, Merge],
        changed: Collection[str],
        written: Collection[str],
        separate: Collection[frozenset[str]],
        allowed: Collection[frozenset[str]],
        read_again: ReadAgain,
    ) -> None:
        self._members = members
        self._twins = twins
        self._again = again
        self._before = before
        self._changed = changed
        self._written = written
        self._separate = separate
        self._allowed = allowed
        self._read_again = read_again
        self._read: dict[Place, Release] = {}

    def merge(self) -> Merged:
        """Find the groups, and return what they change in the draft."""
        accepted = list(self._pairs())
        found = groups(accepted)
        in_groups = {name for group in found for name in group}
        found += [(name,) for name in self._again if name in self._members and name not in in_groups]
        by_signature = {merge.signature: merge for merge in self._before.values()}
        merges: dict[str, Merge] = {}
        for group in found:
            merge = by_signature.get(self._signature(group))
            if merge is not None and not any(name in self._written for name in group):
                merges[merge.ids[0]] = merge._replace(pairs=_within(accepted, group))
        merges |= self._unreadable(merges)
        settled = {name for merge in merges.values() for name in merge.ids}
        new = [group for group in found if settled.isdisjoint(group)]
        grouped = settled | {name for group in new for name in group}
        alone = [
            name
            for merge in self._before.values()
            for name in merge.ids
            if name in self._members and name not in grouped and name not in self._written
        ]
        self._fetch(place for group in new for place in self._places(group))
        self._fetch(self._members[name].place for name in alone)
        added = [release for name in alone if (release := self._release(name)) is not None]
        removed: list[str] = []
        for group in new:
            releases = [self._read[place] for place in self._places(group) if place in self._read]
            releases = [release for release in releases if release.id in group]
            if not releases:
                continue
            release = merged(releases)
            ids = (release.id, *(name for name in group if name != release.id))
            digest = release.content_hash()
            merges[release.id] = Merge(ids, self._signature(group), digest, _within(accepted, group))
            removed += [name for name in group if name in self._written]
            added.append(release)
        return Merged(merges, tuple(removed), tuple(added))

    def _unreadable(self, kept: Mapping[str, Merge]) -> dict[str, Merge]:
        """Return the merges that stay since a release of theirs cannot be read now: its file is broken."""
        rest = [merge for name, merge in self._before.items() if name not in kept and name in self._members]
        rest = [merge for merge in rest if not any(name in self._written for name in merge.ids)]
        self._fetch(self._members[name].place for merge in rest for name in merge.ids if name in self._members)
        return {
            merge.ids[0]: merge._replace(ids=tuple(name for name in merge.ids if name in self._members))
            for merge in rest
            if any(name in self._members and self._release(name) is None for name in merge.ids)
        }

    def _release(self, name: str) -> Release | None:
        """Return a release that was read again, None where another one or none stands in its place now."""
        release = self._read.get(self._members[name].place)
        return release if release is not None and release.id == name else None

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Give the pairs that are one release; of two that are as they were, what was found of them then."""
        together = {pair for merge in self._before.values() for pair in merge.pairs}
        wanted = {*self._changed, *chain.from_iterable(self._allowed), *(first for first, _ in together)}
        to_compare = []
        for first, second, linked in pairs(self._twins, wanted):
            pair = frozenset((first, second))
            if pair in self._separate:
                continue
            if first not in self._changed and second not in self._changed and pair not in self._allowed:
                if (first, second) in together:
                    yield first, second
            else:
                to_compare.append((first, second, linked))
        self._fetch(self._members[name].place for first, second, _ in to_compare for name in (first, second))
        for first, second, linked in to_compare:
            one, other = self._release(first), self._release(second)
            if one is not None and other is not None and are_one(one, other, linked=linked):
                yield first, second

    def _fetch(self, places: Iterable[Place]) -> None:
        wanted = {place for place in places if place not in self._read}
        if wanted:
            self._read.update(self._read_again(wanted))

    def _places(self, group: Sequence[str]) -> list[Place]:
        return [member.place for member in self._all(group)]

    def _all(self, group: Sequence[str]) -> list[Member]:
        return [member for name in group for member in (self._members[name], *self._again.get(name, ()))]

    def _signature(self, group: Sequence[str]) -> str:
        hashes = sorted(member.hash for member in self._all(group))
        return hashlib.blake2b("\n".join((*sorted(group), *hashes)).encode(), digest_size=_SIGNATURE).hexdigest()


def _within(pairs: Iterable[tuple[str, str]], group: Collection[str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0] in group)
