import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.answer import Answer, Exit, Reached, Suggestion, Understanding, WordCount
from search.assist import assistance
from search.facets.selection import read_selections
from search.facets.taxonomies import read_categories
from search.generation import Generation
from search.query import Query
from search.settings import Settings
from web.i18n.labels import Labels
from web.i18n.messages import catalog
from web.parameters.table import Fault, Parameters
from web.presenters.notices import explain_fault, ignored, interpretation, lone_words, ways_out
from web.urls import Links

UZ = catalog("uz")
LABELS = Labels(UZ, "source", read_categories(Settings().corpus))
GENERATION = Generation("g", "f", dt.datetime(2026, 11, 22, 9, 11, 3, tzinfo=dt.UTC), 5, False, ())


def answer(query: Query | None = None, understanding: Any = None, **more: Any) -> Any:
    return Answer(query or Query(), understanding or Understanding(), 0, 1, 0, (), (), None, (), GENERATION, **more)


def said(**facts: Any) -> Any:
    return interpretation(answer(Query(q='"yoʻl xarita"'), Understanding(**facts)), LABELS, Links())


def test_words_read_as_typed_are_not_spoken_of() -> None:
    assert said(read_as="quyosh", script="latn") == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"read_as": "va", "script": "cyrl"},
            "Kirillcha yozdingiz: <strong>va</strong> lotin va kirill yozuvidagi matnlardan qidirildi.",
        ),
        (
            {"read_as": "a", "script": "mixed"},
            "Soʻrovda ikki alifbo aralash: <strong>a</strong> lotin va kirill yozuvidagi matnlardan qidirildi.",
        ),
        (
            {"matching": "relaxed", "required": 2, "of": 3},
            "Barcha soʻzlar birga kam uchraydi. 3 ta soʻzdan kamida 2 tasi bor xabarlar koʻrsatildi.",
        ),
        (
            {"reached": (Reached("sorov", ("soʻrov",)),)},
            "<strong>sorov</strong> apostrofsiz yozilgan; bular ham qidirildi: <strong>soʻrov</strong>.",
        ),
        (
            {"reached": (Reached("договоров", ("shartnoma", "bitim"), "glossary"),)},
            "<strong>договоров</strong> → <strong>shartnoma, bitim</strong> ham qidirildi.",
        ),
        ({"only_stop_words": True}, "Bu soʻzlar juda keng tarqalgan, natijalar aniq boʻlmasligi mumkin."),
    ],
)
def test_each_way_of_reading_is_said(facts: Any, sentence: str) -> None:
    assert said(**facts) == [sentence]


def test_every_repair_is_said_in_order() -> None:
    assert said(repairs=("unclosed-quote", "stray-star")) == [
        "Yopilmagan qoʻshtirnoq tuzatildi.",
        "Ortiqcha yulduzcha eʼtiborga olinmadi.",
    ]


def test_inflected_forms_are_offered_without_the_quotes() -> None:
    found = Suggestion(Query("yoʻl xarita"), 7)
    notices = interpretation(answer(Query('"yoʻl xarita"'), unquoted=found), LABELS, Links())
    assert notices == [
        "Qoʻshtirnoq ichidagi ibora aynan shu shaklda uchramadi. "
        '<a href="/?q=yo%CA%BBl+xarita">Boshqa shakllari bilan</a>: 7 ta xabar.'
    ]


def test_a_hint_is_added_to_what_is_wrong() -> None:
    assert explain_fault(Fault("secotr", "unknown", hint="sector"), UZ) == "Bunday parametr yoʻq. Balki: sector?"
    assert explain_fault(Fault("page", "too-small", "0", limit="1"), UZ) == "1 yoki undan katta boʻlsin."


def test_ignored_values_are_escaped_and_dates_link_to_their_field() -> None:
    parameters = Parameters(
        Query(),
        faults=(Fault("<b>", "unknown", "<i>"), Fault("to", "bad-date", "x"), Fault("q", "too-long", "y", limit="400")),
    )
    first, second, third = ignored(parameters, UZ)
    assert first == "<strong>&lt;b&gt;=&lt;i&gt;</strong> eʼtiborga olinmadi. Bunday parametr yoʻq."
    assert second.startswith('<a href="#to"><strong>to=x</strong>')
    assert third == "Soʻrov juda uzun, faqat boshi qidirildi. 400 belgidan oshmasin."


