from collections.abc import Callable, Iterable

import pytest

from search.release import Release
from search.service import SearchService
from tests.bench.product import typed
from tests.bench.queries import Query
from tests.bench.spelling import spell


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query("word", (spell("öqituvçi"),)), "öqituvçi"),
        (Query("all", ("gaz", "neft")), "gaz neft"),
        (Query("any", ("gaz", "neft")), "gaz YOKI neft"),
        (Query("phrase", ("gaz", "neft")), '"gaz neft"'),
        (Query("prefix", (spell("quyoş"),)), "quyoş*"),
    ],
)
def test_a_question_is_typed_as_a_person_would(query: Query, text: str) -> None:
    assert typed(query).q == text


def test_the_product_finds_what_is_typed(
    engine_over: Callable[[Iterable[Release]], SearchService], releases: tuple[Release, ...]
) -> None:
    engine = engine_over(releases)
    assert engine.answer(typed(Query("word", ("quyosh",)))).hits
    assert engine.answer(typed(Query("any", ("futbol", spell("quyoş"))))).hits
