import json
import re
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from search.release import Release
from search.service import SearchService
from search.settings import Settings
from tests.web.library import publish
from tests.web.views.test_search import first, heading, page
from web import create_app


def test_a_release_keeps_its_paragraphs_and_marks_what_led_to_it(client: FlaskClient) -> None:
    html = page(client, "/release/2026-03-05-quyosh?q=quyosh&sector=energetika&page=2")
    text = html[html.index('<div class="text"') : html.index("</div>", html.index('<div class="text"'))]
    assert text.count("<p") == 3
    assert "<mark>quyosh</mark>" in text
    assert '<a href="/?page=2&amp;q=quyosh&amp;sector=energetika" rel="nofollow">← Natijalarga qaytish</a>' in html
    assert (
        '<a href="https://example.uz/quyosh" rel="external">Asl manba: example.uz <span aria-hidden="true">↗</span></a>'
        in html
    )
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


def test_a_release_is_cited_in_the_language_of_the_page(client: FlaskClient) -> None:
    def cited(address: str) -> str:
        return first(r'<p class="field">(.*?)</p>', page(client, address))

    assert cited("/release/sanasiz%2F1") == "“Sanasiz energetika xabari”"
    title = "Oʻzbekistonda quyosh energetikasi &lt;ikki&gt; barobar oshdi"
    end = "2026-yil 5-mart. https://example.uz/quyosh"
    assert cited("/release/2026-03-05-quyosh") == f"Energetika vazirligi. “{title}”. {end}"
    russian = "5 марта 2026 г. https://example.uz/quyosh"
    assert cited("/release/2026-03-05-quyosh?lang=ru") == f"Energetika vazirligi. «{title}». {russian}"
    assert cited("/release/2026-03-05-quyosh?script=cyrl&lang=uz").startswith(
        "Энергетика вазирлиги. “Ўзбекистонда қуёш"
    )


def test_a_release_without_an_address_is_cited_by_its_page_where_the_site_has_one(
    published: Settings, engine: SearchService
) -> None:
    public = create_app(replace(published, base_url="https://izla.uz"), engine).test_client()
    html = page(public, "/release/2026-02-01-qozogiston?q=bitim&page=2")
    assert "2026-yil 1-fevral. https://izla.uz/release/2026-02-01-qozogiston</p>" in html
    assert '<a href="https://izla.uz/release/2026-02-01-qozogiston" rel="bookmark">' in html


def test_a_release_leads_to_the_newest_others_of_its_source(client: FlaskClient) -> None:
    html = page(client, "/release/oylik-44?q=hisobot")
    others = first(r'aria-labelledby="others">(.*?)</section>', html)
    assert '<a href="/source/statistika-agentligi">Statistika agentligi</a> <span class="n">45</span>' in others
    assert re.findall(r'<h3[^>]*><a href="([^"]+)"', others) == [f"/release/oylik-{at}" for at in (43, 42, 41)]
    for alone in ("2026-03-05-quyosh", "sarlavhasiz"):
        assert 'id="others"' not in page(client, f"/release/{alone}")


def test_only_a_short_first_paragraph_with_more_after_it_is_a_lead(tmp_path: Path) -> None:
    rest = "\n\nKeyingi xatboshi."
    bodies = {"qisqa": "Qisqa kirish." + rest, "uzun": "soʻz " * 100 + rest, "yolgiz": "Bitta xatboshi."}
    app = create_app(publish(tmp_path, [Release(name, "Xabar", body) for name, body in bodies.items()]))
    led = {name for name in bodies if 'class="lead"' in page(app.test_client(), f"/release/{name}")}
    assert led == {"qisqa"}
