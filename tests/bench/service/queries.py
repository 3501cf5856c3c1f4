"""Distinct queries as people type them: words in the form that the releases write them, by how many hold them."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from search.uzbek import key, script_of, stop_words
from tests.bench.composing import Row

Kind = Literal["rare word", "common word", "two words", "any of three"]

KINDS: Final[tuple[Kind, ...]] = ("rare word", "common word", "two words", "any of three")
WORD: Final = re.compile(r"[^\W\d_]+(?:['‘’ʻʼ`][^\W\d_]+)*")
_SHORTEST: Final = 3  # letters
_OPERATORS: Final = frozenset(["and", "or", "not", "va", "yoki", "emas", "ва", "ёки", "эмас"])
_SEED: Final = 7
_RARE: Final = (3, 20, 0.0005)  # releases at least, at most, and the share from which at most grows
_COMMON: Final = (0.15, 0.40)  # shares of the releases: about a quarter
_TWO: Final = (0.02, 0.2)
_THREE: Final = (0.01, 0.3)
_TRIES: Final = 50  # draws a wanted query before the words are said to be too few


@dataclass(frozen=True, slots=True)
class Typed:
    """A query: its kind and its words as typed."""

    kind: Kind
    words: tuple[str, ...]

    @property
    def q(self) -> str:
        """The query as Izla's field takes it; bare words are all required."""
        return (" YOKI " if self.kind == "any of three" else " ").join(self.words)


def holders(rows: Iterable[Row]) -> tuple[Counter[str], int]:
    """Count the releases that hold each written form, small and capital letters alike, and all releases."""
    held: Counter[str] = Counter()
    count = 0
    for row in rows:
        held.update({word.lower() for text in (row["title"], row["body"]) for word in WORD.findall(text)})
        count += 1
    return held, count


def draw(held: Counter[str], count: int, wanted: int) -> dict[Kind, tuple[Typed, ...]]:
    """Draw up to `wanted` distinct queries of each kind; the same ones for the same counts.

    There are only so many words in a quarter of the releases: those are typed with small letters, with a capital and
    in capitals. Several words are typed in one script, the Latin of nine releases in ten.
    """
    chance = random.Random(_SEED)

    def band(low: float, high: float) -> list[str]:
        return sorted(word for word, holding in held.items() if low <= holding <= high and typed_alone(word))

    least, most, share = _RARE

    def latin(shares: tuple[float, float]) -> list[str]:
        return [word for word in band(shares[0] * count, shares[1] * count) if script_of(word) == "latn"]

    common = band(*(share * count for share in _COMMON))
    return {
        "rare word": _ones(chance, "rare word", band(least, max(most, share * count)), wanted),
        "common word": _ones(
            chance, "common word", [written for word in common for written in _writings(word)], wanted
        ),
        "two words": _groups(chance, "two words", latin(_TWO), 2, wanted),
        "any of three": _groups(chance, "any of three", latin(_THREE), 3, wanted),
    }


def mixed(held: Counter[str], count: int, wanted: int) -> tuple[Typed, ...]:
    """Draw `wanted` distinct queries, the four kinds in turn for as long as each has any."""
    return tuple(_in_turn(draw(held, count, wanted)))[:wanted]


def _in_turn(drawn: dict[Kind, tuple[Typed, ...]]) -> Iterator[Typed]:
    for place in range(max(map(len, drawn.values()), default=0)):
        yield from (queries[place] for queries in drawn.values() if place < len(queries))


def typed_alone(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _OPERATORS and key(word) not in stop_words()


def _writings(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, word[0].upper() + word[1:], word.upper())))


def _ones(chance: random.Random, kind: Kind, words: Sequence[str], wanted: int) -> tuple[Typed, ...]:
    return tuple(Typed(kind, (word,)) for word in chance.sample(words, min(wanted, len(words))))


def _groups(chance: random.Random, kind: Kind, words: Sequence[str], size: int, wanted: int) -> tuple[Typed, ...]:
    if len(words) < size:
        return ()
    found: dict[frozenset[str], Typed] = {}
    for _ in range(wanted * _TRIES):
        if len(found) == wanted:
            break
        drawn = tuple(chance.sample(words, size))
        found.setdefault(frozenset(drawn), Typed(kind, drawn))
    return tuple(found.values())
