import random
from itertools import pairwise, product
from pathlib import Path

import pytest

from search.engines.whoosh.execution.phrase_scorer import PhraseScorer
from search.engines.whoosh.execution.scorers import TermScorer
from tests.search.engines.whoosh.arrays import reader_over

WORDS = "abc"


def stands(words: list[str], slots: list[str], slop: int, before: int | None) -> bool:
    """Say whether any of the ways to choose a position for each slot is one after another."""
    places = [[at for at, word in enumerate(words) if word in slot] for slot in slots]
    return any(
        all(0 < b - a <= slop for a, b in pairwise(chosen)) and (before is None or chosen[0] < before)
        for chosen in product(*places)
    )


@pytest.mark.parametrize("slop", [1, 2, 3])
@pytest.mark.parametrize("before", [None, 2])
@pytest.mark.parametrize("slots", [["a"], ["a", "b"], ["a", "a"], ["ab", "c"], ["a", "bc", "a"], ["a", "q"]])
def test_a_phrase_is_where_its_words_stand_in_turn(
    tmp_path: Path, slots: list[str], slop: int, before: int | None
) -> None:
    rng = random.Random(len(slots) + slop)
    texts = [" ".join(rng.choices(WORDS, k=rng.randrange(1, 9))) for _ in range(80)]
    reader = reader_over(tmp_path, texts, ["r5"], commits=2)
    table = reader.table("plain")
    scorer = PhraseScorer(
        [[TermScorer("plain", word.encode(), 1.0, table) for word in slot] for slot in slots], slop, before
    )
    found = {
        segment.files.id(number) for segment in reader.segments for number in scorer.documents(segment).numbers.tolist()
    }
    expected = {f"r{at}" for at, text in enumerate(texts) if at != 5 and stands(text.split(), slots, slop, before)}
    assert found == expected
