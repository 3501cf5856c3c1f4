from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chunks import Chunk, WordChunk, analyze_chunk, chunk_at, independent, split
from search.uzbek.plain import PLAIN


def test_a_text_is_split_at_white_space_and_the_signs_are_taken_off() -> None:
    assert split("Toshkent shahrida, kecha (5-mart)…") == (["Toshkent", "shahrida", "kecha", "5-mart"], [0, 9, 19, 25])


def test_a_number_of_several_groups_is_one_chunk() -> None:
    assert split("jami 1 234,5 soʻm") == (["jami", "1 234,5", "soʻm"], [0, 5, 13])


@given(st.text(st.sampled_from(" \n\u00a0«»(.,a1ʻ-😀")) | st.text())
def test_a_chunk_stands_where_it_is_said_to_begin(text: str) -> None:
    texts, starts = split(text)
    for written, begin in zip(texts, starts, strict=True):
        chunk, start = chunk_at(text, begin)
        assert (chunk, text[start : start + len(chunk)]) == (written, written)


def test_most_chunks_are_one_word_of_one_lemma() -> None:
    chunk = analyze_chunk("kitoblar", PLAIN)
    assert isinstance(chunk, WordChunk)
    assert (chunk.exact, chunk.lemma, chunk.position_count) == ("kitoblar", "kitob", 1)


def test_a_compound_takes_as_many_positions_as_it_has_parts() -> None:
    chunk = analyze_chunk("chora-tadbir", PLAIN)
    assert isinstance(chunk, Chunk)
    assert (chunk.exact_positions, chunk.position_count) == ((0, 0, 1), 2)


def test_chunks_are_not_independent_where_one_may_open_a_quotation_that_another_closes() -> None:
    opening, letter, plain = (analyze_chunk(text, PLAIN) for text in ("‘qora", "togʻ", "yoʻl"))
    assert independent([opening, plain])
    assert independent([letter, plain])
    assert not independent([opening, plain, letter])
