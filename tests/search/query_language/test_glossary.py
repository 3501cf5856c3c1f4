from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadCorpus
from search.query import Query
from search.query_language.glossary import Glossary, read_glossary
from search.release import Release
from search.service import SearchService
from search.settings import ROOT
from tests.analyzers import PLAIN

EngineOver = Callable[[Iterable[Release]], SearchService]
GLOSSARY = read_glossary(ROOT / "corpus", PLAIN)


def meant(text: str, glossary: Glossary = GLOSSARY) -> tuple[str, ...]:
    return tuple(name.text for name in glossary.meanings(text.split(), PLAIN))


@pytest.mark.parametrize(
    ("typed", "uzbek"),
    [
        ("договор", "shartnoma"),
        ("договоров", "shartnoma"),
        ("налоговых", "soliq"),
        ("пенсиями", "pensiya"),
        ("рынка", "bozor"),
        ("визита", "tashrif"),
        ("визит", "tashrif"),
        ("железной дорогой", "temir yoʻl"),
        ("agreements", "kelishuv"),
        ("ministries", "vazirlik"),
        ("Казахстаном", "Qozogʻiston"),
        ("Kazakhstan's", "Qozogʻiston"),
        ("Узбекистане", "Oʻzbekiston"),
        ("Самаркандской области", "Samarqand viloyati"),
        ("Самарканде", "Samarqand"),
        ("сша", "AQSh"),
        ("учёный", "olim"),
    ],
)
def test_any_form_of_a_russian_or_english_name_reaches_the_usual_uzbek_one(typed: str, uzbek: str) -> None:
    assert meant(typed)[0] == uzbek


@pytest.mark.parametrize("typed", ["тонг", "водий", "хокимият узоқ", "un", "who", "тог", "hisobot", "vazirlik", "2024"])
def test_an_uzbek_word_means_nothing_else(typed: str) -> None:
    assert meant(typed) == ()


def test_capitals_are_known_in_capitals_only() -> None:
    assert meant("UN")
    assert meant("ЕС")
    assert not meant("ес")


def test_the_table_of_the_project_is_large_and_written_as_editors_write() -> None:
    lines = [
        line
        for line in (ROOT / "corpus" / "glossary.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) >= 300
    assert not any(mark in line.partition("=")[2] for line in lines for mark in "'`‘’")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("договор", "a line is Russian or English names = Uzbek names"),
        ("договор =", "a line is Russian or English names = Uzbek names"),
        ("= shartnoma", "a line is Russian or English names = Uzbek names"),
        ("қарор = qaror", "a line is Russian or English names = Uzbek names"),
        ("договор = —", "a line is Russian or English names = Uzbek names"),
        ("налог = soliq", "'налог' stands in line 1 already; leave it in one line"),
    ],
)
def test_a_line_that_says_nothing_or_says_it_twice_is_named(tmp_path: Path, line: str, error: str) -> None:
    (tmp_path / "glossary.txt").write_text(f"налог, tax = soliq # izoh\n{line}\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match=rf"glossary.txt:2: {error}"):
        read_glossary(tmp_path, PLAIN)


def test_a_table_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "glossary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadCorpus, match=r"glossary.txt cannot be read"):
        read_glossary(tmp_path, PLAIN)


def test_a_table_of_a_site_takes_the_place_of_ours_and_places_keep_their_names(tmp_path: Path) -> None:
    (tmp_path / "glossary.txt").write_text("# hali yoʻq\n", encoding="utf-8")
    glossary = read_glossary(tmp_path, PLAIN)
    assert not meant("договор", glossary)
    assert meant("Казахстаном", glossary) == ("Qozogʻiston",)


def test_stems_that_two_lines_share_mean_what_both_do_and_a_written_form_its_own(tmp_path: Path) -> None:
    (tmp_path / "glossary.txt").write_text("senate = senat\nsenator = senator\n", encoding="utf-8")
    glossary = read_glossary(tmp_path, PLAIN)
    assert meant("senator", glossary) == ("senator",)
    assert meant("senators", glossary) == ("senat", "senator")


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_has_an_answer(texts: list[str]) -> None:
    assert isinstance(GLOSSARY.meanings(texts, PLAIN), tuple)


RELEASES = [
    Release("a", "Shartnoma imzolandi", body="Soliq imtiyozlari haqida."),
    Release("b", "Ikki tomonlama bitim", body="Qozogʻiston bilan hamkorlik."),
    Release("c", "Temir yoʻl ochildi", body="Vagonlar keldi."),
    Release("d", "Договор текстидан", body="Русча сўз."),
    Release("e", "Mehnat qonuni", body="Bozor kuni."),
    Release("f", "Mehnat bozori", body="Yangi ish oʻrinlari."),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("договоры", "abd"),
        ("договоров", "ab"),
        ("agreement", "b"),
        ("treaties", "ab"),
        ("налоговые льготы", "a"),
        ("сотрудничество с Казахстаном", "b"),
        ("о сотрудничестве с Казахстаном", "b"),
        ("cooperation with the Kazakhstan", "b"),
        ("железной дороги", "c"),
        ("рынок труда", "ef"),
        ("sarlavha:договоры", "abd"),
        ("договоры EMAS Казахстан", "ad"),
        ("«договоров»", ""),
        ("с Казахстаном EMAS сотрудничество", ""),
    ],
)
def test_russian_and_english_words_find_what_says_it_in_uzbek(engine_over: EngineOver, typed: str, found: str) -> None:
    answer = engine_over(RELEASES).answer(Query(typed, sort="-date"))
    assert {hit.release.id for hit in answer.hits} == set(found)


