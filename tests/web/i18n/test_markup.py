import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from search.answer import Piece
from search.release import Release
from web.i18n.markup import excerpt, excerpts, in_script, marked, plain, script_of, tag, tag_of

PIECES = st.lists(st.builds(Piece, st.text(max_size=20), st.booleans()), max_size=5).map(tuple)


def test_text_is_escaped_before_it_is_marked() -> None:
    snippet = (Piece("<script> & "), Piece("<b>quyosh", marked=True), Piece("</b>"))
    assert marked(snippet) == "&lt;script&gt; &amp; <mark>&lt;b&gt;quyosh</mark>&lt;/b&gt;"


@given(PIECES, st.sampled_from(("source", "latn", "cyrl")))
def test_nothing_but_marks_is_ever_markup(snippet: Any, script: str) -> None:
    html = marked(snippet, script)
    assert isinstance(html, Markup)
    assert not re.search(r"[<>]", html.replace("<mark>", "").replace("</mark>", ""))


@given(PIECES)
def test_a_snippet_keeps_the_letters_of_its_source(snippet: Any) -> None:
    assert marked(snippet).striptags() == Markup.escape(plain(snippet)).striptags()


def test_pieces_are_transliterated_as_one_text_and_marked_after() -> None:
    snippet = (Piece("Oʻzbekiston "), Piece("energetika", marked=True), Piece("si"))
    assert marked(snippet, "cyrl") == "Ўзбекистон <mark>энергетика</mark>си"
    assert in_script("Ўзбекистон", "latn") == "Oʻzbekiston"
    assert in_script("Ўзбекистон", "source") == "Ўзбекистон"


WHOLE = "Birinchi gap shu. Ikkinchi gap ancha uzun boʻladi.\n\nUchinchi gap (qisqa)."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Birinchi gap shu.", "Birinchi gap shu."),
        ("Ikkinchi gap", "Ikkinchi gap …"),
        ("gap ancha uzun", "… gap ancha uzun …"),
        ("Uchinchi gap (qisqa).", "Uchinchi gap (qisqa)."),
        ("boshqa matn", "boshqa matn"),
    ],
)
def test_a_cut_inside_a_sentence_is_shown_by_dots(text: str, shown: str) -> None:
    assert excerpt((Piece(text),), WHOLE) == shown


def test_dots_between_two_places_are_written_once() -> None:
    places = ((Piece("Ikkinchi gap"),), (Piece("uzun boʻladi."),))
    assert excerpts(places, WHOLE) == "Ikkinchi gap … uzun boʻladi."


def test_the_script_that_is_shown_names_the_language() -> None:
    assert tag("Мудофаа") == "uz-Cyrl"
    assert tag("Мудофаа", "latn") == "uz-Latn"
    assert tag("Mudofaa", "cyrl") == "uz-Cyrl"


@pytest.mark.parametrize("script", ["source", "latn", "cyrl"])
def test_what_is_not_uzbek_is_shown_as_written(script: str) -> None:
    russian, uzbek = Release("a", "Школа", language="ru"), Release("b", "Maktab")
    assert (script_of(russian, script), script_of(uzbek, script)) == ("source", script)
    assert tag_of(russian, russian.title, script) == "ru"
    assert tag_of(uzbek, uzbek.title, script) == tag(uzbek.title, script)
