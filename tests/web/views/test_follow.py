import re

import pytest
from flask.testing import FlaskClient

from tests.web.views.test_search import first, heading, page


def test_what_is_followed_is_said_shown_and_addressed(client: FlaskClient) -> None:
    html = page(client, "/follow?q=hisobot&sector=savdo&from=2022")
    assert heading(html) == "Kuzatib borish"
    assert '<p class="lead">hisobot; soha: Savdo; 2022-yil 1-yanvardan</p>' in html
    feed = first(r'<input [^>]*id="feed" value="([^"]+)" readonly>', html).replace("&amp;", "&")
    assert feed == "http://localhost/feed.atom?from=2022&q=hisobot&sector=savdo"
    assert client.get(feed).status_code == 200
    assert '<a href="/?from=2022&amp;q=hisobot&amp;sector=savdo" rel="nofollow">← Natijalarga qaytish</a>' in html
    assert html.count("<article>") == 5
    assert "Outlook" in html
    assert "Telegram" in html
    assert '<meta name="robots" content="noindex, follow">' in html


def test_its_newest_are_those_of_the_feed_in_their_order(client: FlaskClient) -> None:
    items = client.get("/feed.json?q=energetika").get_json()["items"]
    shown = re.findall(r'<h3[^>]*><a href="(/release/[^?"]+)', page(client, "/follow?q=energetika"))
    assert shown == [item["url"].removeprefix("http://localhost") for item in items][:5]


def test_results_sectors_and_sources_lead_to_it(client: FlaskClient) -> None:
    for address, follow in (
        ("/?q=quyosh&sort=date&page=1", "/follow?q=quyosh"),
        ("/sector/moliya", "/follow?sector=moliya"),
        ("/source/energetika-vazirligi?lang=ru", "/follow?lang=ru&amp;source=energetika-vazirligi"),
        ("/?q=qwzx", "/follow?q=qwzx"),
    ):
        assert f'<a href="{follow}" rel="nofollow">' in page(client, address)


@pytest.mark.parametrize(
    ("search", "back", "name"),
    [
        ("sector=moliya", "/sector/moliya", "Moliya, bank va soliqlar"),
        ("source=energetika-vazirligi", "/source/energetika-vazirligi", "Energetika vazirligi"),
        ("source=-energetika-vazirligi", "/?source=-energetika-vazirligi", "Natijalarga qaytish"),
        ("sector=moliya&sector=savdo", "/?sector=moliya&amp;sector=savdo", "Natijalarga qaytish"),
    ],
)
def test_it_leads_back_to_what_is_followed(client: FlaskClient, search: str, back: str, name: str) -> None:
    assert f'<a href="{back}" rel="nofollow">← {name}</a>' in page(client, f"/follow?{search}")


def test_a_source_is_called_by_its_name_in_feed_and_page(client: FlaskClient) -> None:
    assert "manba: Energetika vazirligi" in page(client, "/follow?source=energetika-vazirligi")
    title = client.get("/feed.json?source=energetika-vazirligi").get_json()["title"]
    assert title == "Izla: manba: Energetika vazirligi"


def test_words_that_are_read_are_followed_by_the_names_of_what_they_choose(client: FlaskClient) -> None:
    search = "?q=energetika+vazirligi+2026&read=1"
    assert "manba: Energetika vazirligi; " in page(client, f"/follow{search}")
    assert "manba: Energetika vazirligi; " in client.get(f"/feed.json{search}").get_json()["title"]


def test_a_search_of_several_words_is_followed_by_all_of_them_and_says_so(client: FlaskClient) -> None:
    said = "Obunada faqat barcha soʻzlar uchragan xabarlar boʻladi."
    assert said in page(client, "/follow?q=hisobot+qwzx")
    assert said not in page(client, "/follow?q=hisobot")


def test_what_has_no_release_yet_can_be_followed(client: FlaskClient) -> None:
    html = page(client, "/follow?q=qwzx")
    assert "Hozircha bunday xabar yoʻq" in html
    assert "http://localhost/feed.atom?q=qwzx" in html


def test_everything_can_be_followed_and_what_means_nothing_is_said(client: FlaskClient) -> None:
    assert '<p class="lead">Barcha xabarlar</p>' in page(client, "/follow")
    assert "<strong>sort=date</strong> eʼtiborga olinmadi" in page(client, "/follow?q=quyosh&sort=date")


def test_an_unchanged_page_is_not_made_anew(client: FlaskClient) -> None:
    tag = client.get("/follow?q=quyosh").headers["ETag"]
    assert client.get("/follow?q=quyosh", headers={"If-None-Match": tag}).status_code == 304
