from collections import Counter
from collections.abc import Callable

import pytest

from tests.bench.corpus import Corpus
from tests.bench.errors import BenchError
from tests.bench.queries import SHAPES, draw, questions_of


def test_questions_keep_to_their_bands(corpus: Corpus) -> None:
    questions = draw(corpus.documents(), per_kind=8)
    holding = Counter(word for document in corpus.documents() for word in set(document.tokens))
    assert questions.by_kind.keys() == SHAPES.keys()
    for question in questions.by_kind["rare1"]:
        assert 3 <= holding[question.query.words[0]] <= 20
    for question in questions.by_kind["common1"]:
        assert 0.22 <= holding[question.query.words[0]] / corpus.count <= 0.38
    for question in questions.by_kind["and2"]:
        assert len(set(question.query.words)) == 2
        assert all(0.02 <= holding[word] / corpus.count <= 0.2 for word in question.query.words)
    texts = [document.text for document in corpus.documents()]
    for question in questions.by_kind["phrase2"]:
        assert sum(" ".join(question.query.words) in text for text in texts) >= 2
    for question in questions.by_kind["prefix"]:
        assert 20 <= sum(word.startswith(question.query.words[0]) for word in holding) <= 300
    assert holding[questions.hot[0].words[0]] == max(holding.values())


def test_the_questions_are_the_same_when_drawn_again_and_when_kept(corpus: Corpus) -> None:
    drawn = draw(corpus.documents())
    assert questions_of(corpus) == drawn
    assert questions_of(corpus) == drawn


def test_a_corpus_without_such_words_is_refused(corpus_of: Callable[..., Corpus]) -> None:
    with pytest.raises(BenchError, match="ask for more --docs"):
        draw(corpus_of("gaz", "suv").documents())
