import datetime as dt
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.release import Release
from tests.web.library import publish
from tests.web.views.test_search import page
from web import create_app

RELEASES = (
    Release("a", "Birinchi", "Matn.", dt.date(2025, 3, 1), source="ТИВ", office="Tashqi ishlar vazirligi"),
    Release("b", "Ikkinchi", "Matn.", dt.date(2026, 3, 1), source="Tashqi ishlar vazirligi"),
    Release("c", "Uchinchi", "Matn.", dt.date(2026, 4, 1), source="Boysun tumani hokimligi"),
    Release("d", "Manbasiz", "Matn.", dt.date(2026, 5, 1)),
)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(publish(tmp_path, list(RELEASES))).test_client()


def test_a_source_has_a_page_with_its_own_box_and_feed(client: FlaskClient) -> None:
    html = page(client, "/source/tashqi-ishlar-vazirligi")
    assert "<h1>Tashqi ishlar vazirligi</h1>" in html
    assert "“Tashqi ishlar vazirligi” manbasidan 2 ta xabar, 2025–2026" in html
    assert '<link rel="canonical" href="/source/tashqi-ishlar-vazirligi">' in html
    assert '<input type="hidden" name="source" value="tashqi-ishlar-vazirligi">' in html
    assert 'href="/feed.atom?source=tashqi-ishlar-vazirligi"' in html
    assert "Uchinchi" not in html
    assert "noindex" not in html
    tag = client.get("/source/tashqi-ishlar-vazirligi").headers["ETag"]
    assert client.get("/source/tashqi-ishlar-vazirligi", headers={"If-None-Match": tag}).status_code == 304


def test_another_name_leads_to_the_page_and_an_unknown_one_to_none(client: FlaskClient) -> None:
    moved = client.get("/source/tiv")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/source/tashqi-ishlar-vazirligi")
    assert client.get("/source/yoq-vazirlik").status_code == 404


def test_a_page_in_cyrillic_names_the_source_in_cyrillic(client: FlaskClient) -> None:
    assert "<h1>Бойсун тумани ҳокимлиги</h1>" in page(client, "/source/boysun-tumani-hokimligi?script=cyrl")


def test_cards_and_releases_lead_to_the_source(client: FlaskClient) -> None:
    link = '<a href="/source/tashqi-ishlar-vazirligi">'
    assert f"{link}ТИВ</a>" in page(client, "/?q=birinchi")
    assert f"{link}ТИВ</a>" in page(client, "/release/a")
    assert '"url": "/source/tashqi-ishlar-vazirligi"' in page(client, "/release/a").replace("http://localhost", "")
    assert "/source/" not in page(client, "/release/d")


def test_the_sources_are_listed_for_programs_and_crawlers(client: FlaskClient) -> None:
    answer = client.get("/api/sources").get_json()
    assert [(row["value"], row["count"]) for row in answer["sources"]] == [
        ("tashqi-ishlar-vazirligi", 2),
        ("boysun-tumani-hokimligi", 1),
    ]
    assert answer["missing"] == 1
    assert client.get(answer["sources"][0]["url"]).get_json()["total"] == 2
    assert client.get(answer["sources"][0]["html"]).status_code == 200
    sitemap = client.get("/sitemap-sources.xml").get_data(as_text=True)
    assert "<loc>http://localhost/source/boysun-tumani-hokimligi</loc>" in sitemap
    assert "sitemap-sources.xml" in client.get("/sitemap.xml").get_data(as_text=True)
