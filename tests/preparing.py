"""What engines in memory prepare of releases: the releases themselves."""

from collections.abc import Iterator, Sequence

from search.analysis.text_batch import TextBatch
from search.array_types import Ints
from search.release import Moments, Release


def chosen(releases: Sequence[Release], texts: TextBatch, numbers: Ints) -> list[Release]:
    """Return some releases, by their numbers; their texts are not needed."""
    return [releases[number] for number in numbers.tolist()]


def seen(prepared: Sequence[Release], moments: Sequence[Moments | None]) -> Iterator[Release]:
    """Give releases with their moments, without those that have none."""
    for release, known in zip(prepared, moments, strict=True):
        if known is not None:
            yield release.with_(first_seen=known[0], changed=known[1])