def test_ways_out_name_what_they_take_away() -> None:
    query = Query("gaz", read_selections({"sector": ("savdo",)}), dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    ways = (
        Exit("sector", query.without_filter("sector"), 41),
        Exit("date", query.with_(start=None, end=None), 2),
        Exit("filters", query.without_filters(), 214),
        Exit("all-words", query.with_(q="a YOKI b"), 3),
        Exit("source", query, 1),
    )
    out = ways_out(replace(answer(query), exits=ways), LABELS, Links())
    assert [way.label for way in out] == [
        "“Savdo” filtrisiz",
        "“2026-yil mart” filtrisiz",
        "Filtrlarsiz",
        "Soʻzlardan istalgan biri",
        "“Manba” filtrisiz",
    ]
    assert (out[2].count, out[2].url) == (214, "/?q=gaz")


def test_each_word_leads_to_a_search_of_its_own() -> None:
    found = answer(Query(q="a b", script="cyrl"), Understanding(words=(WordCount("a", 2), WordCount("b", 0))))
    assert [(word.label, word.count, word.url) for word in lone_words(found, Links())] == [
        ("a", 2, "/?q=a&script=cyrl"),
        ("b", 0, "/?q=b&script=cyrl"),
    ]


def test_words_that_name_filters_are_offered_as_filters_with_counts(client: FlaskClient) -> None:
    page = client.get("/?q=energetika+quyosh&read=0").get_data(as_text=True)
    assert '<a class="offer" href="/?q=quyosh&amp;read=0&amp;sector=energetika" rel="nofollow">' in page
    assert "+ </span>" in page
    (refined, *_) = client.get("/api/search?q=energetika").get_json()["suggestions"]["refine"]
    assert refined == {"label": "Soha: Energetika", "count": 2, "url": "/api/search?sector=energetika"}
    assert client.get(refined["url"]).get_json()["total"] == 2


def test_a_reading_that_acts_is_said_with_the_way_back(client: FlaskClient) -> None:
    page = client.get("/?q=Energetika+vazirligi").get_data(as_text=True)
    assert "“<strong>Energetika vazirligi</strong>” filtr deb oʻqildi: <strong>Manba: Energetika vazirligi" in page
    assert '<a href="/?q=Energetika+vazirligi&amp;read=0" rel="nofollow">Soʻzlarning oʻzi, ' in page
    assert 'href="/search.csv?source=energetika-vazirligi"' in page


def test_a_reading_that_holds_nothing_is_said(client: FlaskClient) -> None:
    page = client.get("/?q=energetika+1999-yil").get_data(as_text=True)
    assert "Soha: Energetika; 1999-yil</strong>: 0. Soʻzlarning oʻzi qidirildi." in page


def test_a_feed_of_days_said_from_today_on_goes_on_reading_them(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistance, "today", lambda: dt.date(2026, 3, 10))
    page = client.get("/?q=energetika+bu+yil").get_data(as_text=True)
    assert "filtr deb oʻqildi" in page
    assert "/feed.atom?q=energetika+bu+yil&amp;read=1" in page


def test_a_sure_correction_is_said_with_the_way_back(client: FlaskClient) -> None:
    page = client.get("/?q=qozogjston").get_data(as_text=True)
    assert "“<strong>qozogjston</strong>” topilmadi; “<strong>qozogʻiston</strong>” boʻyicha natijalar." in page
    assert '<a href="/?q=qozogjston&amp;read=0" rel="nofollow">“qozogjston”ning oʻzini qidirish</a>' in page


def test_words_of_another_language_that_nobody_has_are_named(client: FlaskClient) -> None:
    page = client.get("/?q=солнечная+фывапрол").get_data(as_text=True)
    assert "Bu soʻzlar hech bir xabarda yoʻq va talab qilinmadi: <strong>фывапрол</strong>." in page


def test_the_second_list_has_its_own_page_that_says_what_it_is(client: FlaskClient) -> None:
    page = client.get("/?q=quyosh+barobar+hisobot&partial=only").get_data(as_text=True)
    assert "Barcha soʻzlar uchragan xabarlar</a>" in page
