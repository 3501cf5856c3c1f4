"""The page that lists all values of a facet, and the way there, where a facet has 131 values."""

import html as markup
import re

import pytest
from flask.testing import FlaskClient

from search.facets.table import FACETS
from search.service import SearchService
from search.settings import Settings
from tests.web.library import Counting, offices
from tests.web.views.test_search import checkbox, first, heading, page, title
from web import create_app

SLUGS = r'<input type="checkbox" form="search" name="{}" value="([^"]+)"'


def values(html: str, facet: str) -> list[str]:
    return re.findall(SLUGS.format(facet), html)


def labels(html: str) -> list[str]:
    return [markup.unescape(label) for label in re.findall(r"<label[^>]*><input[^>]*><span>([^<]+)</span>", html)]


def letters(html: str) -> list[str]:
    return re.findall(r'<h2 id="l\d+">([^<]+)</h2>', html)


def test_a_facet_of_131_values_leads_from_its_first_to_all_of_them(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=xabar&sort=date&page=2")
    assert len(values(html, "source")) == 8
    all_of_it = re.search(r'<a class="all" href="([^"]+facet=source[^"]*)" rel="nofollow">Hammasi \((\d+)\)', html)
    assert all_of_it
    address, count = markup.unescape(all_of_it[1]), int(all_of_it[2])
    assert address == "/?facet=source&q=xabar&sort=date"
    listed = page(large_client, address)
    assert heading(listed) == f"Manba {count}"
    assert title(listed) == f"Manba ({count}): xabar | Izla"


def test_no_value_is_out_of_reach(large_client: FlaskClient) -> None:
    html = page(large_client, "/?facet=source")
    assert heading(html) == "Manba 131"
    assert len(values(html, "source")) == 132, "all of them, and the releases without one"
    assert set(labels(html)) == {*offices(), "Manbasiz"}
    assert heading(page(large_client, "/?facet=country")) == "Davlat 109"


def test_values_are_listed_by_the_alphabet_with_a_link_to_each_letter(large_client: FlaskClient) -> None:
    html = page(large_client, "/?facet=source")
    assert letters(html) == ["A", "B", "E", "F", "J", "N", "Q", "S", "T", "X", "Oʻ", "Gʻ", "Sh", "Ch", "#"]
    assert re.findall(r'<li><a href="#(l\d+)">', html) == re.findall(r'<h2 id="(l\d+)">', html)
    named = labels(html)
    assert named.index("Energetika vazirligi") < named.index("«Oʻzbekneftgaz» aksiyadorlik jamiyati")
    assert named.index("Gʻazna vazirligi") < named.index("Шаҳарсозлик вазирлиги") < named.index("103-xizmat markazi")
    russian = page(large_client, "/?facet=country&lang=ru")
    assert letters(russian)[:3] == ["А", "Б", "В"]
    assert letters(page(large_client, "/?facet=source&script=cyrl"))[-4:] == ["Ў", "Қ", "Ғ", "#"]


def test_a_value_can_be_chosen_with_others_alone_or_left_out(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=xabar&facet=source&sector=savdo&source=gazna-vazirligi")
    assert "checked" in checkbox(html, "source", "gazna-vazirligi")[0]
    assert '<input type="hidden" name="sector" value="savdo">' in html
    assert 'type="hidden" name="source"' not in html
    other = next(value for value in values(html, "source") if value > "g")
    row = first(rf'(<li><label[^>]*><input[^>]*value="{other}".*?</li>)', html)
    only, excluded = map(markup.unescape, re.findall(r'<a href="([^"]+)"', row))
    assert only == f"/?q=xabar&sector=savdo&source={other}"
    assert excluded == f"/?q=xabar&sector=savdo&source=-{other}&source=gazna-vazirligi"
    assert f'faqat<span class="sr"> {labels(row)[0]}</span>' in row
    counted = int(first(r'<span class="n">(\d+)', row))
    assert heading(page(large_client, only)) == f"{counted} ta xabar"


def test_what_is_left_out_is_marked_and_can_be_let_in_again(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=xabar&facet=source&source=-gazna-vazirligi")
    assert "checked" in checkbox(html, "source", "-gazna-vazirligi")[0]
    assert checkbox(html, "source", "gazna-vazirligi") is None, "both at once would find nothing"
    assert "<span>Chiqarilgan: Gʻazna vazirligi</span>" in html
    assert 'type="hidden" name="source"' not in html
    assert '<a href="/?q=xabar" rel="nofollow" aria-current="true">emas' in html
    assert '<a href="/?q=xabar" rel="nofollow">Tozalash</a>' in html


def test_values_that_nothing_has_are_under_more_and_none_in_an_empty_answer(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=gazna&facet=source")
    seen, more = html.split('<details class="more">')
    assert values(seen, "source") == ["gazna-vazirligi"]
    assert len(values(more, "source")) == 130
    assert "Yana 130 ta" in more
    assert values(page(large_client, "/?q=qwzx&facet=source"), "source") == []
    assert '<input type="checkbox"' not in page(large_client, "/?q=qwzx")


def test_zeros_of_a_short_facet_are_under_more_on_the_page_of_results(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot")
    seen, more = first(r'id="of-sector">(.*?)</fieldset>', html).split('<details class="more">')
    assert values(seen, "sector") == ["moliya", "savdo"]
    assert 'class="zero"' not in seen
    assert more.count('class="zero"') == len(values(more, "sector")) > 0


def test_each_facet_is_a_group_that_says_how_many_are_chosen(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sector=savdo&sector=moliya&from=2022")
    groups = re.findall(r'<details class="fold"[^>]*><summary[^>]*>([^<]+)</summary>', html)
    assert groups == ["Soha (2)", "Sana (1)", "Hudud", "Davlat", "Manba"]
    assert '<details class="fold" open><summary id="of-date">' in page(client, "/?q=hisobot&from=qachondir")


@pytest.mark.parametrize(
    "search", ["", "q=xabar&sector=savdo&sector=moliya&source=gazna-vazirligi&country=kz&from=2016&to=2024&sort=date"]
)
def test_pages_of_large_facets_are_small_when_compressed(large_client: FlaskClient, search: str) -> None:
    lists = f"/?{search}&facet=source", f"/?{search}&facet=country&lang=ru"
    whole = "/", "/sector/savdo?lang=uz-Cyrl", "/source/gazna-vazirligi?lang=ru"
    for address in (f"/?{search}", "/?q=hisobot", *lists, *whole):
        response = large_client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.get_data()) <= 12_000, address


def test_the_page_is_of_its_own_address_and_leads_back(large_client: FlaskClient) -> None:
    html = page(large_client, "/?lang=en&q=xabar&script=latn&facet=source&page=3&per_page=50")
    kept = "lang=en&amp;per_page=50&amp;q=xabar&amp;script=latn"
    assert f'<link rel="canonical" href="/?facet=source&amp;{kept}">' in html
    assert f'<a href="/?{kept}" rel="nofollow">← ' in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert 'href="/?facet=source&amp;lang=ru&amp;page=3&amp;per_page=50&amp;q=xabar&amp;script=latn"' in html
    assert '<input type="hidden" name="lang" value="en">' in html
    assert html.count("<h1") == html.count('type="search"') == html.count("<form") == 1
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)


def test_the_search_is_told_in_words_with_the_names_of_other_facets(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=xabar&facet=sector&source=gazna-vazirligi")
    assert "xabar; manba: Gʻazna vazirligi · " in html


def test_names_among_the_words_are_read_as_on_the_page_of_results(large_client: FlaskClient) -> None:
    html = page(large_client, "/?q=Energetika+vazirligi&facet=sector")
    results = page(large_client, "/?q=Energetika+vazirligi")
    assert first(r"(\d+ ta xabar)</p>", html) == heading(results)


def test_an_unchanged_list_is_not_counted_again(published_large: Settings) -> None:
    app = create_app(published_large)
    with app.app_context():
        counting = Counting(app.extensions["izla"].service)
    client = create_app(published_large, counting).test_client()
    tag = client.get("/?q=xabar&facet=source").headers["ETag"]
    made = counting.searches
    assert client.get("/?q=xabar&facet=source", headers={"If-None-Match": tag}).status_code == 304
    assert counting.searches == made
    assert client.get("/?q=xabar", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/?q=xabar&facet=country", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("facet", ["manba", "date", "-source"])
def test_another_facet_than_there_is_is_told_with_those_there_are(client: FlaskClient, facet: str) -> None:
    html = page(client, f"/?q=hisobot&facet={facet}")
    assert f"<strong>facet={facet}</strong> eʼtiborga olinmadi. Mumkin boʻlgan qiymatlar: " in html
    assert ", ".join(row.name for row in FACETS) in html
    assert heading(html) == "45 ta xabar"
    assert heading(page(client, f"/?facet={facet}")).startswith("Oʻzbekiston matbuot")


def test_the_api_knows_no_page_of_a_facet_and_names_what_it_has(client: FlaskClient) -> None:
    for path in ("/api/search", "/search.csv", "/feed.atom"):
        response = client.get(f"{path}?facet=source")
        assert response.status_code == 400
        fault = response.get_json()["errors"][0]
        assert (fault["parameter"], fault["hint"]) == ("facet", "facets")


def test_faulty_parameters_are_told_on_the_list_too(client: FlaskClient) -> None:
    assert "<strong>secotr=x</strong> eʼtiborga olinmadi." in page(client, "/?facet=sector&secotr=x")


def test_without_an_index_the_list_is_not_there(empty_client: FlaskClient) -> None:
    assert empty_client.get("/?facet=source").status_code == 503


def test_the_script_comes_only_where_a_list_is_long(client: FlaskClient, large_client: FlaskClient) -> None:
    assert "/facets." in page(large_client, "/?facet=source")
    assert "/facets." in page(large_client, "/?q=xabar")
    assert "/facets." not in page(client, "/?facet=source")
    assert "data-narrow" not in page(client, "/?q=hisobot")


def test_a_search_that_found_nothing_is_noted_once(published: Settings, engine: SearchService) -> None:
    app = create_app(published, engine)
    client = app.test_client()
    client.get("/?q=qwzx")
    client.get("/?q=qwzx&facet=source")
    assert 'izla_events_total{event="nothing_found"} 1\n' in client.get("/metrics").get_data(as_text=True)
