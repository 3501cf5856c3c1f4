import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search.service import SearchService
from search.settings import Settings
from web import create_app
from web.presenters.sharing import beginning


@pytest.fixture
def public(published: Settings, engine: SearchService) -> FlaskClient:
    return create_app(replace(published, base_url="https://izla.uz/yangi"), engine).test_client()


def preview(client: FlaskClient, address: str) -> Any:
    """Return the name or property of each meta element with its content; none is written twice."""
    html = client.get(address).get_data(as_text=True)
    pairs = re.findall(r'<meta (?:name|property)="((?:og|article):\w+|description)" content="([^"]*)">', html)
    assert len(dict(pairs)) == len(pairs)
    return {name: unescape(content) for name, content in pairs}


def test_a_release_shows_its_title_beginning_and_the_mark(public: FlaskClient) -> None:
    shown = preview(public, "/release/2026-03-05-quyosh?q=quyosh")
    assert shown["og:type"] == "article"
    assert shown["og:title"] == "Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi"
    assert shown["og:site_name"] == "Izla"
    assert shown["article:published_time"] == "2026-03-05"
    assert shown["og:url"] == "https://izla.uz/yangi/release/2026-03-05-quyosh"
    assert shown["description"] == shown["og:description"]
    assert shown["description"].startswith("Navoiy viloyatida quyosh elektr stansiyasi ishga tushdi. Energetika")
    assert shown["description"].endswith(" …")
    picture = public.get(urlsplit(shown["og:image"]).path.removeprefix("/yangi"))
    assert (picture.status_code, picture.content_type) == (200, "image/png")
    assert picture.data.startswith(b"\x89PNG")
    assert len(picture.data) <= 20_000
    assert [int.from_bytes(picture.data[at : at + 4], "big") for at in (16, 20)] == [1200, 630]


def test_a_release_is_shown_in_the_script_of_its_page(public: FlaskClient) -> None:
    assert preview(public, "/release/2026-03-05-quyosh?script=cyrl")["og:title"].startswith("Ўзбекистонда қуёш")


def test_a_search_shows_what_was_asked_and_how_many_there_are(public: FlaskClient) -> None:
    shown = preview(public, "/?q=hisobot&sector=savdo&page=2&lang=en")
    assert shown["og:title"] == "hisobot; sector: Trade"
    assert shown["description"].startswith("hisobot; sector: Trade: 23 ")
    assert shown["og:url"] == "https://izla.uz/yangi/?lang=en&page=2&q=hisobot&sector=savdo"
    assert shown["og:type"] == "website"


@pytest.mark.parametrize("address", ["/", "/sector/moliya", "/source/energetika-vazirligi"])
def test_home_sectors_and_sources_have_previews_too(public: FlaskClient, address: str) -> None:
    assert {"description", "og:title", "og:image", "og:url"} <= set(preview(public, address))


def test_what_is_not_known_is_left_out(public: FlaskClient, client: FlaskClient) -> None:
    assert not {"description", "og:description", "article:published_time"} & set(
        preview(public, "/release/sanasiz%2F1")
    )
    assert preview(public, "/release/sarlavhasiz")["og:title"] == "Sarlavhasiz xabar"
    for address in ("/", "/?q=quyosh", "/release/kirill"):
        assert not {"og:image", "og:url"} & set(preview(client, address)), "a site without an address of its own"


def test_browsers_colour_their_frame_as_the_page_in_either_scheme(client: FlaskClient) -> None:
    html = client.get("/help").get_data(as_text=True)
    sheet = client.get(re.findall(r'href="(/static/style[^"]+)"', html)[0]).get_data(as_text=True)
    light, dark = re.findall(
        r'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (?:light|dark)\)"', html
    )
    assert f"--card: light-dark({light}, {dark})" in sheet


@given(st.text(max_size=500))
def test_a_beginning_is_one_short_line_of_whole_words(text: str) -> None:
    shown = beginning(text)
    assert len(shown) <= 201
    assert "\n" not in shown
    assert " ".join(text.split()).startswith(shown.removesuffix(" …").rstrip())
