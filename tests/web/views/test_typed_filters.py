"""What people type into the box and the date fields: filters among words, days in four languages, signs alone."""

import pytest
from flask.testing import FlaskClient


def page(client: FlaskClient, **parameters: str) -> str:
    response = client.get("/", query_string=parameters)
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("mart 2026", "2026-03"),
        ("2026 йил март", "2026-03"),
        ("в марте 2026 года", "2026-03"),
        ("March 5, 2026", "2026-03-05"),
        ("5 марта 2026", "2026-03-05"),
        ("2023-2024", "2023"),
        ("2023..", "2023"),
    ],
)
def test_the_date_fields_read_days_in_every_language(client: FlaskClient, typed: str, iso: str) -> None:
    assert f'name="from" value="{iso}"' in page(client, **{"from": typed})


def test_the_last_day_is_that_of_the_span(client: FlaskClient) -> None:
    assert 'name="to" value="2024"' in page(client, to="2023–2024")
    assert "Sana tushunarsiz" in page(client, to="2023..")
    assert client.get("/api/search", query_string={"from": "mart 2026"}).status_code == 400


@pytest.mark.parametrize("signs", ["😀", "§", "--", "()", "“”", "***", "،"])
def test_signs_alone_find_nothing_and_are_told(client: FlaskClient, signs: str) -> None:
    html = page(client, q=signs)
    assert "Soʻrovda soʻz yoʻq: harf yoki raqam yozing." in html
    assert '<ol class="hits"' not in html
    answer = client.get("/api/search", query_string={"q": signs}).get_json()
    assert (answer["total"], answer["query"]["repairs"][-1]) == (0, "no-words")
    assert client.get("/search.csv", query_string={"q": signs}).get_data(as_text=True).count("\n") == 1
    assert client.get("/api/search", query_string={"q": " "}).get_json()["total"] == 50


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("soha:energetikaa", "energetika"), ("hudud:samarqandd", "samarqand"), ("sana:xyz", ""), ("-sana:2026", "")],
)
def test_a_filter_that_can_be_none_is_named_and_not_searched_for(client: FlaskClient, typed: str, hint: str) -> None:
    html = page(client, q=f"quyosh {typed}")
    assert f"<strong>{typed}</strong> filtr boʻla olmadi va qidirilmadi." in html
    assert ("Balki:" in html) == bool(hint)
    answer = client.get("/api/search", query_string={"q": f"quyosh {typed}"}).get_json()
    assert answer["query"]["ignored"] == [typed]
    assert answer["total"] == client.get("/api/search", query_string={"q": "quyosh"}).get_json()["total"]


def test_values_joined_by_or_are_several_values(client: FlaskClient) -> None:
    answer = client.get("/api/search", query_string={"q": "soha:energetika YOKI soha:savdo hisobot"}).get_json()
    assert answer["query"]["filters"]["sector"] == ["energetika", "savdo"]
    assert answer["query"]["q"] == "hisobot"
