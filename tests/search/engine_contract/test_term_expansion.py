from collections.abc import Callable, Iterable

import pytest

from search.query_language.term_expansion import RARE, Expansion, expand
from search.release import Release
from tests.analyzers import SAMPLE
from tests.search.engine_contract.engines import OpenEngine

KeysOver = Callable[..., Expansion]


@pytest.fixture
def keys(opened: OpenEngine, publish: Callable[[Iterable[Release]], None]) -> KeysOver:
    def keys(typed: str, *texts: str) -> Expansion:
        releases = [Release(f"r{number}", text) for number, text in enumerate(texts)]
        publish(releases)
        return expand(typed, opened.index.snapshot().vocabulary, SAMPLE)

    return keys


def test_a_marked_word_stands_for_itself(keys: KeysOver) -> None:
    assert keys("koʻp", "kop", "koʻp").variant_lemmas == ()


def test_an_absent_word_without_marks_reaches_the_marked_one(keys: KeysOver) -> None:
    assert keys("qozogiston", "Qozogʻistonda").variant_lemmas == ("qozoğiston",)
    assert keys("qozogistonning", "Qozogʻistonda").variant_lemmas == ("qozoğiston",)


def test_a_frequent_word_reaches_nothing(keys: KeysOver) -> None:
    assert keys("bola", *["bola"] * (RARE + 1), "boʻla").variant_lemmas == ()


def test_a_rare_word_reaches_and_keeps_its_own_lemma(keys: KeysOver) -> None:
    found = keys("tort", "tort", "toʻrt")
    assert found.lemmas == ("tort",)
    assert found.variant_lemmas == ("tört",)


def test_what_is_not_in_the_index_is_not_reached(keys: KeysOver) -> None:
    assert keys("qozogiston", "Oʻzbekiston").variant_lemmas == ()
