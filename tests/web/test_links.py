import pytest

from search.query import Query
from search.release import Release
from web.links import Links, web_address


def test_links_are_relative_unless_there_is_a_public_address():
    query = Query(q="quyosh", page=2)
    assert Links().page(query) == "/?page=2&q=quyosh"
    assert Links("https://izla.uz").api(query) == "https://izla.uz/api/search?page=2&q=quyosh"


def test_a_link_without_parameters_has_no_question_mark():
    assert Links().page(Query()) == "/"
    assert Links().release("a") == "/release/a"


def test_the_language_the_reader_named_goes_along():
    assert Links(lang="ru").page(Query(q="x")) == "/?lang=ru&q=x"
    assert Links(lang="ru").sectors() == "/api/sectors?lang=ru"


def test_an_id_is_one_step_of_the_address_whatever_it_holds():
    assert Links().release("a/b?c#ў") == "/release/a%2Fb%3Fc%23%D1%9E"
    assert Links().api_release("a b") == "/api/releases/a%20b"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.uz/x", "https://a.uz/x"), ("HTTP://a.uz", "HTTP://a.uz"), ("javascript:alert(1)", None), ("", None)],
)
def test_only_http_addresses_are_linked(url, expected):
    assert web_address(Release("a", "b", url=url)) == expected
