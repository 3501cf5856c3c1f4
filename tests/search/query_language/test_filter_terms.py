import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.selection import read_selections
from search.facets.taxonomies import read_categories
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.query_language.filter_terms import lift
from search.query_language.lexer import FIELDS
from search.settings import ROOT
from tests.analyzers import SAMPLE

TODAY = dt.date(2026, 3, 4)
NAMES = FilterNames(read_categories(ROOT / "corpus"), SAMPLE)


def lifted(q: str, **more: object) -> Query:
    return lift(Query(q, **more), NAMES, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("q", "facet", "values"),
    [
        ("soha:energetika", "sector", ("energetika",)),
        ("соҳа:энергетика", "sector", ("energetika",)),
        ("sector:fan SOHA:Energetika", "sector", ("energetika", "fan")),
        ("-soha:energetika", "sector", ("-energetika",)),
        ("EMAS soha:energetika", "sector", ("-energetika",)),
        ('soha:"sogʻliqni saqlash"', "sector", ("sogliqni-saqlash",)),
        ("hudud:Samarqandda", "region", ("samarqand",)),
        ("davlat:«Qozogʻiston»", "country", ("kz",)),
        ("country:Kazakhstan", "country", ("kz",)),
        ("manba:“Markaziy bank”", "source", ("markaziy-bank",)),
        ("soha:_none", "sector", ("_none",)),
        ("til:ruscha", "language", ("ru",)),
        ("тил:рус тилида", "language", ("ru",)),
        ("-язык:английский YOKI language:kaa", "language", ("-en", "-kaa")),
        ("soha:sogʻliqni saqlash", "sector", ("sogliqni-saqlash",)),
        ("soha:energetika YOKI soha:savdo", "sector", ("energetika", "savdo")),
        ("(soha:energetika OR sector:savdo)", "sector", ("energetika", "savdo")),
        ("EMAS hudud:buxoro ЁКИ hudud:navoiy", "region", ("-buxoro", "-navoiy")),
    ],
)
def test_a_filter_among_the_words_is_a_filter(q: str, facet: str, values: tuple[str, ...]) -> None:
    for typed, rest in ((q, ""), (f"quyosh {q} paneli", "quyosh paneli")):
        query = lifted(typed)
        assert (query.q, query.selections) == (rest, read_selections({facet: values}))


@pytest.mark.parametrize(
    ("q", "start", "end"),
    [
        ("sana:2026-03", dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
        ("sana:2025..2026-02", dt.date(2025, 1, 1), dt.date(2026, 2, 28)),
        ('сана:"2026 йил март"', dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
        ("sana:05.03.2026", dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
        ('sana:"oʻtgan hafta"', dt.date(2026, 2, 23), dt.date(2026, 3, 1)),
        ("date:kecha", dt.date(2026, 3, 3), dt.date(2026, 3, 3)),
        ("sana:2023-2024", dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
        ("sana:2023–2024", dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
        ("sana:2023..", dt.date(2023, 1, 1), None),
        ("sana:..2023", None, dt.date(2023, 12, 31)),
        ("sana:fevral", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ("sana:aprelda", dt.date(2025, 4, 1), dt.date(2025, 4, 30)),
        ("sana:oʻtgan oy", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ("sana:mart 2025", dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
        ("дата:декабрь 2022 года", dt.date(2022, 12, 1), dt.date(2022, 12, 31)),
        ("date:March 5, 2026", dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
        ('sana:"5 mart 2025–2026"', dt.date(2025, 3, 5), dt.date(2026, 12, 31)),
    ],
)
def test_days_among_the_words_are_a_range(q: str, start: dt.date | None, end: dt.date | None) -> None:
    query = lifted(f"quyosh {q}", undated=True)
    assert (query.q, query.start, query.end, query.undated) == ("quyosh", start, end, False)


@pytest.mark.parametrize(
    "q",
    [
        "soha:yoqolgan",
        "sana:hech",
        "-sana:2026",
        "sana:2026..2025",
        "rang:qizil",
        "“soha:energetika”",
        "suv (soha:energetika gaz)",
        "soha:energetika YOKI hudud:buxoro",
        "soha:energetika YOKI soha:yoqolgan",
        "sana:2023 YOKI sana:2025",
        "soha:energetika YOKI gaz",
        "gaz OR soha:energetika",
        "http://soha:energetika",
        "soha: energetika",
        'soha:"energetika',
        "",
    ],
)
def test_what_is_no_filter_stays_among_the_words(q: str) -> None:
    assert lifted(q) == Query(q)


def test_a_chosen_filter_stays() -> None:
    query = lifted("soha:fan gaz", selections=read_selections({"sector": ("energetika",)}))
    assert query.selections == read_selections({"sector": ("energetika", "fan")})


FIELD = st.builds(
    "{}{}:{}".format,
    st.sampled_from(["", "-", "EMAS "]),
    st.sampled_from([name for names in FIELDS.values() for name in names]),
    st.sampled_from(["energetika", "2026", "“gaz”", "x", "(", '"', "kz"]),
)


@given(st.lists(st.one_of(FIELD, st.text(max_size=8), st.sampled_from(["(", ")", '"', "OR", "NOT"])), max_size=6))
def test_any_text_is_lifted_once_and_for_all(parts: list[str]) -> None:
    once = lift(Query(" ".join(" ".join(parts).split())), NAMES, TODAY)
    assert lift(once, NAMES, TODAY).selections == once.selections
    assert len(once.q) <= len(" ".join(parts))
