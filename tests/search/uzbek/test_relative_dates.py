from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import lemmas, longest_relative, read_relative, skeleton
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary

TODAY = date(2026, 3, 4)  # a Wednesday
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def phrase(text: str) -> tuple[str, ...]:
    return tuple(skeleton(lemmas(word)[0]) for word in text.split())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("bugun", date(2026, 3, 4), date(2026, 3, 4)),
        ("kecha", date(2026, 3, 3), date(2026, 3, 3)),
        ("oʻtgan hafta", date(2026, 2, 23), date(2026, 3, 1)),
        ("otgan hafta", date(2026, 2, 23), date(2026, 3, 1)),
        ("o'tgan haftada", date(2026, 2, 23), date(2026, 3, 1)),
        ("ўтган ҳафта", date(2026, 2, 23), date(2026, 3, 1)),
        ("shu oy", date(2026, 3, 1), date(2026, 3, 31)),
        ("oʻtgan oy", date(2026, 2, 1), date(2026, 2, 28)),
        ("bu yil", date(2026, 1, 1), date(2026, 12, 31)),
        ("oʻtgan yil", date(2025, 1, 1), date(2025, 12, 31)),
        ("last week", date(2026, 2, 23), date(2026, 3, 1)),
        ("прошлый год", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days_are_counted_from_today(text: str, first: date, last: date) -> None:
    assert read_relative(phrase(text), TODAY) == (first, last)
    assert len(phrase(text)) <= longest_relative()


@pytest.mark.parametrize("text", ["", "oʻtgan", "hafta", "oʻtgan sessiya", "yil bu"])
def test_other_words_say_no_day(text: str) -> None:
    assert read_relative(phrase(text), TODAY) is None


@given(DAYS)
def test_this_and_the_last_of_a_unit_lie_side_by_side(today: date) -> None:
    for unit in ("hafta", "oy", "yil"):
        this, last = read_relative(phrase(f"shu {unit}"), today), read_relative(phrase(f"oʻtgan {unit}"), today)
        assert this is not None
        assert last is not None
        assert this[0] <= today <= this[1]
        assert last[0] <= last[1]
        assert (this[0] - last[1]).days == 1


def test_a_phrase_is_known_by_the_lemmas_of_the_lemmatizer_that_is_given() -> None:
    lemmatizer = Lemmatizer(Lexicon(UserDictionary(forms={"hafta": ("yettikun",)}, lines={"hafta": 1})))
    lemmas_of_phrase = tuple(skeleton(lemmatizer.lemmas(word)[0]) for word in ("oʻtgan", "hafta"))
    assert read_relative(lemmas_of_phrase, TODAY, lemmatizer) == (date(2026, 2, 23), date(2026, 3, 1))
    assert read_relative(lemmas_of_phrase, TODAY) is None
    assert longest_relative(lemmatizer) == longest_relative()
