"""The one ranking formula, the same in every engine and in the tests' oracle.

Three fields are indexed: `exact` (written forms) and `lemma` (meanings) hold the words of title and text, a title word
with weight TITLE_WEIGHT; `source` holds the lemmas of all that the office is called which the release comes from. For a
release d, a word w with lemma keys k and a written form x:

    idf(k)     = ln(1 + (N - df(k) + 0.5) / (df(k) + 0.5))
    sat(f, d)  = f (K1 + 1) / (f + K1 (1 - B + B length(d) / average length))     f: weighted frequency in the field;
                 length(d) is the next of the 256 LENGTHS, the average is of true lengths
    word(w, d) = max over k of idf(k) sat(lemma k, d)  +  bonus(x) · min over k of idf(k) · sat(exact x, d)
                 + SOURCE_WEIGHT · max over k of idf'(k) sat(source k, d)      idf': the lesser of the two fields' idf
    score(d)   = factor(d) · sum over words of weight(w) · word(w, d)

bonus(x) is LEMMA_BONUS where the form typed is its own lemma, since who types *hisobot* means any form of it, and
EXACT_BONUS where it is another form. A release in another language than Uzbek has no lemmas: of a word that Uzbek
ones have too it gets the bonus alone, so it comes behind them; of any other the form counts with idf(x). weight(w) is
1 for a content word, STOP_WEIGHT for a closed-class word; what a word only reached, lemma or form (typed without its
marks, a synonym, a translation), is multiplied by REACHED_WEIGHT, and of several forms the best counts. A word in
quotes scores as the word; the quotes only restrict the set. A prefix scores PREFIX_SCORE. `sat` is BM25 (Robertson
and Zaragoza, 2009, The Probabilistic Relevance Framework) over one field that joins title and text by weighted
frequency, which is BM25F with one length.

    factor(d)  = 1 + RECENCY (2^(-age / HALF_LIFE) - 1/2) for a dated release, age in days before the newest dated
                 release of the generation; 1 for an undated one; so between 1 - RECENCY / 2 and 1 + RECENCY / 2

Order is total: score, then newest (undated last), then id.

The weights were chosen on 200 known items among 60,000 documents (MRR@10 of the plain query and of five ways of typing
it) and on the judged queries of tests/relevance (nDCG@10), November 2026. TITLE_WEIGHT 3 → 8: stripped suffixes .729 →
.803, judged .927 → .934. One EXACT_BONUS of .75 → two: a bonus for lemmas costs the stripped queries what it gives the
plain ones, .1 keeps both. B .1 → .06, no judged query minds. RECENCY: flat .938, .1 .934, .4 .920; .1 stays, so that of
two releases as good the newer comes first. Relaxing below 5 matches: .934, never: .867.
"""

import math
from collections.abc import Collection
from typing import Any, Final

import numpy as np
import numpy.typing as npt

K1: Final = 1.2
B: Final = 0.06  # little: releases differ in length by kind (a title alone, a whole act), not by wordiness
TITLE_WEIGHT: Final = 8.0
EXACT_BONUS: Final = 0.6
LEMMA_BONUS: Final = 0.1
STOP_WEIGHT: Final = 0.1
REACHED_WEIGHT: Final = 0.9
PREFIX_SCORE: Final = 1.0
SOURCE_WEIGHT: Final = 0.4  # of a word in the name of the source, beside one in the text
RECENCY: Final = 0.1
HALF_LIFE: Final = 730.0  # days

# The lengths that the formula tells apart: exact up to ten words, then 3.3 % apart, as Whoosh keeps them in a byte.
LENGTHS: Final = np.array([round((1.033**code - 1) * 27) for code in range(256)], np.float64)

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Array = npt.NDArray[Any]


def bonus(exact: str, lemmas: Collection[str]) -> float:
    """Return what a match of a written form is worth, by the lemmas that the form has."""
    return LEMMA_BONUS if exact in lemmas else EXACT_BONUS


def idf(documents: int, frequency: int) -> float:
    """Return the inverse document frequency of a key that `frequency` of `documents` releases hold; never negative."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def length_codes(lengths: Array) -> Codes:
    """Return field lengths as the numbers of the next of LENGTHS that is not less."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)


def saturation(frequencies: Array, lengths: Array, average: float, k1: float = K1, b: float = B) -> Floats:
    """Return BM25's term saturation for weighted frequencies and field lengths of the same shape."""
    weighted = frequencies.astype(np.float64)
    norm = k1 * (1 - b + b * lengths.astype(np.float64) / (average or 1.0))
    return np.asarray(weighted * (k1 + 1) / (weighted + norm), dtype=np.float64)


def factors(days: Array, newest: int) -> Floats:
    """Return each release's factor from its day number, 0 for undated; `newest` is that of the newest release."""
    age = newest - days.astype(np.float64)
    return np.where(days > 0, 1 + RECENCY * (np.exp2(-age / HALF_LIFE) - 0.5), 1.0)
