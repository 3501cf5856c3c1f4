"""The worst that 400 letters can ask is answered, or refused as a problem that names the limit."""

from itertools import product

import pytest
from flask import Flask

from search.query import MAX_Q
from search.settings import Settings
from web import create_app

DOORS = ("/", "/api/search", "/search.ndjson", "/search.csv", "/feed.atom", "/count")
WORST = {
    "as many words as fit": " ".join(chr(ord("a") + number % 26) for number in range(MAX_Q // 2)),
    "as many beginnings": "a* " * (MAX_Q // 3),
    "deep nesting": "(" * (MAX_Q // 2) + "a" + ")" * (MAX_Q // 2 - 1),
    "nesting with operators": "(a YOKI " * 50,
    "a long phrase": '"' + "va " * 130 + '"',
    "as many phrases": '"a b" ' * 66,
    "nothing but exceptions": "-a " * 133,
    "as many filters": "soha:energetika " * 25,
    "as many ranges": "sana:2020..2026 " * 25,
}


@pytest.fixture(scope="module")
def large(published_large: Settings) -> Flask:
    return create_app(published_large)


@pytest.mark.parametrize("name", WORST)
def test_the_worst_question_is_answered_at_every_door(large: Flask, name: str) -> None:
    client = large.test_client()
    for door, more in product(DOORS, ({}, {"explain": "1", "read": "1"})):
        taken = {key: value for key, value in more.items() if door in ("/", "/api/search")}
        with client.get(door, query_string={"q": WORST[name][:MAX_Q], **taken}) as answer:
            assert answer.status_code in (200, 400), (door, answer.status_code, answer.get_data()[:200])
            answer.get_data()


def test_ten_thousand_words_are_refused_by_the_limit_that_is_named(large: Flask) -> None:
    answer = large.test_client().get("/api/search", query_string={"q": "suv " * 10_000})
    assert answer.status_code == 400
    assert answer.content_type.startswith("application/problem+json")
    assert str(MAX_Q) in answer.text


def test_what_takes_too_long_is_a_problem_and_no_error(published_large: Settings) -> None:
    hurried = Settings(data=published_large.data, corpus=published_large.corpus, time_limit=1e-9)
    answer = create_app(hurried).test_client().get("/api/search", query_string={"q": "a* " * 100})
    assert answer.status_code == 503
    assert answer.content_type.startswith("application/problem+json")
    assert answer.json
    assert answer.json["type"] == "/problems/too-slow"


def test_titles_are_not_looked_through_for_more_words_than_a_limit(
    large: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a term by itself: 50,000 would outlast the deadline, which is looked at between parts of a plan."""
    client = large.test_client()
    assert client.get("/api/search", query_string={"q": "sarlavha:e*"}).status_code == 200
    monkeypatch.setattr("search.query_language.compiler.MOST_IN_TITLES", 1)
    for door in ("/", "/api/search", "/search.ndjson", "/count"):
        answer = client.get(door, query_string={"q": "sarlavha:x*"})
        assert answer.status_code == 503, door
    assert client.get("/api/search", query_string={"q": "sarlavha:x*"}).get_json()["type"] == "/problems/too-slow"
    assert client.get("/api/search", query_string={"q": "x*"}).status_code == 200


def test_every_facet_and_everything_at_once_is_bounded(large: Flask) -> None:
    client = large.test_client()
    everything = client.get("/api/search?per_page=100&explain=1&interval=day")
    assert everything.status_code == 200
    for facet in everything.get_json()["facets"]:
        assert client.get(f"/?facet={facet}").status_code in (200, 400), facet
    for door in ("/search.ndjson", "/search.csv", "/api/changes", "/sitemap.xml"):
        answer = client.get(door, buffered=False)
        assert answer.status_code in (200, 400)
        assert max(map(len, answer.iter_encoded()), default=0) < 1 << 20, "an export is written piece by piece"
        answer.close()
