import pytest

from search.query import Query
from search.service import SearchService
from web.presenters.adjacent_results import adjacent_results
from web.urls import Links

ORDER = Query("hisobot", sort="date", per_page=10)


def near(engine: SearchService, release_id: str, query: Query = ORDER) -> list[str | None]:
    found = adjacent_results(engine, query, release_id, Links())
    assert found
    return [result.url.partition("?")[0] if result else None for result in (found.before, found.after)]


@pytest.mark.parametrize(
    ("number", "page", "before", "after"),
    [
        (0, 1, None, "/release/oylik-01"),
        (5, 1, "/release/oylik-04", "/release/oylik-06"),
        (9, 1, "/release/oylik-08", "/release/oylik-10"),
        (10, 2, "/release/oylik-09", "/release/oylik-11"),
        (44, 5, "/release/oylik-43", None),
    ],
)
def test_the_results_before_and_after_are_found_across_pages(
    engine: SearchService, number: int, page: int, before: str | None, after: str | None
) -> None:
    assert near(engine, f"oylik-{number:02}", ORDER.with_(page=page)) == [before, after]


def test_a_neighbour_on_another_page_leads_back_to_that_page(engine: SearchService) -> None:
    found = adjacent_results(engine, ORDER, "oylik-09", Links())
    assert found
    assert found.before
    assert found.after
    assert "page=2" in found.after.url
    assert "page" not in found.before.url.replace("per_page", "")
    assert found.after.title == "10-sonli <mark>hisobot</mark> eʼlon qilindi"


def test_a_release_that_the_page_does_not_hold_has_none(engine: SearchService) -> None:
    assert adjacent_results(engine, ORDER, "kirill", Links()) is None


def test_a_neighbour_without_a_title_is_named_by_its_first_words(engine: SearchService) -> None:
    found = adjacent_results(engine, Query(sort="date", per_page=2), "kirill", Links())
    assert found
    assert found.before
    assert found.before.title.startswith("Faqat matndan iborat")
    assert found.before.lang == "uz-Latn"
