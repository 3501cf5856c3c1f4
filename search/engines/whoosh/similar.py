"""Releases that share most with a given one, by its rarest and most frequent lemmas."""

from collections import Counter
from typing import Final

import numpy as np

from search.engines.whoosh.postings import Deadline
from search.engines.whoosh.snapshot import Snapshot
from search.ranking import idf, saturation
from search.release import Release
from search.schema import LEMMA, occurrences
from search.uzbek import stop_words

LIKES: Final = 5
TERMS: Final = 15  # lemmas of the release that are compared
SHARED: Final = 2  # a release that shares fewer of them is not alike


def similar(snapshot: Snapshot, number: int, release: Release, deadline: Deadline) -> list[int]:
    """Return the document numbers of at most LIKES releases, most alike first, never the release itself."""
    _, lemma = occurrences(release)
    weights: Counter[str] = Counter()
    for occurrence in lemma:
        weights[occurrence.term] += occurrence.weight  # type: ignore[assignment]  # weighted frequencies, not counts
    size = snapshot.documents
    worth = {
        term: weight * idf(size, frequency)
        for term, weight in weights.items()
        if term not in stop_words() and not term.isdigit() and (frequency := snapshot.frequency(LEMMA, term)) > 1
    }
    lengths, average = snapshot.lengths(LEMMA)
    scores = np.zeros(snapshot.columns.size)
    shared = np.zeros(snapshot.columns.size, np.int64)
    for term in sorted(worth, key=lambda term: (-worth[term], term))[:TERMS]:
        found = snapshot.postings(LEMMA, term, deadline)
        scores[found.documents] += idf(size, len(found.documents)) * saturation(
            found.weights, lengths[found.documents], average
        )
        shared[found.documents] += 1
    candidates = np.flatnonzero(snapshot.columns.live & (shared >= SHARED))
    candidates = candidates[candidates != number]
    order = np.lexsort((snapshot.columns.id_order[candidates], -scores[candidates]))
    return [int(candidate) for candidate in candidates[order[:LIKES]]]
