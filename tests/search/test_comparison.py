from dataclasses import replace

import pytest

from search.answer import Answer, Facet, FacetValue, Histogram, Hit, Partial, Understanding
from search.comparison import differences
from search.generation import Generation
from search.query import Query
from search.release import Release

NAMES = ("here", "there")
GENERATION = Generation.from_values(
    {"id": "g", "fingerprint": "f", "built": "2026-01-01T00:00:00+05:00", "documents": 2, "samples": False, "paths": []}
)


def answer(*scores: tuple[str, float | None], total: int = 2, facets: tuple[Facet, ...] = ()) -> Answer:
    hits = tuple(Hit(Release(name, name), score, (), ()) for name, score in scores)
    return Answer(Query("x"), Understanding(), total, 1, 1, hits, facets, None, (), GENERATION)


def facet(**counts: int) -> Facet:
    return Facet(
        "sector", tuple(FacetValue(name, name, count, selected=False) for name, count in counts.items()), 0, False
    )


def told(one: Answer, other: Answer) -> list[str]:
    return [*differences(one, other, NAMES)]


def test_answers_that_are_alike_have_no_differences() -> None:
    one = answer(("a", 2.0), ("b", 1.0), facets=(facet(x=1),))
    assert told(one, one) == []
    assert (
        told(one, replace(one, hits=tuple(replace(hit, score=(hit.score or 0) * (1 + 1e-7)) for hit in one.hits))) == []
    )


def test_a_total_is_told() -> None:
    assert told(answer(total=2), answer(total=3)) == ["total: 2 in here, 3 in there"]


def test_releases_of_near_scores_may_change_places_and_others_may_not() -> None:
    assert told(answer(("a", 1.000001), ("b", 1.0)), answer(("b", 1.000001), ("a", 1.0))) == []
    (line,) = told(answer(("a", 2.0), ("b", 1.0)), answer(("b", 1.5), ("a", 1.0)))
    assert line == "order: at 1 a (2) in here, b (1.5) in there"


def test_without_scores_each_place_is_compared() -> None:
    (line,) = told(answer(("a", None), ("b", None)), answer(("b", None), ("a", None)))
    assert line.startswith("order: at 1 a")


def test_a_release_that_only_one_shows_is_told() -> None:
    (line,) = told(
        answer(("a", 3.0), ("b", 2.0), ("c", 1.0)),
        answer(("x", 3.0), ("b", 2.0), ("c", 1.0)),
    )
    assert line == "order: at 1 a in here alone"


def test_counts_of_facets_are_told_and_what_is_many_is_counted() -> None:
    assert told(answer(facets=(facet(x=1),)), answer(facets=(facet(x=2),))) == [
        "facets: sector=x: 1 in here, 2 in there"
    ]
    (line,) = told(answer(facets=(facet(a=1, b=1, c=1, d=1),)), answer(facets=(facet(),)))
    assert line.endswith("c: 1 in here, 0 in there; 1 more")


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({"histogram": Histogram("year", (), 1, missing_selected=False)}, "histogram"),
        ({"understanding": Understanding(read_as="y" * 90)}, "understanding"),
        ({"partial": Partial(Query("x"), 1, 4, ())}, "some of the words: 0 in here, 4 in there"),
    ],
)
def test_what_stands_beside_the_hits_is_told(changed: dict[str, object], begins: str) -> None:
    one = answer()
    (line,) = told(one, replace(one, **changed))  # type: ignore[arg-type]
    assert line.startswith(begins)
