import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.release_date import in_name, in_text, of_release

DAY = dt.date(2022, 12, 21)


@pytest.mark.parametrize(
    "body",
    [
        "Toshkent, 21-dekabr 2022-yil. Yigʻilish boʻldi.",
        "Toshkent, 2022-yil 21-dekabr – Yigʻilish boʻldi.",
        "TOSHKENT, 21-dekabr 2022-yil. /OʻzA/.",
        "Тошкент, 2022 йил 21 декабрь. Йиғилиш бўлди.",
        "Nur-Sulton, 21-dekabr 2022-yil: Yigʻilish boʻldi.",
        "Fargʻona viloyati, 21.12.2022. Yigʻilish boʻldi.",
        "Toshkent sh., 2022-12-21. Yigʻilish boʻldi.",
        "Toshkent, 21-dekabr 2022-yil\n\nYigʻilish boʻldi.",
        "Toshkent, 21-dekabr 2022-yil",
        "Kecha yomgʻir yogʻdi. Bugun, 2022-yil 21-dekabr kuni, yigʻilish boʻldi.",
        "Бугун, 2022 йил 21 декабрь куни йиғилиш бўлди.",
        "2022-yil 21-dekabr. Shu kuni yigʻilish boʻldi. Shu kuni, 2022-yil 21-dekabrda, qor yogʻdi.",
    ],
)
def test_a_dateline_or_a_date_called_today_dates_a_release(body: str) -> None:
    assert in_text("Sarlavha", body) == DAY


@pytest.mark.parametrize(
    "body",
    [
        "Prezidentning 2022-yil 21-dekabrdagi qarori qabul qilindi.",
        "Toshkent shahrida 2022-yil 21-dekabr kuni yigʻilish boʻldi.",
        "Toshkent, 2022-yil 21-dekabr kuni imzolangan hujjat kuchga kirdi.",
        "Maʼlumki, 2022-yil 21-dekabr – muhim kun.",
        "Bugun 2022-yil 21-dekabrdagi qaror ijrosi koʻrib chiqildi.",
        "Bugungi kunda 2022-yil 21-dekabr kuni ochilgan zavod ishlamoqda.",
        "Bugun yigʻilish boʻldi. Zavod 2022-yil 21-dekabr kuni ochilgan edi.",
        "Bugun 2022-yil 21-dekabr va 2023-yil 1-yanvar kunlari esga olindi.",
        "Bugun, 2022-yil 21-dekabr kuni. Shu kuni, 2020-yil 5-may kuni.",
        "Toshkent, 21-dekabr. Yigʻilish boʻldi.",
        "Yigʻilish boʻldi. Toshkent, 21-dekabr 2022-yil.",
        "1991-yil 31-avgustda mustaqillik eʼlon qilindi.",
    ],
)
def test_any_other_date_is_a_decrees_or_an_anniversarys(body: str) -> None:
    assert in_text("Sarlavha", body) is None


def test_a_given_date_goes_before_the_name_and_the_name_before_the_dateline() -> None:
    name, body = "2024-01-02-xabar", "Toshkent, 21-dekabr 2022-yil. Matn."
    assert of_release(dt.date(2025, 1, 1), name, "A", body) == (dt.date(2025, 1, 1), "given")
    assert of_release(None, name, "A", body) == (dt.date(2024, 1, 2), "filename")
    assert of_release(None, "xabar", "A", body) == (DAY, "dateline")
    assert of_release(None, "xabar", "A", "Matn.") == (None, None)


def test_a_name_dates_only_with_a_whole_date_at_its_beginning() -> None:
    assert in_name("2024-01-02") == in_name("2024-01-02_xabar") == dt.date(2024, 1, 2)
    assert [in_name(name) for name in ("2024-01", "2024-13-02-a", "x-2024-01-02", "2024-01-023")] == [None] * 4


@given(st.text(), st.text(alphabet="Toshkent, 21-dekabr2022yilBugun.\n") | st.text())
def test_any_text_has_a_date_or_none(title: str, body: str) -> None:
    day = in_text(title, body)
    assert day is None or 1900 <= day.year <= 2100
