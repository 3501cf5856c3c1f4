"""The histogram as geometry: bars in a box of WIDTH by HEIGHT units, for SVG that the template draws."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from search.answer import Bucket, Histogram

WIDTH: Final = 300
HEIGHT: Final = 64
_HEADROOM: Final = 4
_LEAST: Final = 2.0  # height of the smallest bar that counts anything
_GAP: Final = 0.2  # of a bar's share of the width
MOST_BARS: Final = 150  # more are thinner than a finger and heavier than the page


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar (x, y, width, height) in its full-height share of the width (left, share)."""

    left: float
    share: float
    x: float
    y: float
    width: float
    height: float


def bars(counts: Sequence[int]) -> list[Bar]:
    """Return a bar for each count, the greatest one nearly full height; nothing is drawn for 0."""
    if not counts:
        return []
    share, most = WIDTH / len(counts), max(*counts, 1)
    drawn = []
    for place, count in enumerate(counts):
        height = max(count / most * (HEIGHT - _HEADROOM), _LEAST) if count else 0.0
        left = place * share
        drawn.append(
            Bar(
                left=round(left, 1),
                share=round(share, 1),
                x=round(left + share * _GAP / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(share * (1 - _GAP), 1),
                height=round(height, 1),
            )
        )
    return drawn


def coarser(histogram: Histogram) -> Histogram:
    """Return a histogram with whole years where months or days would be too many to draw."""
    if len(histogram.buckets) <= MOST_BARS or histogram.interval == "year":
        return histogram
    years = [list(group) for _, group in groupby(histogram.buckets, key=lambda bucket: bucket.start.year)]
    buckets = tuple(
        Bucket(
            start=dt.date(group[0].start.year, 1, 1),
            end=dt.date(group[0].start.year, 12, 31),
            count=sum(bucket.count for bucket in group),
            selected=any(bucket.selected for bucket in group),
        )
        for group in years
    )
    return Histogram("year", buckets, histogram.missing, histogram.missing_selected)
