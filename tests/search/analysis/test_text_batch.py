"""Texts read many at once are what each is by itself: fields, starts, tokens."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chunk_table import ChunkTable
from search.analysis.fields import Indexed, IndexedField, Occurrences, indexed, indexed_batch
from search.analysis.text_batch import read_texts
from search.analysis.text_tokens import TextToken
from search.release import Release
from tests.analyzers import SAMPLE

# Chunks of every kind, and what stands between them
CHUNKS = [
    *("Toshkent", "shahrida,", "(5-mart)", "togʻ", "‘qogʻ", "dedi‘", "Oʻzbekiston", "o'zbek", "Ўзбекистон", "şahar"),
    *(
        "1",
        "234,5",
        "12",
        "000",
        "soʻm.",
        "2026-yil",
        "yoʻl-xarita",
        "https://gov.uz/a?b=c",
        "–",
        "...",
        "«",
        "ТoшкЕнт",
    ),
    *("a,b;c", "Sh.Mirziyoyev", "keldi-ku", "ь", "ʼ", "123‘", "“Makon”-da", "uzun" * 30),
]
BETWEEN = [" ", " ", " ", "\n", "\n\n", "  ", "\u00a0", "\t"]
TEXTS = st.lists(st.tuples(st.sampled_from(CHUNKS), st.sampled_from(BETWEEN)), max_size=12).map(
    lambda pairs: "".join(map("".join, pairs))
) | st.text(max_size=40)
RELEASES = st.lists(st.tuples(TEXTS, TEXTS), max_size=5)


def occurrences(field: IndexedField, release: int) -> tuple[list[str], list[int], list[float]]:
    end = int(field.counts[: release + 1].sum())
    own = slice(end - int(field.counts[release]), end)
    terms = [field.vocabulary[term] for term in field.terms[own].tolist()]
    return terms, field.positions[own].tolist(), field.weights[own].tolist()


def plain(held: Occurrences) -> tuple[list[str], list[int], list[float]]:
    return held.terms, list(held.positions), held.weights.tolist()


def tokens_of(text: str) -> list[TextToken]:
    """Return the text tokens by their definition."""
    tokens = [token for token in SAMPLE.analyze(text) if not token.joined]
    gaps = ["", *(text[before.end : after.start] for before, after in pairwise(tokens))]
    return [
        TextToken(token.exact, text[token.start].isupper(), "," in gap, not set(gap).isdisjoint(".!?…;:\n"))
        for token, gap in zip(tokens, gaps, strict=bool(tokens))
    ]


@given(RELEASES, st.sampled_from([0, 3, 1_000]))
def test_many_releases_are_indexed_as_each_would_be(texts: list[tuple[str, str]], rows: int) -> None:
    table = ChunkTable(SAMPLE, rows)
    for _ in range(2):  # the second time most rows are known, or the table was emptied
        batch = read_texts([text for pair in texts for text in pair], table)
        uzbek = np.array([len(body) % 3 > 0 for _, body in texts], bool)
        made = indexed_batch(batch, np.arange(len(texts)), [title for title, _ in texts], uzbek)
        for number, (title, body) in enumerate(texts):
            language = "uz" if uzbek[number] else "ru"
            alone: Indexed = indexed(Release("a", title, body, source=title, language=language), SAMPLE)
            assert occurrences(made.source, number) == plain(alone.source)
            assert occurrences(made.exact, number) == plain(alone.exact)
            assert occurrences(made.lemma, number) == plain(alone.lemma)
            assert made.starts[number] == alone.starts


@given(RELEASES, st.data())
def test_some_of_the_releases_are_indexed_in_any_order(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    numbers = data.draw(
        st.permutations(range(len(texts))).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda n: all_[:n]))
    )
    batch = read_texts([text for pair in texts for text in pair], ChunkTable(SAMPLE))
    whole, some = (
        indexed_batch(
            batch,
            np.array(which, np.int64),
            [texts[number][0] for number in which],
            np.array([number % 3 > 0 for number in which], bool),
        )
        for which in (range(len(texts)), numbers)
    )
    for at, number in enumerate(numbers):
        assert occurrences(some.exact, at) == occurrences(whole.exact, number)
        assert occurrences(some.lemma, at) == occurrences(whole.lemma, number)
        assert occurrences(some.source, at) == occurrences(whole.source, number)
        assert some.starts[at] == whole.starts[number]


@given(st.lists(TEXTS, max_size=5))
def test_the_tokens_of_texts_are_those_of_each_by_itself(texts: list[str]) -> None:
    tokens = read_texts(texts, ChunkTable(SAMPLE)).tokens()
    for number, text in enumerate(texts):
        assert list(tokens.of(number)) == tokens_of(text)


@pytest.mark.parametrize(
    ("text", "mixes"), [("ТoшкЕнт shahri", True), ("Toshkent шаҳри", False), ("Toshkent", False), ("", False)]
)
def test_a_text_that_mixes_scripts_in_a_chunk_is_told(text: str, mixes: bool) -> None:
    assert read_texts([text], ChunkTable(SAMPLE)).mixes_scripts().tolist() == [mixes]


def test_a_word_keeps_its_lemmas_in_the_table() -> None:
    table = ChunkTable(SAMPLE)
    batch = read_texts(["Shaharlarda, yoʻl-xarita 2026-yil"], table)
    for term in batch.tokens().terms.tolist():
        assert table.lemmas_of(term) == SAMPLE.lemmas(table.terms[term])
