"""What a page says of itself for machines, whole or broken."""

import json
from typing import Any, Final

import pytest

from index.readers.saved_page import PageRules, SavedPage, read_page

SHOWN: Final = "<h1>Sport majmuasi ochildi</h1><p>Tuman markazida sport majmuasi ochildi.</p>"


def told(*scripts: Any, head: str = "") -> SavedPage:
    """Read a page with JSON-LD: each script a text, or a value."""
    texts = (script if isinstance(script, str) else json.dumps(script) for script in scripts)
    tags = "".join(f"<script type='application/ld+json'>{text}</script>" for text in texts)
    return read_page(f"{head}{tags}{SHOWN}", PageRules({}))


def article(**values: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": "Sport majmuasi ochildi", "datePublished": "2026-03-05", **values}


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"publisher": {"@type": "Organization", "name": "Sport vazirligi"}}, "Sport vazirligi"),
        ({"publisher": "Sport vazirligi"}, "Sport vazirligi"),
        ({"publisher": [{"@type": "Person", "name": "Bir kishi"}, {"name": ["Sport vazirligi"]}]}, "Sport vazirligi"),
        ({"publisher": {"@type": "Person", "name": "Bir kishi"}}, ""),
        ({"publisher": [[["x"]]]}, ""),
        ({"author": {"@type": "Organization", "name": "Boshqa"}}, ""),
    ],
)
def test_the_source_is_the_publisher_never_a_person(values: dict[str, Any], source: str) -> None:
    assert told(article(**values)).source == source


def test_a_meta_element_or_microdata_may_name_the_publisher() -> None:
    microdata = "<div itemprop=publisher><b itemprop=name>Sport vazirligi</b></div>"
    assert told(head="<meta name=publisher content='Sport vazirligi'>").source == "Sport vazirligi"
    assert told(head=microdata).source == "Sport vazirligi"
    assert told(head="<meta itemprop=publisher content='Sport vazirligi'>").source == "Sport vazirligi"


def test_the_site_is_told_apart_from_the_source() -> None:
    page = told({"@type": "WebSite", "name": "Vazirlik portali"}, head="<meta property=og:site_name content='Portal'>")
    assert (page.source, page.site) == ("", "Vazirlik portali")


@pytest.mark.parametrize(
    "script",
    [
        {"@graph": [{"@type": "WebSite", "datePublished": "2019-01-01"}, article()]},
        {"@type": "WebPage", "mainEntity": [article()]},
        [[[article()]]],
        article(**{"@type": ["Thing", "https://schema.org/ReportageNewsArticle"]}),
        f"<!-- {json.dumps(article())} -->",
        f"/*<![CDATA[*/ {json.dumps(article())}; /*]]>*/",
        json.dumps(article())[:-1] + ",}",
        json.dumps(article()) + json.dumps({"@type": "Organization"}),
        '{"@type": "Article", "headline": "Sport "majmuasi" ochildi", "datePublished": "2026-03-05", "x": 1}',
        '{"@type": "WebSite", "datePublished": "2019-01-01"} x {"@type": "Article", "datePublished": "2026-03-05", ',
        '{"@type": "Article", "headline": "Sport\nmajmuasi\tochildi", "datePublished": "2026-03-05"}',
    ],
)
def test_the_day_is_that_of_the_article_however_it_is_wrapped_or_broken(script: Any) -> None:
    page = told(script)
    assert (page.date_text, page.date_from, page.title) == ("2026-03-05", "jsonld", "Sport majmuasi ochildi")


@pytest.mark.parametrize(
    "script",
    [
        "",
        "{",
        "[" * 100_000,
        "7",
        {"@type": {"a": []}},
        {"@type": "NewsArticle", "headline": {"a": 1}, "datePublished": [[]]},
        {"@type": "NewsArticle", "datePublished": "yaqinda"},
        {"@type": "ItemList", "itemListElement": [article()]},
        {"@type": "Event", "datePublished": "2026-03-05"},
        '{"datePublished": "2026-03-05", ',
    ],
)
def test_what_is_no_article_gives_no_day(script: Any) -> None:
    assert told(script).date_text == ""


def test_of_several_articles_the_pages_own_counts() -> None:
    other = article(headline="Boshqa xabar", datePublished="2026-01-01", url="https://a.example/n/2")
    own = article(url="https://a.example/n/1")
    head = "<link rel=canonical href='https://a.example/n/1'>"
    assert told([other, own], head=head).date_text == "2026-03-05"
    assert told(other, own, head="<title>Sport majmuasi ochildi | Portal</title>").date_text == "2026-03-05"
    assert told([other, own]).date_text == ""
    assert told([own, article(headline="Yana")]).date_text == "2026-03-05"


@pytest.mark.parametrize(
    ("values", "head", "rubric"),
    [
        ({"articleSection": ["Sport", "Jamiyat"]}, "", "Sport"),
        ({}, "<meta property='article:section' content='Sport'>", "Sport"),
        ({}, "<a rel='category tag' href='/c'>Sport</a>", "Sport"),
        ({}, "<ul class=breadcrumb><li><a href=/>Bosh sahifa</a><li><a href=/s>Sport</a></ul>", "Sport"),
        ({}, "<ul class=breadcrumb><li><a href=/>Bosh sahifa</a></ul>", ""),
        ({}, "<div class=breadcrumb></div>", ""),
    ],
)
def test_the_rubric(values: dict[str, Any], head: str, rubric: str) -> None:
    assert told(article(**values), head=head).rubric == rubric


def test_the_language_as_the_page_calls_it() -> None:
    assert told(head="<html lang=oz>").language == "oz"
    assert told(article(inLanguage="uz-Cyrl")).language == "uz-Cyrl"
    assert told(head="<meta property=og:locale content=uz_UZ>").language == "uz_UZ"
