"""One act, one key: its number finds it in whatever spelling it was written, and no other act."""

from collections.abc import Callable, Iterable

import pytest

from search.query import Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]
QAROR = {
    "chiziqcha": "Prezidentning PQ-532-son qarori",
    "kirill": "Президентнинг ПҚ–532-сонли қарори",
    "birga": "PQ532 qaror",
    "boʻsh": "PQ 532 bilan belgilangan",
    "ruscha": "постановление ПП-532",
}
BARE = {"raqam": "532-son qaror ijrosi", "sonli": "532-sonli qaror", "ajratilgan": "532 sonli qaror"}
FARMON = {"farmon": "PF-532-sonli farmon"}
OTHERS = {
    "boshqa-raqam": "PQ-5320-son qaror va 53-son",
    "son": "532 kishi keldi, bu son koʻp",
    "qaror": "Qaror qabul qilindi, PQ va 532",
}


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    texts = {**QAROR, **BARE, **FARMON, **OTHERS}
    return engine_over([Release(name, "Xabar", text) for name, text in texts.items()])


def found(engine: SearchService, q: str) -> set[str]:
    return {hit.release.id for hit in engine.answer(Query(q, sort="-date"), acting=True).hits}


@pytest.mark.parametrize("q", ["PQ-532", "PQ532", "PQ 532", "ПҚ–532-сон", "pq-532-sonli", "ПП-532", "PQ-532-sonning"])
def test_an_act_is_found_in_every_spelling(engine: SearchService, q: str) -> None:
    assert found(engine, q) == {*QAROR, *BARE}


@pytest.mark.parametrize("q", ["532-son", "532-sonli", "532-sonning", "532 sonli", "532-сонли"])
def test_a_number_alone_may_be_that_of_any_kind(engine: SearchService, q: str) -> None:
    assert found(engine, q) == {*QAROR, *BARE, *FARMON}


def test_acts_of_one_number_and_two_kinds_stay_apart(engine: SearchService) -> None:
    assert found(engine, "PF-532") == {*FARMON, *BARE}
    assert found(engine, "УП-532") == {*FARMON, *BARE}
    assert not found(engine, "VMQ-532").intersection({*QAROR, *FARMON})


def test_words_beside_the_number_are_required_as_ever(engine: SearchService) -> None:
    assert found(engine, "532-son qaror") == {*QAROR, *BARE} - {"boʻsh", "ruscha"}
    answer = engine.answer(Query("532-sonli qaror"), acting=True)
    assert (answer.total, answer.understanding.of) == (6, 2)


def test_what_is_marked_is_the_act(engine: SearchService) -> None:
    hits = engine.answer(Query("PQ-532", sort="-date"), acting=True).hits
    marked = {
        hit.release.id: [piece.text for snippet in hit.snippets for piece in snippet if piece.marked] for hit in hits
    }
    assert marked["chiziqcha"] == ["PQ", "532", "son"]
    assert marked["birga"] == ["PQ532"]
    assert marked["raqam"] == ["532", "son"]
