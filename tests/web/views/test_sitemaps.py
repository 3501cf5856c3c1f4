import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from search.release import Release
from tests.web.library import publish
from web import create_app
from web.views import sitemaps

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(client: FlaskClient, address: str, tag: Any) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.mimetype == "application/xml"
    root = etree.fromstring(response.data)
    etree.RelaxNG(file=Path(__file__).parent / "sitemap.rng").assertValid(root)
    return [each.text for each in root.iterfind(f"{SPACE}{tag}/{SPACE}loc")]


def test_every_release_and_sector_of_its_own_page_is_found_once(client: FlaskClient, app: Flask) -> None:
    maps = places(client, "/sitemap.xml", "sitemap")
    assert maps[0] == "http://localhost/sitemap-sectors.xml"
    assert maps[-1] == "http://localhost/sitemap-undated.xml"
    pages = [page for each in maps for page in places(client, each, "url")]
    assert len(pages) == len(set(pages))
    assert sum("/sector/" in page for page in pages) == len(app.extensions["izla"].categories["sector"])
    assert sum("/release/" in page for page in pages) == 49  # one of fifty was published elsewhere
    assert "http://localhost/release/2026-03-05-quyosh" not in pages
    for page in pages[:3] + pages[-3:]:
        html = client.get(page).get_data(as_text=True)
        assert f'<link rel="canonical" href="{page.removeprefix("http://localhost")}">' in html
        assert "noindex" not in html


def test_a_year_of_too_many_releases_has_several_maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 4)
    releases = [Release(f"r{n}", f"Xabar {n}", "", dt.date(2026, 1, n + 1), "given") for n in range(9)]
    client = create_app(publish(tmp_path, releases)).test_client()
    maps = places(client, "/sitemap.xml", "sitemap")
    assert [each.rpartition("/")[2] for each in maps[1:]] == [
        "sitemap-2026.xml",
        "sitemap-2026-2.xml",
        "sitemap-2026-3.xml",
    ]
    assert [len(places(client, each, "url")) for each in maps[1:]] == [4, 4, 1]
    assert client.get("/sitemap-2026-4.xml").status_code == 404


@pytest.mark.parametrize("name", ["x", "20260", "0000", "2026-0", "1999", "sectors-2"])
def test_other_names_are_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@given(st.text(max_size=12))
def test_any_name_is_a_map_or_none(name: Any) -> None:
    sitemaps._query(name)


def test_samples_are_not_for_crawlers_and_unchanged_maps_are_not_made_anew(
    sample_client: FlaskClient, client: FlaskClient
) -> None:
    assert sample_client.get("/sitemap.xml").status_code == 404
    tag = client.get("/sitemap-2026.xml").headers["ETag"]
    assert client.get("/sitemap-2026.xml", headers={"If-None-Match": tag}).status_code == 304


def test_crawlers_are_told_where_the_maps_are(client: FlaskClient) -> None:
    text = client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /*?*&" in text


def test_a_year_whose_releases_all_have_their_page_elsewhere_has_no_map(tmp_path: Path) -> None:
    there = Release("a", "Boshqa joyda", "", dt.date(2025, 1, 1), "given", url="https://example.uz/a")
    here = Release("b", "Shu yerda", "", dt.date(2026, 1, 1), "given")
    client = create_app(publish(tmp_path, [there, here])).test_client()
    maps = places(client, "/sitemap.xml", "sitemap")
    assert [each.rpartition("/")[2] for each in maps] == ["sitemap-sectors.xml", "sitemap-2026.xml"]
    assert client.get("/sitemap-2025.xml").status_code == 404
