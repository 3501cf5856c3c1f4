"""Releases in other languages than Uzbek: found by their words as written, never by a lemma, and told apart."""

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from search.facets.selection import Choice
from search.query import Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]
DAY = dt.date(2026, 3, 5)


def release(name: str, title: str, body: str = "", language: str = "uz", **more: object) -> Release:
    return Release(name, title, body, DAY, language=language).with_(**more)


ENERGY = "Министерство энергетики подписало договор о строительстве солнечной станции в Самарканде."
RELEASES = (
    release("uz-shartnoma", "Shartnoma imzolandi", "Energetika vazirligi quyosh stansiyasi qurilishi boʻyicha."),
    release("uz-maktab", "Maktab ochildi", "Yangi maktabda bolalar oʻqiydi. Bank oldida."),
    release("uz-kirill", "Самарқандда мактаб очилди", "Янги мактабда болалар ўқийди."),
    release("ru-energiya", "Договор подписан", ENERGY, "ru", source="Министерство энергетики"),
    release("ru-energiya-2", "Солнечная станция", "Договор о строительстве станции: министерство энергетики.", "ru"),
    release("ru-bola", "Банка", "Болалар, банкда ва мактабда: слова как написаны. Указ УП-158.", "ru"),
    release("en-school", "A new school opened", "The ministry of energy opened a well-known school.", "en"),
)


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    return engine_over(RELEASES)


def found(engine: SearchService, q: str, **chosen: str) -> set[str]:
    query = Query(q)
    for facet, value in chosen.items():
        query = query.choosing(facet, Choice.read(value))
    return {hit.release.id for hit in engine.answer(query).hits}


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("написаны", {"ru-bola"}),
        ("НАПИСАНЫ", {"ru-bola"}),
        ("подписало", {"ru-energiya", "uz-shartnoma"}),
        ("“солнечной станции”", {"ru-energiya"}),
        ("солн*", {"ru-energiya", "ru-energiya-2"}),
        ("well-known", {"en-school"}),
        ("sarlavha:станция", {"ru-energiya-2"}),
        ("sarlavha:написаны", set()),
        ("написаны -указ", set()),
        ("PF-158", {"ru-bola"}),
        ("УП 158", {"ru-bola"}),
    ],
)
def test_a_word_finds_releases_in_another_language_as_it_is_written(
    engine: SearchService, q: str, ids: set[str]
) -> None:
    assert found(engine, q) == ids


@pytest.mark.parametrize(
    ("q", "uzbek"),
    [("bola", {"uz-maktab", "uz-kirill"}), ("bank", {"uz-maktab"}), ("maktab", {"uz-maktab", "uz-kirill"})],
)
def test_no_uzbek_ending_is_taken_off_their_words(engine: SearchService, q: str, uzbek: set[str]) -> None:
    assert found(engine, q) == uzbek
    assert "ru-bola" in found(engine, {"bola": "болалар", "bank": "банкда", "maktab": "maktabda"}[q])


def test_a_russian_question_finds_russian_releases_and_what_uzbek_ones_call_it(engine: SearchService) -> None:
    answer = engine.answer(Query("договор"))
    assert {hit.release.id for hit in answer.hits} == {"ru-energiya", "ru-energiya-2", "uz-shartnoma"}
    assert [reached.how for reached in answer.understanding.reached] == ["glossary"]
    assert found(engine, "министерство энергетики") == {"ru-energiya", "ru-energiya-2", "uz-shartnoma"}


def test_a_word_is_translated_however_many_of_them_write_it(engine_over: EngineOver) -> None:
    many = tuple(release(f"ru-{n}", "Договор", "О договоре.", "ru") for n in range(30))
    assert "uz-shartnoma" in {r.id for r in engine_over((*RELEASES, *many)).export(Query("договор")).releases}


def test_a_word_is_read_for_its_lacking_letters_however_many_of_them_write_it(engine_over: EngineOver) -> None:
    many = tuple(release(f"ru-{n}", "Кук", "Кук и куча.", "ru") for n in range(30))
    engine = engine_over((*RELEASES, release("uz-kok", "Кўк осмон", "Осмон кўк."), *many))
    assert "uz-kok" in {r.id for r in engine.export(Query("кук")).releases}
    assert [reached.how for reached in engine.answer(Query("кук")).understanding.reached] == ["keyboard"]


