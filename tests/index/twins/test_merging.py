import numpy as np
import pytest

from index.twins.facts import TwinFacts, facts_of, share_a_link
from index.twins.merging import are_one
from search.release import Release

TEXT = "Inshoot yiliga 120 ming gektar yerni suv bilan taʼminlaydi, unda 48 ta nasos oʻrnatilgan."


@pytest.mark.parametrize("linked", [False, True])
def test_the_same_words_are_one_release_in_one_language_only(linked: bool) -> None:
    one = Release("a", "Suv inshooti", TEXT)
    assert are_one(one, one.with_(id="b"), linked=linked)
    assert not are_one(one, one.with_(id="b", language="kaa"), linked=linked)
    assert are_one(one.with_(language="kaa"), one.with_(id="b", language="kaa"), linked=linked)


def test_a_link_joins_releases_of_one_language_only() -> None:
    def facts(name: str, language: str) -> TwinFacts | None:
        release = Release(name, "A", TEXT, url="https://idora.example/17", language=language)
        return facts_of(release, ("idora 5",), 5, np.zeros(0, np.uint32))

    assert share_a_link(facts("a", "uz"), facts("b", "uz"))
    assert share_a_link(facts("a", "ru"), facts("b", "ru"))
    assert not share_a_link(facts("a", "uz"), facts("b", "ru"))
    assert not share_a_link(facts("a", "en"), facts("b", "ru"))
