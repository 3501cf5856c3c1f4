"""Releases in other languages than Uzbek on pages, in JSON, feeds and files: told apart, and shown as written."""

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.release import Release
from tests.web.library import publish
from web import create_app

DAY = dt.date(2026, 3, 5)
TITLE = "В Ташкенте открылась новая школа"
TEXT = "Школа рассчитана на 600 учеников.\n\nЕё открыл министр."
RELEASES = [
    Release("uz-1", "Toshkentda yangi maktab ochildi", "Maktab 600 oʻquvchiga moʻljallangan.", DAY),
    Release("uz-2", "Navoiyda stansiya ishga tushdi", "Quyosh stansiyasi ishga tushdi.", DAY),
    Release("ru-1", TITLE, TEXT, DAY, source="Министерство образования", language="ru"),
    Release("en-1", "A school opened, doesn't it", "It's for 600 pupils.", DAY, language="en"),
]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(publish(tmp_path_factory.mktemp("languages"), RELEASES))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(publish(tmp_path_factory.mktemp("uzbek"), RELEASES[:2]))


@pytest.fixture
def client(several: Flask) -> FlaskClient:
    return several.test_client()


@pytest.fixture
def uzbek(one: Flask) -> FlaskClient:
    return one.test_client()


def text(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def body(client: FlaskClient, address: str) -> Any:
    return json.loads(text(client, address))


@pytest.mark.parametrize(
    ("lang", "facet", "labels"),
    [
        ("uz", "Til", ("Oʻzbekcha", "Ruscha", "Inglizcha")),
        ("uz-Cyrl", "Тил", ("Ўзбекча", "Русча", "Инглизча")),
        ("ru", "Язык", ("Узбекский", "Русский", "Английский")),
        ("en", "Language", ("Uzbek", "Russian", "English")),
    ],
)
def test_the_page_shows_the_facet_where_there_are_several(
    client: FlaskClient, lang: str, facet: str, labels: tuple[str, ...]
) -> None:
    html = text(client, f"/?q=600&lang={lang}")
    assert facet in html
    for code, label in zip(("uz", "ru", "en"), labels, strict=True):
        assert f'name="language" value="{code}"' in html
        assert label in html


def test_a_page_of_uzbek_alone_has_no_such_facet_until_it_is_asked_for(uzbek: FlaskClient) -> None:
    for address in ("/", "/?q=maktab", "/?q=nomalum", "/release/uz-1"):
        html = text(uzbek, address)
        assert 'name="language"' not in html
        assert "Ruscha" not in html
    assert 'name="language" value="ru" checked' in text(uzbek, "/?language=ru")
    assert 'name="language" value="uz"' in text(uzbek, "/?facet=language")


def test_programs_get_the_facet_always_and_each_release_its_language(client: FlaskClient, uzbek: FlaskClient) -> None:
    assert [value["value"] for value in body(uzbek, "/api/search")["facets"]["language"]["values"]] == ["uz"]
    answer = body(client, "/api/search?language=ru")
    assert [(hit["id"], hit["language"]) for hit in answer["results"]] == [("ru-1", "ru")]
    assert {value["value"]: value["count"] for value in answer["facets"]["language"]["values"]} == {
        "uz": 2,
        "ru": 1,
        "en": 1,
    }
    assert body(client, "/api/releases/uz-1")["language"] == "uz"


@pytest.mark.parametrize("q", ["til:ruscha", "til:rus", "тил:русча", "язык:русский", "language:ru", "language:Russian"])
def test_the_language_is_typed_among_the_words(client: FlaskClient, q: str) -> None:
    assert body(client, f"/api/search?q={q}")["query"]["filters"]["language"] == ["ru"]


@pytest.mark.parametrize("language", ["xx", "klingon"])
def test_another_code_is_no_language(client: FlaskClient, language: str) -> None:
    assert client.get(f"/api/search?language={language}").status_code == 400


@pytest.mark.parametrize("asked", ["", "&script=latn", "&script=cyrl", "&lang=uz-Cyrl"])
def test_they_are_shown_as_written_whatever_script_is_asked_for(client: FlaskClient, asked: str) -> None:
    html = text(client, f"/release/ru-1?a=1{asked}")
    assert f'<h1 lang="ru">{TITLE}</h1>' in html
    assert 'class="text" lang="ru"' in html
    assert "Министерство образования" in html
    assert "Кирилл</a>" not in html
    assert '"inLanguage": "ru"' in html
    assert "alternateName" not in html
    found = body(client, f"/api/search?q=учеников{asked}")["results"][0]
    assert found["title"] == TITLE
    assert found["highlights"]["body"] == [TEXT.replace("учеников", "<mark>учеников</mark>")]
    listed = text(client, f"/?q=учеников{asked}")
    assert re.search(rf'lang="ru"[^>]*>(?:<a[^>]*>)?{TITLE}', listed)
    english = body(client, f"/api/releases/en-1?{asked.removeprefix('&')}")
    assert (english["title"], english["body"]) == (RELEASES[3].title, RELEASES[3].body)


def test_a_release_says_its_language_where_its_scripts_would_be_chosen(client: FlaskClient) -> None:
    assert "Ruscha" in text(client, "/release/ru-1")
    assert "Кирилл</a>" in text(client, "/release/uz-1")


def test_feeds_and_files_name_the_language(client: FlaskClient) -> None:
    assert 'xml:lang="ru"' in text(client, "/feed.atom?script=latn")
    items = {item["id"].rpartition("/")[2]: item for item in body(client, "/feed.json?script=cyrl")["items"]}
    assert (items["ru-1"]["language"], items["uz-1"]["language"]) == ("ru", "uz-Cyrl")
    assert (items["en-1"]["language"], items["en-1"]["title"]) == ("en", RELEASES[3].title)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text(client, "/search.csv?script=latn")))}
    assert {name: row["language"] for name, row in rows.items()} == {
        "uz-1": "uz",
        "uz-2": "uz",
        "ru-1": "ru",
        "en-1": "en",
    }
    assert (rows["ru-1"]["title"], rows["ru-1"]["body"]) == (TITLE, TEXT)
    lines = [json.loads(line) for line in text(client, "/search.ndjson?language=ru").splitlines()]
    assert (lines[0]["language"], lines[0]["title"]) == ("ru", TITLE)


def test_results_beside_it_and_similar_ones_are_as_written(client: FlaskClient) -> None:
    html = text(client, "/release/uz-1?q=600&script=latn")
    beside = re.findall(r'<span lang="(ru|en)">([^<]+)</span>', html)
    assert ("ru", TITLE) in beside or ("en", RELEASES[3].title.replace("'", "&#x27;")) in beside
