import json
import re

from flask.testing import FlaskClient

from tests.web.views.test_search import first, heading, page


def test_a_release_keeps_its_paragraphs_and_marks_what_led_to_it(client: FlaskClient) -> None:
    html = page(client, "/release/2026-03-05-quyosh?q=quyosh&sector=energetika&page=2")
    text = html[html.index('<div class="text"') : html.index("</div>", html.index('<div class="text"'))]
    assert text.count("<p") == 3
    assert "<mark>quyosh</mark>" in text
    assert '<a href="/?page=2&amp;q=quyosh&amp;sector=energetika" rel="nofollow">← Natijalarga qaytish</a>' in html
    assert '<a href="https://example.uz/quyosh" rel="external">Asl manba</a>' in html
    assert '<link rel="canonical" href="https://example.uz/quyosh">' in html
    assert "&lt;b&gt;davlat-xususiy&lt;/b&gt; sheriklik &amp; sarmoya" in text


def test_a_release_leads_to_its_neighbours_in_the_search(client: FlaskClient) -> None:
    html = page(client, "/release/oylik-10?q=hisobot&sort=date")
    assert re.search(r'<a href="/release/oylik-09\?q=hisobot&amp;sort=date" rel="prev nofollow">', html)
    assert re.search(r'<a href="/release/oylik-11\?q=hisobot&amp;sort=date" rel="next nofollow">', html)
    assert "Bu birinchi natija" in page(client, "/release/oylik-00?q=hisobot&sort=date")
    assert 'class="turn"' not in page(client, "/release/oylik-10")


def test_a_release_is_shown_in_the_other_script(client: FlaskClient) -> None:
    html = page(client, "/release/2026-03-05-quyosh?script=cyrl")
    assert "Ўзбекистонда қуёш энергетикаси" in heading(html)
    assert re.search(r'<h1 lang="uz-Cyrl">', html)
    assert re.search(r'<a href="/release/2026-03-05-quyosh\?script=latn"[^>]*lang="uz-Latn">Lotin', html)


def test_an_unsafe_address_is_never_linked(client: FlaskClient) -> None:
    html = page(client, "/release/2026-02-01-qozogiston")
    assert "javascript:" not in html
    assert "(sana fayl nomidan olindi)" in html
    assert '<link rel="canonical" href="/release/2026-02-01-qozogiston">' in html


def test_a_release_says_itself_to_machines(client: FlaskClient) -> None:
    html = page(client, "/release/2026-03-05-quyosh")
    data = json.loads(first(r'<script type="application/ld\+json">(.*?)</script>', html))
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi"
    assert data["alternateName"].startswith("Ўзбекистонда")
    assert (data["datePublished"], data["inLanguage"]) == ("2026-03-05", "uz-Latn")


def test_an_id_with_a_slash_is_found(client: FlaskClient) -> None:
    assert heading(page(client, "/release/sanasiz%2F1")) == "Sanasiz energetika xabari"


def test_a_release_with_only_a_text_has_a_heading(client: FlaskClient) -> None:
    assert heading(page(client, "/release/sarlavhasiz")) == "Sarlavhasiz xabar"


def test_a_missing_release_fills_the_box_with_the_words_of_its_id(client: FlaskClient) -> None:
    html = page(client, "/release/2020-01-02-quyosh-panellari", 404)
    assert heading(html) == "Bunday xabar yoʻq"
    assert 'name="q" value="quyosh panellari"' in html
