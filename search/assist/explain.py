"""What each word gives to the score of one release."""

import numpy as np

from search.engines.whoosh.snapshot import DocAddress
from search.query_language.compiler import Asking
from search.query_language.relaxation import Read

Shares = tuple[tuple[str, float], ...]


def shares(asking: Asking, found: Read, place: DocAddress) -> tuple[Shares, tuple[str, ...]]:
    """Return each word's share of a release's score, its factor applied, and the words that the release lacks.

    The shares add up to the score when the release is found.
    """
    segment = asking.snapshot.searcher.segments[place.segment]
    factor = float(asking.snapshot.factors[place.segment].values[place.document])
    document = np.array([place.document])
    held, lacking = [], []
    for name, leaf in found.leaves:
        node = asking.snapshot.searcher.plan(leaf, asking.deadline)
        if node.holds(segment, document)[0]:
            held.append((name, float(node.exact(segment, document)[0]) * factor))
        else:
            lacking.append(name)
    return tuple((name, share) for name, share in held if share), tuple(lacking)
