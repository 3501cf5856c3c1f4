import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.facets.table import FACETS
from search.service import SearchService
from search.settings import Settings
from tests.web.library import Counting
from web import create_app
from web.parameters.table import PARAMS


def body(client: FlaskClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def keys(value: Any, path: str = "") -> Any:
    """Every path of keys in a JSON value, lists taken as one."""
    if isinstance(value, dict):
        return {f"{path}.{key}" for key in value} | {
            deep for key, each in value.items() for deep in keys(each, f"{path}.{key}")
        }
    if isinstance(value, list):
        return {deep for each in value for deep in keys(each, path)}
    return set()


def test_the_answer_has_the_documented_shape(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=энергетика&sector=energetika&from=2026")
    assert list(answer) == [
        "query",
        "total",
        "page",
        "per_page",
        "pages",
        "results",
        "facets",
        "suggestions",
        "readings",
        "partial",
        "index",
        "took_ms",
        "links",
    ]
    assert answer["query"]["read_as"] == "energetika"
    assert answer["query"]["script"] == "cyrl"
    assert answer["query"]["description"] == "energetika; soha: Energetika; 2026-yil 1-yanvardan"
    assert answer["query"]["filters"] == {
        "sector": ["energetika"],
        "region": [],
        "country": [],
        "source": [],
        "language": [],
        "from": "2026-01-01",
        "to": None,
        "date": None,
    }
    assert (answer["query"]["sort"], answer["query"]["matching"], answer["query"]["ignored"]) == (
        "relevance",
        "all",
        [],
    )
    assert answer["suggestions"] == {"did_you_mean": None, "refine": [], "exits": []}
    assert isinstance(answer["took_ms"], int)


def test_a_result_says_everything_about_its_release(client: FlaskClient) -> None:
    result = body(client, "/api/search?q=quyosh+energetikasi")["results"][0]
    assert result["id"] == "2026-03-05-quyosh"
    assert result["url"] == "/release/2026-03-05-quyosh"
    assert result["title"] == "Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi"
    assert (result["date"], result["date_source"], result["sectors_derived"]) == ("2026-03-05", "dateline", True)
    assert result["sectors"][0] == {"value": "energetika", "label": "Energetika"}
    assert result["source"] == {"name": "Energetika vazirligi", "url": "https://example.uz/quyosh"}
    assert result["score"] > 0
    assert "<mark>quyosh</mark> <mark>energetikasi</mark> &lt;ikki&gt;" in result["highlights"]["title"]
    assert all(not re.search(r"<(?!/?mark>)", text) for text in result["highlights"]["body"])
    assert result["unstable"] is None


def test_keys_are_always_there_and_null_rather_than_absent(client: FlaskClient) -> None:
    full = keys(body(client, "/api/search?q=quyosh"))
    empty = keys(body(client, "/api/search?facets=&per_page=1&page=999"))
    lists = re.compile(r"^\.(results|facets\.\w+|query\.(reached|words))\.")
    assert {key for key in full if not lists.match(key)} == {key for key in empty if not lists.match(key)}
    undated = body(client, "/api/search?date=_none")["results"][0]
    assert set(undated) == set(body(client, "/api/search?q=quyosh")["results"][0])
    assert (undated["date"], undated["date_source"], undated["score"]) == (None, None, None)
    assert undated["source"] == {"name": None, "url": None}


def test_facet_values_say_what_choosing_them_gives(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=hisobot&sector=savdo&page=2")
    sector = answer["facets"]["sector"]
    assert (sector["label"], sector["type"], sector["other"]) == ("Soha", "values", 0)
    chosen = next(value for value in sector["values"] if value["value"] == "savdo")
    other = next(value for value in sector["values"] if value["value"] == "moliya")
    assert (chosen["count"], chosen["selected"], chosen["url"]) == (23, True, "/api/search?q=hisobot")
    assert (other["count"], other["selected"]) == (45, False)
    assert body(client, other["url"])["total"] == 45


def test_the_histogram_says_days_and_counts(client: FlaskClient) -> None:
    date = body(client, "/api/search?q=hisobot&from=2022&to=2022")["facets"]["date"]
    assert (date["label"], date["type"], date["interval"], date["missing"]) == ("Sana", "histogram", "month", 0)
    january = date["values"][0]
    assert january["value"] == "2022-01"
    assert (january["label"], january["from"], january["to"], january["count"]) == (
        "2022-yil yanvar",
        "2022-01-01",
        "2022-01-31",
        1,
    )
    assert january["url"] == "/api/search?from=2022-01&q=hisobot&to=2022-01"


def test_a_facet_has_as_many_values_as_asked_for_and_counts_the_others(client: FlaskClient) -> None:
    whole = body(client, "/api/search?facets=sector,region")["facets"]["sector"]
    few = body(client, "/api/search?facets=sector,region&facets_size=2")["facets"]["sector"]
    assert whole["other"] == 0
    assert [value["value"] for value in few["values"]] == [value["value"] for value in whole["values"][:2]]
    assert few["other"] == len(whole["values"]) - 2
    assert "facets_size=2" in few["values"][0]["url"]
    chosen = body(client, "/api/search?facets=sector&facets_size=0&sector=savdo&sector=-moliya")["facets"]["sector"]
    assert {(value["value"], value["selected"], value["excluded"]) for value in chosen["values"]} == {
        ("savdo", True, False),
        ("moliya", False, True),
    }
    assert client.get("/api/search?facets_size=-1").status_code == 400


def test_addresses_of_facet_values_are_the_search_with_one_choice_changed(client: FlaskClient) -> None:
    chosen = "sector=savdo&sector=-moliya"
    for asked in ("q=hisobot&from=2022&to=2026&page=2", f"{chosen}&q=%22a%22", "sort=date&region=_none"):
        answer = body(client, f"/api/search?{asked}")
        for name in ("sector", "region", "source"):
            for value in answer["facets"][name]["values"]:
                changed = body(client, value["url"])
                filters = changed["query"]["filters"][name]
                assert (value["value"] in filters) is not value["selected"]
                assert changed["page"] == 1


def test_facets_that_were_not_asked_for_are_null(client: FlaskClient) -> None:
    facets = body(client, "/api/search?facets=source")["facets"]
    assert facets["sector"] is facets["date"] is None
    assert facets["source"]["values"]


def test_links_lead_through_all_pages_and_are_mirrored_in_the_header(client: FlaskClient) -> None:
    response = client.get("/api/search?q=hisobot&page=2")
    links = response.get_json()["links"]
    assert links == {
        "self": "/api/search?page=2&q=hisobot",
        "first": "/api/search?q=hisobot",
        "prev": "/api/search?q=hisobot",
        "next": "/api/search?page=3&q=hisobot",
        "last": "/api/search?page=3&q=hisobot",
        "html": "/?page=2&q=hisobot",
        "atom": "/feed.atom?q=hisobot",
        "json_feed": "/feed.json?q=hisobot",
        "csv": "/search.csv?q=hisobot",
        "ndjson": "/search.ndjson?q=hisobot",
    }
    assert '</api/search?page=3&q=hisobot>; rel="next"' in response.headers["Link"]


def test_every_release_is_on_exactly_one_page(client: FlaskClient) -> None:
    seen, address = [], "/api/search?per_page=7"
    while address:
        answer = body(client, address)
        seen += [result["id"] for result in answer["results"]]
        address = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == answer["total"] == 50


def test_a_page_beyond_the_last_is_empty_and_leads_back(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=hisobot&page=50")
    assert (answer["results"], answer["total"], answer["page"], answer["pages"]) == ([], 45, 50, 3)
    assert (answer["links"]["last"], answer["links"]["prev"], answer["links"]["next"]) == (
        "/api/search?page=3&q=hisobot",
        "/api/search?page=3&q=hisobot",
        None,
    )


def test_an_empty_answer_offers_ways_out(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=quyosh&sector=bojxona")
    assert {"dropped": "sector", "label": "“Bojxona” filtrisiz", "count": 2, "url": "/api/search?q=quyosh"} in answer[
        "suggestions"
    ]["exits"]
    assert answer["facets"]["sector"]["values"][0]["value"]


def test_scores_are_null_under_a_date_order(client: FlaskClient) -> None:
    assert {result["score"] for result in body(client, "/api/search?q=quyosh&sort=date")["results"]} == {None}


def test_scores_are_explained_when_asked(client: FlaskClient) -> None:
    result = body(client, "/api/search?q=quyosh&explain=1")["results"][0]
    assert sum(row["share"] for row in result["unstable"]["explanation"]) == pytest.approx(result["score"], abs=1e-3)


def test_texts_and_labels_are_shown_in_the_script_asked_for(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=quyosh+energetikasi&script=cyrl")
    assert answer["results"][0]["title"].startswith("Ўзбекистонда қуёш")
    assert "<mark>қуёш</mark>" in answer["results"][0]["highlights"]["title"]
    assert answer["results"][0]["sectors"][0]["label"] == "Энергетика"


def test_labels_speak_the_language_asked_for(client: FlaskClient) -> None:
    answer = body(client, "/api/search?q=quyosh&lang=ru")
    assert answer["facets"]["date"]["label"] == "Дата"
    assert "lang=ru" in answer["links"]["self"]


def test_a_release_is_read_whole(client: FlaskClient) -> None:
    release = body(client, "/api/releases/2026-03-05-quyosh?q=quyosh")
    assert release["body"].count("\n\n") == 2
    assert len(release["highlights"]["paragraphs"]) == 3
    assert "<mark>quyosh</mark>" in release["highlights"]["paragraphs"][0]
    assert release["links"]["published"] == "https://example.uz/quyosh"
    assert body(client, "/api/releases/sanasiz%2F1")["id"] == "sanasiz/1"


def test_sectors_are_listed_with_their_counts(client: FlaskClient, app: Flask) -> None:
    answer = body(client, "/api/sectors")
    counts = {sector["value"]: sector["count"] for sector in answer["sectors"]}
    assert (counts["savdo"], counts["energetika"], counts["bojxona"]) == (23, 2, 0)
    assert answer["sectors"][0]["labels"].keys() == {"uz", "ru", "en"}


def test_index_says_which_generation_answered(client: FlaskClient, engine: SearchService) -> None:
    index = body(client, "/api/search")["index"]
    assert index["generation"] == engine.generation().id
    assert (index["documents"], index["samples"], index["note"]) == (50, False, None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+05:00", index["built"])


def test_answers_from_samples_say_so(sample_client: FlaskClient) -> None:
    for address in ("/api/search", "/api/releases/kirill", "/api/sectors"):
        response = sample_client.get(address)
        assert (response.get_json()["index"]["samples"], response.get_json()["index"]["note"]) == (
            True,
            "namuna maʼlumotlar",
        )
        assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("address", "parameter", "code"),
    [
        ("/api/search?secotr=sport", "secotr", "unknown"),
        ("/api/search?sector=sport-yoq", "sector", "unknown-value"),
        ("/api/search?sector=-sport-yoq", "sector", "unknown-value"),
        ("/api/search?from=2026&to=2025", "from", "reversed"),
        ("/api/search?date=_none&to=2025", "date", "conflict"),
        ("/api/search?from=05.03.2026", "from", "bad-date"),
        ("/api/search?per_page=101", "per_page", "too-large"),
        ("/api/search?utm_source=x", "utm_source", "unknown"),
        ("/api/search?q=" + "a" * 401, "q", "too-long"),
        ("/api/releases/kirill?sector=savdo", "sector", "unknown"),
        ("/api/sectors?q=x", "q", "unknown"),
    ],
)
def test_a_strict_endpoint_refuses_and_names_the_fault(
    client: FlaskClient, address: str, parameter: str, code: str
) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert [(fault["parameter"], fault["code"]) for fault in response.get_json()["errors"]] == [(parameter, code)]


def test_all_faults_come_at_once_with_hint_and_value(client: FlaskClient) -> None:
    problem = client.get("/api/search?secotr=sport&page=0").get_json()
    assert problem["type"] == "/problems/invalid-parameters"
    assert (problem["title"], problem["status"]) == ("Parametrlar notoʻgʻri", 400)
    assert problem["detail"] == "2 ta parametr qabul qilinmadi."
    assert problem["instance"] == "/api/search?secotr=sport&page=0"
    assert problem["errors"] == [
        {
            "parameter": "secotr",
            "code": "unknown",
            "detail": "Bunday parametr yoʻq.",
            "hint": "sector",
            "value": "sport",
        },
        {"parameter": "page", "code": "too-small", "detail": "1 yoki undan katta boʻlsin.", "hint": None, "value": "0"},
    ]


NAMES = st.sampled_from([param.name for param in PARAMS]) | st.text(max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["savdo", "_none", "2026", "1", "date", "day"]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(NAMES, TEXTS), max_size=5),
    st.sampled_from(["/api/search", "/api/releases/kirill", "/api/sectors"]),
)
def test_any_parameters_at_all_are_answered_or_refused(client: FlaskClient, pairs: Any, path: str) -> None:
    response = client.get(path, query_string=pairs)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.get_json()["errors"]


def test_the_same_query_on_page_and_api_finds_the_same(client: FlaskClient) -> None:
    for query in ("q=quyosh", "q=hisobot&sector=savdo&from=2023", "date=_none", "q=Energetika+vazirligi", "q=kop+yol"):
        total = body(client, f"/api/search?{query}&read=1")["total"]
        assert f">{total} ta xabar</h1>" in client.get(f"/?{query}").get_data(as_text=True)


def test_an_unchanged_answer_is_not_searched_again(published: Settings, engine: SearchService) -> None:
    counting = Counting(engine)
    client = create_app(published, counting).test_client()
    for address in ("/api/search?q=quyosh", "/?q=quyosh", "/api/releases/kirill", "/release/kirill", "/api/sectors"):
        first = client.get(address)
        searched = counting.searches
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, counting.searches) == (304, searched)
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
        assert again.get_data() == b""


def test_the_public_address_is_in_every_link(published: Settings, engine: SearchService) -> None:
    client = create_app(replace(published, base_url="https://izla.uz"), engine).test_client()
    answer = body(client, "/api/search?q=quyosh")
    assert answer["links"]["self"] == "https://izla.uz/api/search?q=quyosh"
    assert answer["results"][0]["url"].startswith("https://izla.uz/release/")
    assert client.get("/api/x").get_json()["type"] == "https://izla.uz/problems/not-found"


def test_every_facet_of_the_table_is_answered(client: FlaskClient) -> None:
    assert set(body(client, "/api/search")["facets"]) == {*(facet.name for facet in FACETS), "date"}
