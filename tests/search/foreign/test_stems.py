import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.foreign import language_of, stem, stems_of_base


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("договор", "ru"),
        ("премьер-министр", "ru"),
        ("Ёлка", "ru"),
        ("agreement", "en"),
        ("Kazakhstan's", "en"),
        ("Kazakhstan’s", "en"),
        ("ҳоким", ""),
        ("қарор", ""),
        ("oʻzbek", ""),
        ("2024", ""),
        ("мiр", ""),
        ("", ""),
    ],
)
def test_a_language_is_told_by_letters(word: str, language: str) -> None:
    assert language_of(word) == language
    assert bool(stem(word)) == bool(language)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("договор", "договора договору договором договоре договоры договоров договорами"),
        ("Казахстан", "Казахстана Казахстану Казахстаном Казахстане"),
        ("визит", "визита визитом визите визиты визитов"),
        ("рынок", "рынка рынком рынки рынков"),
        ("область", "области областью областей областях"),
        ("энергетика", "энергетики энергетике энергетику энергетикой"),
        ("министерство", "министерства министерством министерств"),
        ("компания", "компании компанией компаний"),
        ("налоговый", "налоговая налогового налоговым налоговых"),
        ("учёный", "ученого учёным ученых"),
        ("ministry", "ministries Ministry"),
        ("agreement", "agreements AGREEMENT"),
        ("Kazakhstan", "Kazakhstan's Kazakhstan’s"),
    ],
)
def test_all_forms_of_a_word_have_a_stem_of_its_base(base: str, forms: str) -> None:
    assert {stem(form) for form in forms.split()} <= stems_of_base(base)


def test_a_short_word_stays_whole() -> None:
    assert stem("США") == "сша"
    assert stem("суда") == "суд"
    assert stem("тая") == "тая"


@given(st.text(max_size=100))
def test_any_text_has_a_stem_or_none(text: str) -> None:
    assert isinstance(stem(text), str)
    assert stem(text) in stems_of_base(text)
