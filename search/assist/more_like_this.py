"""Releases that share most with a given one, by its rarest and most frequent lemmas."""

from collections import defaultdict
from typing import Final

import numpy as np

from search.analysis.fields import LEMMA, indexed
from search.engines.whoosh.snapshot import DocAddress, Snapshot
from search.ranking import idf
from search.release import Release
from search.uzbek import stop_words

LIKES: Final = 5
TERMS: Final = 15  # lemmas of the release that are compared
SHARED: Final = 2  # a release that shares fewer of them is not alike


def similar(snapshot: Snapshot, place: DocAddress, release: Release) -> list[DocAddress]:
    """Return the places of at most LIKES releases, most alike first, never the release itself."""
    weights: defaultdict[str, float] = defaultdict(float)
    held = indexed(release).lemma
    for lemma, weight in zip(held.terms, held.weights, strict=True):
        weights[lemma] += weight
    rarities = {
        lemma: idf(snapshot.searcher.documents, frequency)
        for lemma in weights
        if lemma not in stop_words() and not lemma.isdigit() and (frequency := snapshot.frequency(LEMMA, lemma)) > 1
    }
    compared = sorted(rarities, key=lambda lemma: (-weights[lemma] * rarities[lemma], lemma))[:TERMS]
    table = snapshot.searcher.table(LEMMA)
    found: list[tuple[float, str, DocAddress]] = []
    for at, segment in enumerate(snapshot.searcher.segments):
        scores = np.zeros(segment.size)
        shared = np.zeros(segment.size, np.uint8)
        for lemma in compared:
            term = segment.term(LEMMA, lemma.encode())
            if term is not None:
                codes = segment.codes(LEMMA).take(term.documents)
                scores[term.documents] += rarities[lemma] * table.exact(term.weights, codes)
                shared[term.documents] += 1
        if at == place.segment:
            shared[place.document] = 0
        alike = np.flatnonzero(shared >= SHARED)
        alike = alike[np.argsort(-scores[alike], kind="stable")[: 2 * LIKES]]
        for document in alike.tolist():
            there = DocAddress(at, document)
            found.append((-float(scores[document]), snapshot.id(there), there))
    return [there for _, _, there in sorted(found, key=lambda own: own[:2])[:LIKES]]
