"""A small corpus made here, with words of every band that the questions are drawn from."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.corpus import Corpus, line_of, write
from tests.bench.spelling import spell

COUNT = 300
SECTORS = ("energetika", "fan-va-talim", "sport")
ENDINGS = tuple("".join(pair) for pair in itertools.product("aeiou", "bdgkmn"))


def _lines() -> Iterator[str]:
    chance = random.Random(5)
    stems = ["".join(chance.choices("qşoʻlmtrwn", k=5)) for _ in range(30)]
    words = [stem + ending for stem in stems for ending in ENDINGS]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    for _ in range(COUNT):
        text = " ".join(map(spell, chance.choices(words, weights, k=chance.randint(20, 60))))
        day = dt.date(2016, 1, 1).toordinal() + chance.randrange(3950)
        yield line_of(text, chance.sample(SECTORS, chance.randint(1, 2)), day)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return write(tmp_path_factory.mktemp("bench"), _lines(), COUNT, seed=5)


@pytest.fixture
def corpus_of(tmp_path: Path) -> Callable[..., Corpus]:
    """Return a corpus of a few texts, all of one sector and day."""

    def corpus_of(*texts: str) -> Corpus:
        lines = (line_of(text, ("sport",), dt.date(2020, 5, 17).toordinal()) for text in texts)
        return write(tmp_path, lines, len(texts), seed=0)

    return corpus_of
