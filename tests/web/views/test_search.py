import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.errors import TooSlow
from search.query import Query
from search.service import SearchService
from search.settings import Settings
from tests.web.library import Failing
from web import create_app
from web.parameters.table import PARAMS


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def first(pattern: str, html: str) -> str:
    """Return the first group of a pattern's first match, which there must be."""
    match = re.search(pattern, html, re.S)
    assert match, pattern
    return match[1]


def heading(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", first(r"<h1[^>]*>(.*?)</h1>", html)).split())


def title(html: str) -> str:
    return first(r"<title>(.*?)</title>", html)


def checkbox(html: str, name: Any, value: Any) -> Any:
    return re.search(rf'<input type="checkbox"[^>]*name="{name}" value="{value}"[^>]*>', html)


def test_the_first_visit_shows_the_newest_the_sectors_and_the_archive(client: FlaskClient) -> None:
    html = page(client, "/")
    assert heading(html) == "Oʻzbekiston matbuot xabarlarini istalgan yozuvda qidiring"
    assert html.count("<h3") == 5
    assert "2020–2026-yillar arxivi" in html
    assert '<a href="/sector/energetika">' in html
    assert 'href="/?per_page=10"' in html
    assert "Қозоғистон" in html
    assert "noindex" not in html


def test_results_say_the_query_and_the_count_in_title_and_heading(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot")
    assert title(html) == "hisobot: 45 ta xabar | Izla"
    assert heading(html) == "45 ta xabar"
    assert html.count("<h2 lang") == 20
    assert '<meta name="robots" content="noindex, follow">' in html
    assert '<link rel="next" href="/?page=2&amp;q=hisobot">' in html


def test_marks_fall_on_the_letters_of_the_source_and_nothing_else_is_markup(client: FlaskClient) -> None:
    html = page(client, "/?q=quyosh")
    assert "<mark>quyosh</mark> energetikasi &lt;ikki&gt;" in html
    assert "<ikki>" not in html
    assert "<b>davlat" not in html


def test_cyrillic_words_are_read_and_the_page_says_so(client: FlaskClient) -> None:
    html = page(client, "/?q=қуёш")
    assert "Kirillcha yozdingiz: <strong>quyosh</strong> lotin va kirill yozuvidagi matnlardan qidirildi." in html
    assert 'value="қуёш"' in html


def test_a_chosen_value_is_checked_first_and_has_a_chip(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sector=savdo&sort=date")
    assert "checked" in checkbox(html, "sector", "savdo")[0]
    assert html.index('value="savdo"') < html.index('value="moliya"')
    assert re.search(
        r'<li><a href="/\?q=hisobot&amp;sort=date"[^>]*><span class="sr">Olib tashlash: </span>Savdo', html
    )
    assert '<input type="hidden" name="sort" value="date">' in html


def test_an_impossible_choice_stays_on_the_page_at_zero(client: FlaskClient) -> None:
    html = page(client, "/?q=quyosh&sector=bojxona")
    assert heading(html) == "Bu filtrlar bilan hech narsa topilmadi"
    assert "checked" in checkbox(html, "sector", "bojxona")[0]
    assert re.search(r'<a href="/\?q=quyosh"[^>]*>“Bojxona” filtrisiz</a>: 2 ta xabar', html)


def test_nothing_at_all_says_what_each_word_finds_alone(client: FlaskClient) -> None:
    html = page(client, "/?q=energetika+qwzx&sort=date")
    assert heading(html) == "“energetika qwzx” boʻyicha hech narsa topilmadi"
    assert re.search(r'<a href="/\?q=energetika"[^>]*>energetika <span class="n">3</span></a>', html)
    assert re.search(r'<span>qwzx <span class="n">0</span></span>', html)
    assert "Sohalar boʻyicha koʻrish" in html


def test_stop_words_alone_are_answered_with_a_word_of_warning(client: FlaskClient) -> None:
    assert "Bu soʻzlar juda keng tarqalgan" in page(client, "/?q=va")


def test_an_open_quote_is_mended_and_the_page_says_so(client: FlaskClient) -> None:
    assert "Yopilmagan qoʻshtirnoq tuzatildi." in page(client, "/?q=%22quyosh+elektr")


def test_a_relaxed_search_says_how_many_words_had_to_match(client: FlaskClient) -> None:
    assert "3 ta soʻzdan kamida 2 tasi" in page(client, "/?q=hisobot+iqtisodiyot+qwzx")


def test_a_bad_date_is_explained_beside_its_field_and_the_rest_still_runs(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&from=qachondir&sector=savdo")
    field = first(r'(<input type="text"[^>]*id="from"[^>]*>)', html)
    assert 'value="qachondir"' in field
    assert 'aria-invalid="true" aria-describedby="date-fault"' in field
    assert '<p class="fault" id="date-fault">Sana tushunarsiz.' in html
    assert '<a href="#from"><strong>from=qachondir</strong> eʼtiborga olinmadi.' in html
    assert '<details class="filters fold" open>' in html
    assert heading(html) == "23 ta xabar"


def test_a_date_in_words_is_shown_back_in_its_iso_form(client: FlaskClient) -> None:
    html = page(client, "/?from=5-mart+2026&to=март+2026")
    assert re.search(r'id="from"[^>]*value="2026-03-05"', html)
    assert re.search(r'id="to"[^>]*value="2026-03-31"', html)
    months = page(client, "/?from=2022&to=2022-03")
    assert re.search(r'id="from"[^>]*value="2022-01"', months)


def test_a_bad_date_alone_is_met_with_its_field(client: FlaskClient) -> None:
    assert 'aria-invalid="true"' in page(client, "/?from=qachondir")


def test_undated_with_a_range_is_explained_at_its_box(client: FlaskClient) -> None:
    html = page(client, "/?q=energetika&date=_none&from=2026")
    assert 'aria-describedby="date-fault"' in checkbox(html, "date", "_none")[0]


def test_a_service_under_a_path_links_to_itself(client: FlaskClient) -> None:
    html = client.get("/?q=hisobot", base_url="http://localhost/izla").get_data(as_text=True)
    assert 'action="/izla/"' in html
    assert '<link rel="next" href="/izla/?page=2&amp;q=hisobot">' in html
    assert re.search(r'href="/izla/static/style\.\w+\.css"', html)


def test_a_reversed_range_keeps_what_was_typed(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&from=2026&to=2025")
    assert re.search(r'id="to"[^>]*value="2025"', html)
    assert heading(html) == "45 ta xabar"


def test_unknown_parameters_are_ignored_with_a_note(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&secotr=savdo&per_page=1000")
    assert "<strong>secotr=savdo</strong> eʼtiborga olinmadi. Bunday parametr yoʻq. Balki: sector?" in html
    assert "<strong>per_page=1000</strong>" in html


def test_a_page_beyond_the_last_shows_the_last_and_says_so(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&page=99")
    assert "99-sahifa yoʻq; oxirgi, 3-sahifa koʻrsatildi." in html
    assert html.count("<h2 lang") == 5
    assert 'start="41"' in html
    assert re.search(r'aria-label="3-sahifa" aria-current="page"', html)


def test_the_histogram_is_a_picture_with_a_table_of_the_same_links(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sector=savdo")
    bars = re.findall(r'<a href="([^"]+)"(?: tabindex="-1")? rel="nofollow"[^>]*><svg', html)
    rows = re.findall(r'<th scope="row"><a href="([^"]+)"', html)
    assert set(rows) <= set(bars)
    assert rows == sorted(rows, reverse=True), "newest first"
    assert "/?from=2023&amp;q=hisobot&amp;sector=savdo&amp;to=2023" in rows


def test_a_chosen_month_leads_back_to_its_year(client: FlaskClient) -> None:
    html = page(client, "/?from=2026-03&to=2026-03")
    assert '<a href="/?from=2026&amp;to=2026" rel="nofollow">← 2026-yil</a>' in html


def test_the_undated_have_a_box_of_their_own(client: FlaskClient) -> None:
    assert "checked" not in checkbox(page(client, "/?q=energetika"), "date", "_none")[0]
    html = page(client, "/?q=energetika&date=_none")
    assert "checked" in checkbox(html, "date", "_none")[0]
    assert heading(html) == "1 ta xabar"
    assert "Sanasi nomaʼlum" in html


def test_derived_dates_are_marked_and_derived_sectors_on_the_release_alone(client: FlaskClient) -> None:
    html = page(client, "/?q=quyosh+energetikasi")
    assert "(sana matndan olindi)" in html
    assert "(soha matndan aniqlangan)" not in html, "a card says nothing of how its sectors were found"


def test_a_release_without_a_title_is_named_by_its_first_words(client: FlaskClient) -> None:
    assert re.search(r"<h2 lang[^>]*><a [^>]*>Faqat matndan iborat quyosh xabari", page(client, "/?q=iborat"))


def test_titles_snippets_and_labels_are_shown_in_the_script_asked_for(client: FlaskClient) -> None:
    html = page(client, "/?q=quyosh&script=cyrl")
    assert "<mark>қуёш</mark> энергетикаси" in html
    assert ">Энергетика вазирлиги<" in html
    assert '<h2 lang="uz-Cyrl">' in html
    assert '<input type="hidden" name="script" value="cyrl">' in html


def test_sort_links_show_the_order_in_force(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sort=-date")
    assert re.search(r'<a href="/\?q=hisobot&amp;sort=-date" rel="nofollow" aria-current="true">Avval yangi', html)
    assert '<a href="/?q=hisobot" rel="nofollow">Eng mos' in html


def test_scores_are_explained_when_asked(client: FlaskClient) -> None:
    assert "Ball:" in page(client, "/?q=quyosh&explain=1")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_words_at_all_give_a_page(client: FlaskClient, q: str) -> None:
    response = client.get("/", query_string={"q": q})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "%00=1", "q=" + "a" * 3000, "=&&=", "q=%22%22%22**((("]
)
def test_broken_bytes_give_a_page(client: FlaskClient, query: Query) -> None:
    assert client.get(f"/?{query}").status_code == 200


NAMES = st.sampled_from([param.name for param in PARAMS]) | st.text(max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["savdo", "_none", "2026", "3"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, TEXTS), max_size=5), st.sampled_from(["/", "/release/kirill"]))
def test_any_parameters_at_all_give_a_page(client: FlaskClient, pairs: Any, path: str) -> None:
    assert client.get(path, query_string=pairs).status_code == 200


def test_without_an_index_the_page_says_which_command_to_run(empty_client: FlaskClient) -> None:
    for address in ("/", "/?q=quyosh", "/release/x"):
        response = empty_client.get(address)
        html = response.get_data(as_text=True)
        assert response.status_code == 503
        assert heading(html) == "Qidiruv tayyorlanmoqda"
        assert "<code>./dev reindex" in html
        assert response.headers["Refresh"] == "30"
        assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_base": {"REMOTE_ADDR": "203.0.113.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
)
def test_the_command_is_for_this_machine_alone(empty_client: FlaskClient, asked: Any) -> None:
    page_of_all = empty_client.get("/", **asked).get_data(as_text=True)
    assert "reindex" not in page_of_all
    assert "Sahifa oʻzi yangilanadi." in page_of_all
    assert "command" not in empty_client.get("/api/search", **asked).get_json()


def test_a_phrase_that_nothing_holds_is_offered_without_its_quotes(client: FlaskClient) -> None:
    html = page(client, "/?q=%22quyosh+energetikasining+qwzx%22")
    assert heading(html) == "“quyosh energetikasining qwzx” boʻyicha hech narsa topilmadi"
    total = first(r'<a href="/\?q=quyosh\+energetikasining\+qwzx"[^>]*>Qoʻshtirnoqsiz</a>: (\d+ ta xabar)', html)
    assert heading(page(client, "/?q=quyosh+energetikasining+qwzx")) == total


def test_an_unforeseen_error_gives_its_number_and_the_same_query_but_no_trace(
    published: Settings, engine: SearchService, caplog: pytest.LogCaptureFixture
) -> None:
    failing = create_app(published, Failing(engine, ZeroDivisionError("maxfiy"))).test_client()
    response = failing.get("/?q=quyosh&sector=savdo")
    html = response.get_data(as_text=True)
    assert response.status_code == 500
    assert heading(html) == "Ichki xato"
    assert response.headers["X-Request-Id"] in html
    assert '<a href="/?q=quyosh&amp;sector=savdo" rel="nofollow">' in html
    assert "maxfiy" not in html
    assert "maxfiy" in caplog.text


def test_a_search_that_took_too_long_says_so(published: Settings, engine: SearchService) -> None:
    slow = create_app(published, Failing(engine, TooSlow("10 s"))).test_client()
    response = slow.get("/?q=quyosh")
    assert (response.status_code, heading(response.get_data(as_text=True))) == (503, "Soʻrov juda uzoq bajarildi")


def test_every_page_of_samples_says_so_and_stays_out_of_indexes(sample_client: FlaskClient) -> None:
    for address, status in (("/", 200), ("/?q=quyosh", 200), ("/release/2026-03-05-quyosh", 200), ("/release/x", 404)):
        response = sample_client.get(address)
        html = response.get_data(as_text=True)
        assert response.status_code == status
        assert "Namuna maʼlumotlar" in html
        assert html.count('<meta name="robots" content="noindex, follow">') == 1
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_links_carry_the_public_address(published: Settings, engine: SearchService) -> None:
    app = create_app(replace(published, base_url="https://izla.uz"), engine)
    html = page(app.test_client(), "/?q=hisobot")
    assert '<link rel="canonical" href="https://izla.uz/?q=hisobot">' in html
    assert 'action="https://izla.uz/"' in html


def test_a_page_is_small_when_compressed(client: FlaskClient) -> None:
    for address in ("/", "/?q=hisobot&per_page=20", "/release/2026-03-05-quyosh"):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.get_data()) <= 12_000


@pytest.mark.parametrize(
    "address", ["/", "/?q=hisobot&page=2&sector=savdo", "/?q=qwzx", "/release/2026-03-05-quyosh", "/x"]
)
def test_every_page_has_one_heading_one_box_and_no_inline_style_or_script(client: FlaskClient, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    assert html.count("<h1") == html.count('type="search"') == html.count("<form") == 1
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)
    assert len(re.findall(r'\bid="([^"]+)"', html)) == len(set(re.findall(r'\bid="([^"]+)"', html)))


def test_the_first_page_says_how_it_is_searched(
    client: FlaskClient, published: Settings, engine: SearchService
) -> None:
    public = create_app(replace(published, base_url="https://izla.uz"), engine).test_client()
    data = json.loads(first(r'ld\+json">(.*?)</script>', page(public, "/")))
    assert data["potentialAction"]["target"]["urlTemplate"] == "https://izla.uz/?q={search_term}"
    for address in ("/", "/?q=quyosh", "/api/search?q=quyosh", "/release/kirill"):
        spoofed = client.get(address, headers={"Host": "yomon.example"}).get_data(as_text=True)
        assert "yomon" not in spoofed, "what is kept for everybody holds no host that one reader named"


def test_examples_that_find_nothing_are_not_shown(client: FlaskClient) -> None:
    html = page(client, "/")
    assert 'href="/?q=elektr+stansiya"' in html
    assert "sogliqni saqlash" not in html, "no release of this library holds it"


def test_sectors_stand_by_their_alphabet_beside_the_news_and_the_chart_is_last(client: FlaskClient) -> None:
    html = page(client, "/")
    slugs = re.findall(r'href="/sector/([^"]+)"', html)
    assert slugs[:3] == ["bandlik", "bojxona", "diplomatiya"]
    assert html.index('id="newest"') < html.index('id="sectors"') < html.index('id="archive"')
    assert "+ 1 sanasiz" in html


def test_months_head_the_cards_under_an_order_by_date(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sort=-date&per_page=2&page=2")
    assert re.findall(r'<h2 class="soft">([^<]+)</h2>', html) == ["2025-yil iyul", "2025-yil iyun"]
    assert re.findall(r'<ol class="hits" start="(\d+)">', html) == ["3", "4"]
    assert '<h2 class="soft">' not in page(client, "/?q=hisobot")


def test_a_sector_on_a_card_keeps_the_search_and_the_one_chosen_is_left_out(client: FlaskClient) -> None:
    html = page(client, "/?q=hisobot&sector=savdo&from=2024")
    assert '<dd><a href="/?from=2024&amp;q=hisobot&amp;sector=moliya&amp;sector=savdo" rel="nofollow">' in html
    assert ">Savdo</a></dd>" not in html


def test_the_last_chip_clears_all(client: FlaskClient) -> None:
    assert "Hammasini tozalash" in page(client, "/?q=hisobot&sector=savdo&from=2024")
    assert "Hammasini tozalash" not in page(client, "/?q=hisobot&sector=savdo")
