"""More like this: the releases that share most with a given one, by its rarest and most frequent lemmas.

One that is not Uzbek has none: its written forms are compared with those of releases in its language.
"""

from collections import defaultdict
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA, indexed
from search.deadline import Deadline
from search.engine import BY_SCORE, Ref, Snapshot
from search.facets.selection import NO_FILTERS, Filters, read_selections
from search.foreign import ENGLISH, RUSSIAN, closed_words
from search.plan import AtLeast, Term
from search.ranking import idf
from search.release import UZBEK, Release
from search.uzbek import stop_words

MOST: Final = 5  # releases
TERMS: Final = 15  # lemmas or forms of the release that are compared
SHARED: Final = 2  # of those; a release that shares fewer of them is not alike


def more_like_this(snapshot: Snapshot, ref: Ref, release: Release, analyzer: Analyzer, deadline: Deadline) -> list[Ref]:
    """Return at most MOST releases, most alike first, never the release itself; raises TooSlow."""
    weights: defaultdict[str, float] = defaultdict(float)
    held = indexed(release, analyzer)
    field, words, filters = LEMMA, held.lemma, NO_FILTERS
    if not release.is_uzbek:
        field, words, filters = EXACT, held.exact, Filters(read_selections({"language": (release.language,)}))
    for word, weight in zip(words.terms, words.weights, strict=True):
        weights[word] += weight
    vocabulary, closed = snapshot.vocabulary, _closed(release.language, analyzer)
    rarities = {
        word: idf(vocabulary.documents, frequency)
        for word in weights
        if word not in closed and not word.isdigit() and (frequency := vocabulary.frequency(field, word)) > 1
    }
    compared = sorted(rarities, key=lambda word: (-weights[word] * rarities[word], word))[:TERMS]
    plan = AtLeast(tuple(Term(field, word, rarities[word]) for word in compared), SHARED)
    ranked = snapshot.match(plan, deadline).rank(filters, BY_SCORE, 0, MOST + 1)
    return [other.ref for other in ranked if other.ref != ref][:MOST]


def _closed(language: str, analyzer: Analyzer) -> frozenset[str]:
    """Return the closed-class words of a language as keys, none of one whose words nobody listed."""
    if language in (RUSSIAN, ENGLISH):
        return frozenset(map(analyzer.key, closed_words(language)))
    return stop_words() if language == UZBEK else frozenset()
