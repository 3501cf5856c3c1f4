"""More like this: the releases that share most with a given one, by its rarest and most frequent lemmas."""

from collections import defaultdict
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import LEMMA, indexed
from search.deadline import Deadline
from search.engine import BY_SCORE, Ref, Snapshot
from search.facets.selection import NO_FILTERS
from search.plan import AtLeast, Term
from search.ranking import idf
from search.release import Release
from search.uzbek import stop_words

MOST: Final = 5  # releases
TERMS: Final = 15  # lemmas of the release that are compared
SHARED: Final = 2  # lemmas; a release that shares fewer of them is not alike


def more_like_this(snapshot: Snapshot, ref: Ref, release: Release, analyzer: Analyzer, deadline: Deadline) -> list[Ref]:
    """Return at most MOST releases, most alike first, never the release itself; raises TooSlow."""
    weights: defaultdict[str, float] = defaultdict(float)
    lemmas = indexed(release, analyzer).lemma
    for lemma, weight in zip(lemmas.terms, lemmas.weights, strict=True):
        weights[lemma] += weight
    vocabulary = snapshot.vocabulary
    rarities = {
        lemma: idf(vocabulary.documents, frequency)
        for lemma in weights
        if lemma not in stop_words() and not lemma.isdigit() and (frequency := vocabulary.frequency(LEMMA, lemma)) > 1
    }
    compared = sorted(rarities, key=lambda lemma: (-weights[lemma] * rarities[lemma], lemma))[:TERMS]
    plan = AtLeast(tuple(Term(LEMMA, lemma, rarities[lemma]) for lemma in compared), SHARED)
    ranked = snapshot.match(plan, deadline).rank(NO_FILTERS, BY_SCORE, 0, MOST + 1)
    return [other.ref for other in ranked if other.ref != ref][:MOST]
