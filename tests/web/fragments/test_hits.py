from typing import Any

from markupsafe import Markup

from web.fragments.hits import hits_html
from web.i18n.messages import catalog
from web.presenters.result_card import Card, Facts

UZ = catalog("uz")


def facts(**changed: Any) -> Facts:
    known = {
        "iso_date": "2026-03-05",
        "date": "2026-yil 5-mart",
        "date_derived": False,
        "source": "A & B",
        "source_page": "/source/a-b?lang=uz&script=latn",
        "sectors": (("Savdo <1>", "/?q=a&sector=savdo"), ("Sport", None)),
        "sectors_derived": False,
    }
    return Facts(**{**known, **changed})


def card(known: Facts, **changed: Any) -> Card:
    shown = {
        "url": "/release/a?q=1&page=2",
        "read_here": None,
        "title": Markup("<mark>Bir</mark>"),
        "title_lang": "uz-Latn",
        "text": Markup("matn"),
        "text_lang": "uz-Cyrl",
        "facts": known,
        "score": 1.25,
        "explanation": (),
    }
    return Card(**{**shown, **changed})


def test_a_hit_is_an_item_with_its_title_text_and_facts() -> None:
    assert hits_html([card(facts())], "h2", UZ) == (
        '<li><article><h2 lang="uz-Latn"><a href="/release/a?q=1&amp;page=2"><mark>Bir</mark></a></h2>\n'
        '<p lang="uz-Cyrl">matn</p>\n'
        '<dl class="meta">\n'
        '<div><dt class="sr">Sana</dt><dd><time datetime="2026-03-05">2026-yil 5-mart</time></dd></div>\n'
        '<div><dt class="sr">Manba</dt><dd><a href="/source/a-b?lang=uz&amp;script=latn">A &amp; B</a></dd></div>\n'
        '<div><dt class="sr">Soha</dt><dd><a href="/?q=a&amp;sector=savdo" rel="nofollow">Savdo &lt;1&gt;</a></dd>'
        "<dd>Sport</dd></div>\n"
        "</dl>\n\n"
        "</article></li>\n"
    )


def test_a_brief_hit_has_neither_text_nor_sectors() -> None:
    shown = hits_html([card(facts())], "h3", UZ, brief=True)
    assert "<h3 " in shown
    assert "matn" not in shown
    assert "Savdo" not in shown


def test_a_hit_without_a_day_and_an_office_says_so() -> None:
    shown = hits_html([card(facts(iso_date=None, date="Sanasi nomaʼlum", source="", date_derived=True))], "h2", UZ)
    assert "<dd>Sanasi nomaʼlum <small>(" in shown
    assert "Manba" not in shown
    assert "<dd>B</dd>" in hits_html([card(facts(source="B", source_page=None))], "h2", UZ)


def test_what_leads_elsewhere_has_a_page_here_and_a_score_its_shares() -> None:
    elsewhere = card(
        facts(), url="https://a.uz/?a&b", read_here="/release/a?b&c", explanation=(("gaz<", 0.5),), score=None
    )
    shown = hits_html([elsewhere], "h2", UZ)
    assert '<a href="https://a.uz/?a&amp;b" rel="external">' in shown
    assert '<dt class="sr">Izla</dt><dd><a href="/release/a?b&amp;c">' in shown
    assert " 0.000 · gaz&lt; 0.500</p>\n</article>" in shown


def test_nothing_that_a_release_says_is_markup() -> None:
    hostile = '"><script>'
    shown = hits_html([card(facts(date=hostile), title_lang=hostile, text_lang=hostile)], "h2", UZ)
    assert "<script>" not in shown
