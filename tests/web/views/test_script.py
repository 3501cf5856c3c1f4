import re

import pytest
from flask.testing import FlaskClient

from search import uzbek
from search.clock import today
from search.query import Query
from search.query_language.filter_terms import lift
from web.app_state import state
from web.views.docs import HELP


def page(client: FlaskClient, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_readers_of_cyrillic_are_shown_cyrillic(client: FlaskClient) -> None:
    html = page(client, "/?lang=uz-Cyrl&q=quyosh")
    assert "Ўзбекистонда <mark>қуёш</mark> энергетикаси" in html
    assert "Энергетика вазирлиги" in html
    assert "Energetika vazirligi" not in html
    assert "Энергетика вазирлиги" in page(client, "/?lang=uz-Cyrl&q=quyosh&facet=source")
    for address in ("/release/2026-03-05-quyosh", "/sector/energetika", "/"):
        assert "Ўзбекистонда қуёш" in page(client, f"{address}?lang=uz-Cyrl")


@pytest.mark.parametrize("address", ["/?lang=uz-Cyrl&q=quyosh", "/sector/energetika?lang=uz-Cyrl", "/?lang=uz-Cyrl"])
def test_addresses_name_no_script_that_is_the_languages_own(client: FlaskClient, address: str) -> None:
    html = page(client, address)
    named = [link for link in re.findall(r'href="([^"]+)"', html) if "script=" in link]
    assert all("/feed" in link or "/api/" in link or "/search." in link or ">Кирилл" in html for link in named)
    releases = re.findall(r'href="(/release/[^"]+)"', html)
    assert releases
    assert not any("script=" in link for link in releases)
    named_own = page(client, f"{address}&script=cyrl")
    assert not any("script=" in link for link in re.findall(r'href="(/release/[^"]+)"', named_own))


def test_programs_get_from_a_page_what_it_shows_and_else_what_was_written(client: FlaskClient) -> None:
    html = page(client, "/?lang=uz-Cyrl&q=quyosh")
    link = re.search(r'href="(/api/search\?[^"]+)"', html)
    assert link is not None
    assert "script=cyrl" in link[1]
    assert "Energetika vazirligi" in client.get("/api/search?lang=uz-Cyrl&q=quyosh").get_data(as_text=True)


def test_another_script_is_named_and_carried_and_kept_with_its_language(client: FlaskClient) -> None:
    html = page(client, "/?lang=uz-Cyrl&q=quyosh&script=latn")
    assert "Energetika vazirligi" in html
    assert re.search(r'href="/release/[^"]+script=latn', html)
    assert re.search(r'href="/source/[^"]+script=latn', html)
    assert client.get_cookie("lang").value == "uz-Cyrl.latn"  # type: ignore[union-attr]
    assert "Energetika vazirligi" in page(client, "/?q=quyosh")  # as the cookie says
    assert "Energetika vazirligi" in page(client, "/?q=quyosh", **{"Accept-Language": "ru"})
    chosen = re.search(r'href="([^"]+)"[^>]*>Кирилл</a>', page(client, "/?q=quyosh"))
    assert chosen is not None
    assert "Энергетика вазирлиги" in page(client, chosen[1].replace("&amp;", "&"))
    assert client.get_cookie("lang").value == "uz-Cyrl"  # type: ignore[union-attr]
    assert "Энергетика вазирлиги" in page(client, "/?q=quyosh")


def test_a_script_is_kept_for_its_language_alone(client: FlaskClient) -> None:
    page(client, "/?lang=ru&q=quyosh&script=cyrl")
    assert client.get_cookie("lang").value == "ru.cyrl"  # type: ignore[union-attr]
    assert "Oʻzbekistonda" in page(client, "/?lang=en&q=quyosh")
    assert client.get_cookie("lang").value == "en"  # type: ignore[union-attr]
    assert "Oʻzbekistonda" in page(client, "/?q=quyosh")


@pytest.mark.parametrize("cookie", ["uz-Cyrl.xx", "xx.latn", ".", "ru.", "uz-Cyrl.latn.latn"])
def test_a_cookie_that_names_none_is_none(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("lang", cookie)
    page(client, "/?q=quyosh")


def test_answers_in_two_scripts_have_tags_of_their_own(client: FlaskClient) -> None:
    tags = set()
    for cookie in ("uz-Cyrl", "uz-Cyrl.latn", "uz-Cyrl.source"):
        client.set_cookie("lang", cookie)
        tags.add(client.get("/?q=quyosh").headers["ETag"])
    assert len(tags) == 3


def test_examples_of_the_help_are_typed_as_its_readers_type_and_mean_the_same(client: FlaskClient) -> None:
    html = page(client, "/help?lang=uz-Cyrl")
    assert "<code>соҳа:" in html
    assert "<code>газ ВА нефт" in html
    assert "<code>soha:" not in html
    with client.application.app_context():
        names = state().filter_names
        first = {facet: next(iter(rows), "") for facet, rows in state().categories.items()}
        for name, examples in HELP:
            for typed in examples if name in ("fields", "days", "operators", "title") else ():
                latin = lift(Query(typed.format(**first)), names, today())
                cyrillic = lift(Query(uzbek.to_cyrillic(typed.format(**first))), names, today())
                assert latin.filters == cyrillic.filters, typed
                assert type(latin.parsed.tree) is type(cyrillic.parsed.tree), typed
