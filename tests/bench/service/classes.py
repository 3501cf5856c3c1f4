"""The classes of question that two checkouts are asked: each as the parameters of one search, none of them twice."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlencode

from search.uzbek import script_of
from tests.bench.composing import Row
from tests.bench.service.queries import WORD, draw, typed_alone

Class = str
Drawn = dict[Class, tuple[str, ...]]  # the query strings of each class

PHRASE, BEGINNING, FILTERED, NEWEST = "phrase", "beginning", "filtered", "no words"
_PAIRED: Final = 20_000  # releases whose pairs of words are counted
_OFTEN: Final = 0.0005  # share of them that hold a pair at least
_LETTERS: Final = (4, 5, 6)  # of a beginning
_SHARED: Final = (20, 300)  # words that have a beginning
_YEARS: Final = 3  # of a filter by days
_SEED: Final = 11


def drawn(rows: Sequence[Row], held: Counter[str], wanted: int) -> Drawn:
    """Draw up to `wanted` distinct searches of each class, the same ones for the same releases."""
    chance = random.Random(_SEED)
    by_kind = draw(held, len(rows), wanted)
    found: Drawn = {kind: tuple(urlencode({"q": typed.q}) for typed in queries) for kind, queries in by_kind.items()}
    found[PHRASE] = tuple(urlencode({"q": f'"{first} {second}"'}) for first, second in _pairs(chance, rows, wanted))
    found[BEGINNING] = tuple(urlencode({"q": f"{start}*"}) for start in _beginnings(chance, held, wanted))
    narrowings = _narrowings(chance, rows)
    words = itertools.cycle(typed.q for typed in by_kind["common word"])
    narrowed = zip(words, itertools.islice(narrowings, wanted), strict=False)
    found[FILTERED] = tuple(urlencode({"q": word, **narrowing}) for word, narrowing in narrowed)
    paged = enumerate(itertools.islice(narrowings, wanted), 1)
    found[NEWEST] = tuple(urlencode({"page": page, **narrowing}) for page, narrowing in paged)
    return found


def _pairs(chance: random.Random, rows: Sequence[Row], wanted: int) -> list[tuple[str, str]]:
    """Return words that stand side by side in several releases."""
    pairs: Counter[tuple[str, str]] = Counter()
    few = rows[:_PAIRED]
    for row in few:
        words = [word.lower() for word in WORD.findall(row["body"])]
        pairs.update(set(itertools.pairwise(words)))
    least = max(3, _OFTEN * len(few))
    often = sorted(pair for pair, count in pairs.items() if count >= least and all(map(typed_alone, pair)))
    return chance.sample(often, min(wanted, len(often)))


def _beginnings(chance: random.Random, held: Iterable[str], wanted: int) -> list[str]:
    shared = Counter(
        word[:length] for word in held for length in _LETTERS if len(word) >= length and script_of(word) == "latn"
    )
    often = sorted(start for start, words in shared.items() if _SHARED[0] <= words <= _SHARED[1] and start.isalpha())
    return chance.sample(often, min(wanted, len(often)))


def _narrowings(chance: random.Random, rows: Sequence[Row]) -> Iterable[dict[str, str]]:
    """Yield a sector of the releases, and some years that end with one of theirs, for ever."""
    sectors = sorted({sector for row in rows for sector in row["sector"]})
    years = sorted({int(row["date"][:4]) for row in rows if row["date"]})
    while True:
        last = chance.choice(years)
        yield {"sector": chance.choice(sectors), "from": f"{last - _YEARS + 1}", "to": f"{last}"}
