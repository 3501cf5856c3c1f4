import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import key, lemmas, why


@pytest.mark.parametrize(
    ("word", "last"),
    [
        ("kitoblarimizdan", "kitob noun + lar→plural + imiz→own + dan→case"),
        ("qishlogʻida", "qişloq (here qişloğ) noun + i→own + da→case"),
        ("shahrida", "şahar (here şahr) noun + i→own + da→case"),
        ("unga", "unga → u"),
        ("koʻrsatilmoqda", "voice (voices.txt keeps some): körsatil → körsat"),
        ("2022-yilda", "yil noun + da→case"),
        ("va", "va takes no endings"),
        ("yopish", "a verb of its own as well, or the name of an action: yop, yopiş"),
        ("3430", "as it stands: 3430"),
        ("xyzq", "not in the lexicon, and no endings: xyzq"),
    ],
)
def test_the_last_step_gives_the_lemma(word: str, last: str) -> None:
    assert why(word)[-1].endswith(last)


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("Ўзбекистоннинг", "letters: Ўзбекистоннинг → özbekistonning"),
        ("oktyabr", "spelling (folds, spellings.txt): oktyabr → oktabr"),
        ("talim", "tutuq (lexicon): talim → taʼlim"),
    ],
)
def test_the_first_steps_give_the_key(word: str, first: str) -> None:
    assert why(word)[0] == first


def test_a_line_of_a_list_is_named() -> None:
    assert why("kitob")[-1].startswith("lexicon_nominals.txt:")
    assert why("oldi")[-1].startswith("lemma_exceptions.txt:")


@given(st.text(max_size=30))
def test_any_text_has_reasons_that_end_at_its_lemmas(text: str) -> None:
    steps = why(text)
    assert steps
    assert all(isinstance(step, str) for step in steps)
    assert any(lemma in steps[-1] or lemma in key(text) for lemma in lemmas(text))