def test_what_holds_the_typed_word_comes_first(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("договор"))
    assert answer.hits[0].release.id == "d"
    assert {hit.release.id for hit in answer.hits} == set("abd")


def test_what_was_searched_besides_is_said_and_marked(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("договоров"))
    assert [(each.typed, each.words, each.how) for each in answer.understanding.reached] == [
        ("договоров", ("shartnoma", "bitim"), "glossary")
    ]
    assert [[piece.text for piece in hit.title if piece.marked] for hit in answer.hits if hit.release.id == "a"] == [
        ["Shartnoma"]
    ]


def test_a_word_that_many_releases_have_reaches_nothing_else(engine_over: EngineOver) -> None:
    many = [Release(f"m{number}", "Договор матни") for number in range(21)]
    engine = engine_over([*many, *RELEASES])
    assert not engine.answer(Query("договор")).understanding.reached


def test_what_no_release_has_is_not_said(engine_over: EngineOver) -> None:
    assert not engine_over([Release("x", "Yangi bino")]).answer(Query("договор")).understanding.reached


def test_closed_words_are_required_where_no_word_of_their_language_stands_beside(engine_over: EngineOver) -> None:
    engine = engine_over([Release("x", "Qushning ini", body="in topildi"), Release("y", "Qush uchdi")])
    assert {hit.release.id for hit in engine.answer(Query("in qush", sort="-date")).hits} == {"x"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("договор о сотрудничестве", "договор сотрудничестве"),
        ("О СОТРУДНИЧЕСТВЕ ДЛЯ КАЗАХСТАНА", "СОТРУДНИЧЕСТВЕ КАЗАХСТАНА"),
        ("спорт в школе", "спорт школе"),
        ("medal for Olimpiada", "medal Olimpiada"),
        ("agreement on trade", "agreement trade"),
        ("on kun", "on kun"),
        ("in kimniki", "in kimniki"),
        ("WHO hisoboti", "WHO hisoboti"),
        ("на қилди на айтди", "на қилди на айтди"),
    ],
)
def test_closed_words_of_another_language_only_score(engine_over: EngineOver, typed: str, found: str) -> None:
    engine = engine_over([*RELEASES, Release("s", "Savdo kelishuvi")])
    counted = engine.answer(Query(typed, sort="-date")).understanding
    assert counted.of == len(found.split())


def test_a_closed_word_is_none_of_the_words_that_found_nothing(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("договор о космосе", sort="-date"))
    assert [word.word for word in answer.understanding.words] == ["договор", "космосе"]


def test_shares_of_a_score_add_up_with_translations(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("рынок труда с договором", explain=True))
    for hit in answer.hits:
        assert hit.score == pytest.approx(sum(share for _, share in hit.explanation or ()))
