"""Explanation: what each word gives to the score of one release."""

from collections.abc import Sequence

from search.engine import Ref, Snapshot
from search.query_language.compiled import Leaf

Shares = tuple[tuple[str, float], ...]


def shares(snapshot: Snapshot, leaves: Sequence[Leaf], ref: Ref) -> tuple[Shares, tuple[str, ...]]:
    """Return each word's share of a release's score, its factor applied, and the words that the release lacks.

    The shares add up to the score when the release is found.
    """
    scores = [(leaf.typed, snapshot.score(ref, leaf.plan)) for leaf in leaves]
    held = tuple((typed, score) for typed, score in scores if score)
    return held, tuple(typed for typed, score in scores if score is None)