def test_only_the_forms_that_match_are_marked(engine: SearchService) -> None:
    (hit,) = engine.answer(Query("банкда").choosing("language", Choice("ru"))).hits
    assert [piece.text for piece in hit.title if piece.marked] == []
    assert [piece.text for snippet in hit.snippets for piece in snippet if piece.marked] == ["банкда"]
    view = engine.read("ru-bola", "банкда")
    assert [piece.text for piece in view.title if piece.marked] == []
    assert [piece.text for paragraph in view.paragraphs for piece in paragraph if piece.marked] == ["банкда"]


@pytest.mark.parametrize("between", ["va", "я" * 300])  # behind a word so long nobody knows where the others begin
def test_what_an_uzbek_lemma_would_take_is_not_marked(engine_over: EngineOver, between: str) -> None:
    text = f"болалар {between} болаларни"
    engine = engine_over((release("ru", "болаларга", text, "ru"), release("uz", "болаларга", text)))

    def marked(language: str) -> list[str]:
        (hit,) = engine.answer(Query("болаларни").choosing("language", Choice(language))).hits
        return [piece.text for snippet in (hit.title, *hit.snippets) for piece in snippet if piece.marked]

    assert marked("ru") == ["болаларни"]
    assert marked("uz") == ["болаларга", "болалар", "болаларни"]


def test_languages_are_counted_and_chosen(engine: SearchService) -> None:
    facet = engine.answer(Query()).facet("language")
    assert facet is not None
    assert [(value.value, value.count) for value in facet.values] == [("ru", 3), ("uz", 3), ("en", 1)]
    assert facet.missing == 0
    assert found(engine, "", language="ru") == {"ru-energiya", "ru-energiya-2", "ru-bola"}
    assert found(engine, "", language="-ru") == {r.id for r in RELEASES if r.language != "ru"}
    assert found(engine, "maktabda", language="uz") == {"uz-maktab", "uz-kirill"}


def test_similar_ones_are_of_the_same_language(engine: SearchService) -> None:
    assert [hit.release.id for hit in engine.read("ru-energiya").similar] == ["ru-energiya-2"]
    assert {hit.release.language for hit in engine.read("uz-maktab").similar} <= {"uz"}


def test_words_are_suggested_as_typed_and_titles_as_written(engine: SearchService) -> None:
    assert "энергетики" in {completion.text for completion in engine.suggest("энергет", 8)}
    titles = {completion.text for completion in engine.suggest("dogovor", 8) if completion.release}
    assert titles == {"Договор подписан"}


def test_a_word_that_they_write_often_is_no_misspelling(engine_over: EngineOver) -> None:
    often = tuple(release(f"uz-{n}", "Stansiya", "Yangi stansiya ochildi.") for n in range(40))
    russian = tuple(release(f"ru-{n}", "Станция", "Новая станция.", "ru") for n in range(4))
    assert engine_over((*often, *russian)).answer(Query("станция")).meant is None


@pytest.mark.parametrize("q", ["ingliz tili", "rus", "ruscha"])
def test_what_a_language_is_called_is_no_filter_among_the_words(engine: SearchService, q: str) -> None:
    answer = engine.answer(Query(q), acting=True)
    assert not answer.query.selections
    assert not [pair for refined in answer.refinements for pair in refined.filters if pair[0] == "language"]
    assert not [each for each in engine.suggest(q, 8) if each.named and each.named[0] == "language"]


def test_they_come_and_go_as_others_do(store: object, engine_over: EngineOver) -> None:
    engine = engine_over(RELEASES)
    assert {r.language for r in engine.export(Query()).releases} == {"uz", "ru", "en"}
    changed = next(r for r in RELEASES if r.id == "ru-bola").with_(language="uz")
    engine = engine_over([*(r for r in RELEASES if r.id != "ru-bola"), changed])
    assert "ru-bola" in found(engine, "bola")
