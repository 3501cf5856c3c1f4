"""Pages of lists are told from releases, and no release is taken for a list."""

from collections.abc import Callable
from typing import Final

import pytest

from index.readers.saved_page import LIST_PAGE, PageRules, read_page

NAMES: Final = (
    "Suvchilar mukofotlandi",
    "Yangi koʻprik qurilmoqda",
    "Bogʻcha taʼmirlandi va ochildi",
    "Tanlov gʻoliblari aniqlandi",
    "Kutubxona fondi boyidi",
    "Sport majmuasi ishga tushdi",
)
LEADS: Final = (
    "Marosimda 20 nafar suvchi koʻkrak nishonlari bilan taqdirlandi.",
    "Koʻprik ikki qirgʻoqni bogʻlaydi va yoʻlni qisqartiradi.",
    "Bogʻchada endi 200 nafar bola tarbiyalanadi, sharoit yaratildi.",
    "Tanlovda 400 nafar talaba qatnashdi, gʻoliblar 12 nafar.",
    "Fondga mingta kitob qoʻshildi, barchasi yangi nashrlar.",
    "Majmuada suzish havzasi va futbol maydoni bor, barchasi bepul.",
)
NAV: Final = (
    '<div class="menyu"><a href="/">Bosh sahifa</a><a href="/a">Biz haqimizda</a><a href="/n">Yangiliklar</a></div>'
)


def items(of_each: Callable[[int, str, str], str]) -> str:
    return "".join(of_each(number, name, lead) for number, (name, lead) in enumerate(zip(NAMES, LEADS, strict=True), 1))


LISTS: Final = {
    "rows": "<title>Xabarlar</title>{nav}<table>"
    + items(lambda n, name, _: f"<tr><td>0{n}.03.2026<td><a href=/{n}>{name}</a></tr>"),
    "definitions": "<title>Vazirlik :: Xabarlar</title>{nav}<dl>"
    + items(lambda n, name, lead: f"<dt><a href=/{n}>{name}</a><dd>{lead}"),
    "articles": "<title>Mart yangiliklari | Portal</title>{nav}<h1>Mart yangiliklari</h1>"
    + items(lambda n, name, lead: f"<article><h2><a href=/{n}>{name}</a></h2><i>0{n}.03.2026</i><p>{lead}"),
    "cards": "<title>Matbuot xizmati</title>{nav}"
    + items(lambda n, name, lead: f"<a class=c href=/{n}><div>{name}</div><div>{lead}</div>0{n}.03.2026</a>"),
    "flat lines": "<title>Yangiliklar</title>{nav}<td>"
    + items(lambda n, name, lead: f"0{n}.03.2026 <a href=/{n}>{name}</a><br>{lead}<br><br>"),
    "flat paragraphs": "<title>Agentlik sayti</title>{nav}<div>"
    + items(lambda n, name, lead: f"<p><b><a href=/{n}>{name}</a></b></p><p>{lead}</p>"),
    "results": "<title>Qidiruv natijalari: suv</title>{nav}<h1>Qidiruv natijalari: suv</h1>"
    + items(lambda n, name, lead: f"<h3><a href=/{n}>{name}</a></h3><p>{lead}</p>"),
    "more": "<title>Yangiliklar</title>{nav}"
    + items(lambda n, name, lead: f"<div><h4>{name}</h4><p>{lead}</p><a href=/{n}>Batafsil</a></div>"),
    "pictures": "<title>Portal</title>{nav}"
    + items(lambda n, name, lead: f"<div class=c><a href=/{n}><img><h5>{name}</h5></a><i>{lead}</i></div>"),
    "nameless": "{nav}<ul>" + items(lambda n, name, _: f"<li><a href=/{n}>{name}</a>"),
    "told of": '<script type="application/ld+json">['
    + items(lambda n, name, _: f'{{"@type": "NewsArticle", "headline": "{name}", "datePublished": "2026-03-0{n}"}},')
    + "]</script><title>Yangiliklar</title>{nav}<ul>"
    + items(lambda n, name, _: f"<li><a href=/{n}>{name}</a>"),
    "a story on top": "<title>Viloyat hokimligi</title>{nav}<h2><a href=/9>Yil yakunlari sarhisob qilindi</a></h2>"
    "<p>Yigʻilishda erishilgan natijalar muhokama qilindi, masʼullar hisobot berdi.</p>"
    + items(lambda n, name, _: f"<div class=i><a href=/{n}>{name}</a></div>"),
}
RELATED: Final = "<ul class=rel>" + items(lambda n, name, _: f"<li><a href=/{n}>{name}</a> 0{n}.03.2026") + "</ul>"
TWO: Final = "Bu haqda vazirlik xabar berdi. Narx yil oxirigacha oʻzgarmaydi."
RELEASES: Final = {
    "short, undated": "<title>Narx oʻzgarmaydi | Portal</title>{nav}<h1>Narx oʻzgarmaydi</h1><p>Bu maʼlum qilindi.</p>",
    "called as its site": f"<title>Vazirlik sayti</title>{{nav}}<div><h2>Suv narxi oʻzgarmaydi</h2><p>{TWO}</p></div>",
    "a bold title": f"<title>Vazirlik sayti</title>{{nav}}<td><b>Suv narxi oʻzgarmaydi</b><br>03.03.2026<br>{TWO}",
    "nameless": f"{{nav}}<p>{TWO}</p><p>Aholi bundan xabardor qilindi.</p>",
    "an office in its title": "<title>Rahbar tayinlandi: Suv xoʻjaligi vazirligi</title>{nav}"
    f"<h1>Rahbar tayinlandi: Suv xoʻjaligi vazirligi</h1><p>{TWO}</p>",
    "called as its rubric": f"<title>Eʼlonlar</title>{{nav}}<h1>Eʼlonlar</h1><h2>Tanlov oʻtkaziladi</h2><p>{TWO}</p>",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_no_release(name: str) -> None:
    assert read_page(LISTS[name].replace("{nav}", NAV), PageRules({})).skip == LIST_PAGE


@pytest.mark.parametrize("name", RELEASES)
def test_a_release_with_a_list_is_one(name: str) -> None:
    page = read_page(RELEASES[name].replace("{nav}", NAV) + RELATED, PageRules({}))
    assert page.skip == ""
    assert "qilindi" in page.body_html or TWO in page.body_html
    assert not any(other in page.body_html for other in NAMES)


def test_a_list_of_documents_that_the_text_announces_stays() -> None:
    documents = "<ul>" + items(lambda n, name, _: f"<li><a href=/{n}.pdf>{name}: nizom</a>") + "</ul>"
    page = read_page(
        f"<h1>Nizomlar qabul qilindi</h1><p>Quyidagilar tasdiqlandi:</p>{documents}<p>{TWO}</p>", PageRules({})
    )
    assert page.skip == ""
    assert page.body_html.startswith("<p>Quyidagilar tasdiqlandi:</p><ul><li><a href=")
    assert page.body_html.count("nizom</a></li>") == len(NAMES)
