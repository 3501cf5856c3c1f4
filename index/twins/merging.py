"""Merging: whether two releases are one indeed, and the one release that a group of twins makes."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from index.records.copies import extra_of, keys_of
from index.twins.shingles import shingles_of
from search.release import Copy, Release, script_of_most

CONTAINED: Final = 0.8  # share of the shorter text's shingles that the longer one holds, where likeness alone tells
_LINKED: Final = 0.3  # the same where a link tells: enough that it is no mistake of the site
_NUMBER: Final = re.compile(r"\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?")
_SEPARATORS: Final = re.compile(r"[.,\s]")


def are_one(first: Release, second: Release, *, linked: bool) -> bool:
    """Say whether two releases are one: the shorter one lies within the longer, its numbers too.

    A translation is another release: what it says is found by other words.
    """
    if first.language != second.language:
        return False
    texts = [keys_of(release.body) for release in (first, second)]
    short, long = sorted((shingles_of(text) for text in texts), key=len)
    same_script = script_of_most(f"{first.title} {first.body}") == script_of_most(f"{second.title} {second.body}")
    if not short:
        return linked and (not same_script or keys_of(first.title) == keys_of(second.title))
    contained = len(short & long) / len(short)
    if linked and not same_script:
        return contained >= _LINKED
    if contained < CONTAINED:
        return False
    fewer, more = sorted((first, second), key=lambda release: len(release.body))
    return linked or _numbers(fewer.body) <= _numbers(more.body)


def merged(group: Sequence[Release]) -> Release:
    """Return the one release of a group: the earliest, of one day the Latin one; the others are its copies."""
    main, *others = sorted(group, key=_order)
    known = frozenset(keys_of(f"{main.title} {main.searched}"))
    copies = list(main.copies)
    for other in others:
        if other.id == main.id:
            continue  # one page under two addresses: the first says all
        copies.append(
            Copy(
                id=other.id,
                title=other.title,
                body=other.body,
                script=script_of_most(f"{other.title} {other.body}"),
                date=other.date,
                source=other.office or other.source,
                url=other.url,
                extra=extra_of(known, other.title, other.body),
            )
        )
        copies.extend(other.copies)
    return main.with_(copies=tuple(copies))


def _order(release: Release) -> tuple[bool, int, bool, str]:
    day = release.date.toordinal() if release.date else 0
    return not day, day, script_of_most(f"{release.title} {release.body}") != "latn", release.id


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_SEPARATORS.sub("", number) for number in _NUMBER.findall(text))


def groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the groups that pairs join, each in the order of its ids."""
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        heads.setdefault(name, name)
        while heads[name] != name:
            heads[name] = heads[heads[name]]
            name = heads[name]
        return name

    for first, second in pairs:
        heads[head(first)] = head(second)
    found: dict[str, list[str]] = {}
    for name in heads:
        found.setdefault(head(name), []).append(name)
    return sorted(tuple(sorted(names)) for names in found.values() if len(names) > 1)
