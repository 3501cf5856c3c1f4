"""Exact first, the rest apart: the releases that hold all the words, and below them those that hold some."""

from collections.abc import Callable, Iterable

import pytest

from search.query import NO, ONLY, YES, Query
from search.query_language.relaxation import ENOUGH
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]
ALL = ("hammasi-1", "hammasi-2")
SOME = tuple(f"qismi-{number}" for number in range(ENOUGH + 2))
WORDS = "quyosh stansiyasi qurilishi"


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    return engine_over(
        [
            *(Release(name, "Quyosh stansiyasi", "Qurilishi boshlandi.") for name in ALL),
            *(Release(name, "Quyosh stansiyasi", "Ishga tushdi.") for name in SOME),
            Release("boshqa", "Paxta terimi"),
        ]
    )


def ids(engine: SearchService, **changes: object) -> set[str]:
    return {hit.release.id for hit in engine.answer(Query(WORDS).with_(**changes), acting=True).hits}


def test_the_total_is_of_those_that_hold_all_and_the_others_stand_apart(engine: SearchService) -> None:
    answer = engine.answer(Query(WORDS), acting=True)
    assert (answer.total, {hit.release.id for hit in answer.hits}) == (len(ALL), set(ALL))
    assert answer.understanding.matching == "all"
    assert sum(bucket.count for facet in answer.facets for bucket in facet.values) <= len(ALL)
    assert answer.partial is not None
    assert (answer.partial.total, {hit.release.id for hit in answer.partial.hits}) == (len(SOME), set(SOME))
    assert answer.partial.required == 2
    alone = engine.answer(answer.partial.query, acting=True)
    assert (alone.total, {hit.release.id for hit in alone.hits}) == (len(SOME), set(SOME))
    assert alone.partial is None


def test_together_they_are_what_relaxing_gives(engine: SearchService) -> None:
    assert ids(engine, partial=NO) == {*ALL, *SOME}
    plain, apart = engine.answer(Query(WORDS)), engine.answer(Query(WORDS, partial=YES))
    assert (plain.total, plain.partial) == (len(ALL) + len(SOME), None)
    assert apart.total == len(ALL)
    assert engine.export(Query(WORDS, partial=YES)).total == len(ALL)


def test_where_none_holds_all_the_relaxed_ones_are_the_answer(engine: SearchService) -> None:
    answer = engine.answer(Query("quyosh stansiyasi poyezd"), acting=True)
    assert (answer.total, answer.understanding.matching, answer.partial) == (len(ALL) + len(SOME), "relaxed", None)


def test_nothing_is_relaxed_by_date_but_those_that_hold_some_can_be_put_so(engine: SearchService) -> None:
    assert engine.answer(Query(WORDS, sort="-date"), acting=True).partial is None
    assert ids(engine, sort="-date", partial=ONLY) == set(SOME)
    assert ids(engine, sort="-date") == set(ALL)


def test_one_word_has_no_part(engine: SearchService) -> None:
    assert engine.answer(Query("paxta"), acting=True).partial is None
    assert engine.answer(Query("paxta", partial=ONLY), acting=True).total == 0


@pytest.mark.parametrize("initial", ["Sh.", "Ш.", "A.", "O‘."])
def test_an_initial_is_never_required_and_never_what_remains(engine_over: EngineOver, initial: str) -> None:
    engine = engine_over(
        [
            Release("toliq", "Sharof Rashidov haqida"),
            *(Release(f"bosh-{number}", f"{initial} Karimov", "Soʻz") for number in range(ENOUGH)),
        ]
    )
    answer = engine.answer(Query(f"{initial} Rashidov"), acting=True)
    assert [hit.release.id for hit in answer.hits] == ["toliq"]
    assert answer.partial is None


@pytest.mark.parametrize("q", [WORDS, "quyosh", "paxta terimi quyosh", "stansiyasi boshlandi", "yoʻq", "ishga bilan"])
def test_the_two_lists_are_apart_and_together_what_relaxing_gives(engine: SearchService, q: str) -> None:
    together, apart = engine.answer(Query(q, partial=NO)), engine.answer(Query(q, partial=YES))
    some = apart.partial.total if apart.partial else 0
    assert together.total == apart.total + some
