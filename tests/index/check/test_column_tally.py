from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.check.column_tally import EXAMPLES, MAX_NAMES, ColumnTally
from index.records.field_names import FIELDS


def tally(*records: dict[str, Any], mapping: dict[str, str] | None = None) -> ColumnTally:
    columns = ColumnTally(mapping or {})
    for record in records:
        columns.add(record)
    return columns


def test_what_each_field_was_read_from_is_told_in_the_order_of_the_table() -> None:
    columns = tally({"Sana": "05.03.2026", "Matni": "Matn."}, {"Sarlavha": "A", "title_ru": "Б", "Sana": "1"})
    assert columns.read() == (("title", ("title_ru", "Sarlavha")), ("body", ("Matni",)), ("date", ("Sana",)))
    assert columns.unknown() == ()


def test_an_unknown_column_is_named_once_with_two_values() -> None:
    (column,) = tally({"Izoh": "bir"}, {"Izoh": "bir"}, {"Izoh": "ikki"}, {"Izoh": "uch"}).unknown()
    assert (column.name, column.records, column.examples) == ("Izoh", 4, ("bir", "ikki"))


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("Kun", ("05.03.2026", "2026-03-06"), "date"),
        ("Sahifa", ("https://idora.example/a",), "url"),
        ("Asosiy", ("<p>Matn</p>",), "body"),
        ("Asosiy", ("Uzun matn " * 30,), "body"),
        ("Chiqargan", ("Energetika vazirligi",), "source"),
        ("Yozuv", ("Navoiyda yangi stansiya ishga tushdi",), "title"),
        ("Guruh", ("Yangiliklar",), "rubric"),
        ("Raqami", ("771", "772"), ""),
        ("photo_url", ("https://idora.example/a",), ""),
        ("viewsCount", ("koʻp",), ""),
        ("koʻrishlar", ("koʻp",), ""),
        ("Просмотры", ("много",), ""),
        ("pochta", ("a@idora.example",), ""),
        ("belgi", ("true", "false"), ""),
    ],
)
def test_what_a_column_could_be_used_for_is_told_by_its_values(name: str, values: tuple[str, ...], field: str) -> None:
    (column,) = tally(*({name: value} for value in values)).unknown()
    assert column.field == field


def test_a_field_that_the_file_lacks_is_offered_first() -> None:
    record = {"title": "A", "Kichik": "Navoiyda yangi stansiya ishga tushdi"}
    assert [column.field for column in tally(record).unknown()] == ["lead"]


@pytest.mark.parametrize("value", ["2026-03-06", "https://idora.example/b"])
def test_a_second_day_or_address_is_not_offered_as_the_releases_own(value: str) -> None:
    record = {"title": "A", "date": "2026-03-05", "url": "https://idora.example/a", "Oxiri": value}
    assert [column.field for column in tally(record).unknown()] == [""]


def test_a_column_that_the_site_named_is_known() -> None:
    columns = tally({"Yozuv": "A"}, mapping={"yozuv": "title"})
    assert (columns.read(), columns.unknown()) == ((("title", ("Yozuv",)),), ())


def test_names_beyond_any_use_are_told_to_be_there_and_not_kept() -> None:
    columns = tally({f"k{number}": "qiymat" for number in range(MAX_NAMES + 1)})
    assert (len(columns.unknown()), columns.more) == (MAX_NAMES, True)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=6), max_size=4))
def test_any_records_have_columns(records: list[dict[str, Any]]) -> None:
    columns = tally(*records)
    assert {field for field, _ in columns.read()} <= set(FIELDS)
    for column in columns.unknown():
        assert column.field in ("", *FIELDS)
        assert 0 < len(column.examples) <= EXAMPLES
        assert 0 < column.records <= len(records)
