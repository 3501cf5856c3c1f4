from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadCorpus
from search.query import Query
from search.query_language.names import name_of
from search.query_language.synonyms import read_synonyms
from search.release import Release
from search.service import SearchService
from search.settings import ROOT
from tests.analyzers import PLAIN

EngineOver = Callable[[Iterable[Release]], SearchService]


def test_a_name_is_known_by_its_sense_in_any_form_and_script() -> None:
    senses = {
        name_of(text, PLAIN).sense for text in ("Birlashgan Millatlar Tashkilotining", "БИРЛАШГАН МИЛЛАТЛАР ТАШКИЛОТИ")
    }
    assert len(senses) == 1


def test_the_table_of_the_project_is_in_order() -> None:
    table = read_synonyms(ROOT / "corpus", PLAIN).by_sense
    assert {name.text for name in table[name_of("BMT", PLAIN).sense]} == {"Birlashgan Millatlar Tashkiloti"}
    assert all(name.sense != sense for sense, names in table.items() for name in names)


def test_an_empty_table_of_a_site_takes_the_place_of_ours_and_there_are_no_other_names(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("# hali yoʻq\n")
    assert read_synonyms(tmp_path, PLAIN).by_sense == {}


@pytest.mark.parametrize("line", ["Ostona", "Ostona,", ", Ostona", "Ostona, —"])
def test_a_line_that_says_nothing_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "synonyms.txt").write_text(f"# izoh\n{line}\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match=r"synonyms.txt:2: a line needs two names"):
        read_synonyms(tmp_path, PLAIN)


def test_a_table_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadCorpus, match=r"synonyms.txt cannot be read"):
        read_synonyms(tmp_path, PLAIN)


@given(st.text())
def test_any_text_has_a_sense(text: str) -> None:
    assert all(isinstance(word, str) for word in name_of(text, PLAIN).sense)


RELEASES = [
    Release("a", "Ostona shahrida sammit"),
    Release("b", "Nur-Sultonda uchrashuv"),
    Release("c", "BMTning hisoboti"),
    Release("d", "Birlashgan Millatlar Tashkiloti Bosh Assambleyasi"),
    Release("e", "Tashkiloti birlashgan turli millatlar"),
]


@pytest.mark.parametrize(
    ("typed", "first", "found"),
    [
        ("Ostona", "a", "ab"),
        ("Остона", "a", "ab"),
        ("Nursultonda", "b", "ab"),
        ("Nur-Sulton", "b", "ab"),
        ("BMT", "c", "cd"),
        ("birlashgan millatlar tashkiloti", "", "cde"),
        ("BMT hisoboti", "c", "c"),
        ("Ostona YOKI hisobot", "", "abc"),
        ("sarlavha:BMT", "c", "cd"),
        ("“BMTning”", "c", "c"),
        ("sammit EMAS Nur-Sulton", "", ""),
    ],
)
def test_another_name_finds_the_same_releases_below_the_name_typed(
    engine_over: EngineOver, typed: str, first: str, found: str
) -> None:
    engine = engine_over(RELEASES)
    assert {hit.release.id for hit in engine.answer(Query(typed, sort="-date")).hits} == set(found)
    if first:
        assert engine.answer(Query(typed, sort="relevance")).hits[0].release.id == first


def test_what_was_searched_besides_is_said_and_marked(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("BMT"))
    assert [(each.typed, each.words, each.how) for each in answer.understanding.reached] == [
        ("BMT", ("Birlashgan Millatlar Tashkiloti",), "synonym")
    ]
    other = next(hit for hit in answer.hits if hit.release.id == "d")
    assert [piece.text for piece in other.title if piece.marked] == ["Birlashgan", "Millatlar", "Tashkiloti"]


def test_a_name_that_no_release_has_is_not_said(engine_over: EngineOver) -> None:
    assert not engine_over([Release("a", "BMT hisoboti")]).answer(Query("BMT")).understanding.reached


def test_shares_of_a_score_add_up_with_other_names(engine_over: EngineOver) -> None:
    answer = engine_over(RELEASES).answer(Query("BMT hisoboti", explain=True))
    hit = answer.hits[0]
    assert hit.score == pytest.approx(sum(share for _, share in hit.explanation or ()))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("SI", "ab"),
        ("Si", "b"),
        ("si", "b"),
        ("Si Szinpin", "b"),
        ("sunʼiy intellekt", "a"),
        ("СИ", "ab"),
        ("shht", "c"),
    ],
)
def test_a_name_in_capitals_stands_for_capitals_only(engine_over: EngineOver, typed: str, found: str) -> None:
    engine = engine_over(
        [
            Release("a", "Sunʼiy intellekt bozori"),
            Release("b", "Xitoy raisi Si Szinpin"),
            Release("c", "Shanxay hamkorlik tashkiloti"),
        ]
    )
    assert {hit.release.id for hit in engine.answer(Query(typed, sort="-date")).hits} == set(found)
