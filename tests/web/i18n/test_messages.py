import datetime as dt
import re
import tomllib
from typing import Any

import icu
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from search.facets.table import FACETS
from search.settings import ROOT
from web.endpoints import API
from web.i18n.messages import LANGUAGES, TAGS, catalog, coded, patterns
from web.parameters.table import PARAMS
from web.problems import PROBLEMS
from web.views.docs import HELP, PARTS
from web.views.status import relevance

CATALOGUES = ("uz", "ru", "en")
CODE = re.compile(r"`[^`]*`")
PLACES = re.compile(r"\{\s*(\w+)")
REPAIRS = (
    "unclosed-quote",
    "unclosed-parenthesis",
    "stray-parenthesis",
    "stray-operator",
    "empty-phrase",
    "stray-star",
    "unknown-field",
    "no-words",
)
FAMILIES = {
    *(f"repair-{name}" for name in REPAIRS),
    *(f"param-{param.name}" for param in PARAMS),
    *(f"{kind}-{name}" for kind in ("facet", "none") for name in (*(facet.name for facet in FACETS), "date")),
    *(f"problem-{kind.name}-{part}" for kind in PROBLEMS for part in ("title", "detail", "text")),
    *(f"histogram-{interval}" for interval in ("year", "month", "day")),
    *(f"period-{name}" for name in ("7-days", "30-days", "last-month", "this-year")),
    *(f"date-{source}" for source in ("address", "dateline", "filename")),
    *(f"read-{script}" for script in ("cyrl", "mixed")),
    *(f"exit-{dropped}" for dropped in ("filters", "all-words", "quotes")),
    *(f"why-{how}" for how in ("not", "lacking", "filter", "excluded")),
    *(f"kind-{kind}" for kind, _, _ in relevance().kinds),
    *(f"endpoint-{endpoint.operation}" for endpoint in API),
    *(f"api-copy-{name}" for name in ("search", "ndjson", "changes")),
    *(f"help-{name}" for name, _ in HELP),
    *(f"api-{part}" for part in PARTS),
    *(f"reached-{how}" for how in ("marks", "keyboard", "synonym", "glossary")),
}


def sources() -> Any:
    return [path.read_text(encoding="utf-8") for path in (ROOT / "web").rglob("*") if path.suffix in (".py", ".html")]


def named_keys() -> Any:
    """Every key that code or a template names, and every fault code."""
    texts = sources()
    keys = {key for text in texts for key in re.findall(r"\b(?:say|tell|text|html)\(\s*['\"]([\w-]+)['\"]", text)}
    keys |= {
        key for text in texts for pair in re.findall(r"say\('([\w-]+)' if \w+ else '([\w-]+)'", text) for key in pair
    }
    keys |= {
        f"fault-{code}" for text in texts for code in re.findall(r"(?:Refused\(|Fault\([^,()]+, )\"([\w-]+)\"", text)
    }
    keys |= {key for text in texts for key in re.findall(r"\"(order-[a-z]+)\"", text)}
    keys |= {key for text in texts for key in re.findall(r"\"((?:sector|source)-(?:about|search)[a-z-]*)\"", text)}
    keys |= {key for text in texts for key in re.findall(r"html\(\"(cut)\" if", text)} | {"ignored"}
    return {key for key in keys if not key.endswith("-")} | FAMILIES


def test_every_repair_that_the_parser_makes_can_be_said() -> None:
    source = (ROOT / "search" / "query_language" / "parser.py").read_text(encoding="utf-8")
    made = re.findall(r'repairs\.append\("([\w-]+)"\)', source)
    assert set(made) <= set(REPAIRS)


def test_every_catalogue_has_the_same_keys() -> None:
    assert {lang: set(patterns(lang)) for lang in LANGUAGES} == {lang: set(patterns("uz")) for lang in LANGUAGES}


def test_no_key_is_missing_and_none_is_unused() -> None:
    assert named_keys() == set(patterns("uz"))


@pytest.mark.parametrize("lang", CATALOGUES)
def test_no_key_is_written_twice_and_every_pattern_is_one_line_of_text(lang: str) -> None:
    text = (ROOT / "web" / "i18n" / "catalogs" / f"{lang}.toml").read_text(encoding="utf-8")
    for key, pattern in tomllib.loads(text).items():
        assert isinstance(pattern, str)
        assert pattern.strip(), key
        assert not re.search(r"[<>&'\n]", CODE.sub("", pattern)), f"{key} holds what ICU or HTML would read"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_parses_and_takes_the_same_values_in_every_language(lang: str) -> None:
    for key, pattern in patterns(lang).items():
        icu.MessageFormat(pattern, icu.Locale("uz"))
        assert set(PLACES.findall(cases_away(pattern))) == set(PLACES.findall(cases_away(patterns("uz")[key]))), key


def cases_away(pattern: str) -> str:
    return re.sub(r"(one|few|many|other) \{", "", pattern)


def test_uzbek_cyrillic_holds_no_latin_letter() -> None:
    for key, pattern in patterns("uz-Cyrl").items():
        cases = re.sub(r"\{\w+, plural, (.*?\})\}", lambda plural: re.sub(r"\w+ \{", "", plural[1]), pattern)
        bare = re.sub(r"\{[^{}]*\}", "", CODE.sub("", cases))
        assert not re.search(r"[A-Za-z]", bare), f"{key}: {bare}"


def test_uzbek_marks_are_the_letters_of_the_alphabet() -> None:
    for key, pattern in patterns("uz").items():
        assert not re.search(r"[‘’`´]", CODE.sub("", pattern)), key
        assert not re.search(r"[^oOgG]ʻ", pattern), key


def test_russian_counts_in_three_forms_and_uzbek_in_one() -> None:
    assert [catalog("ru").text("hits", n=n) for n in (1, 3, 11)] == ["1 релиз", "3 релиза", "11 релизов"]
    assert catalog("uz").text("hits", n=1) == "1 ta xabar"
    assert catalog("uz-Cyrl").text("hits", n=2) == "2 та хабар"


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert catalog("uz").number(20412) == "20\xa0412"
    assert catalog("en").number(20412) == "20,412"


def test_told_values_are_escaped_and_emphasised() -> None:
    told = catalog("uz").html("read-cyrl", words="<script>")
    assert "<strong>&lt;script&gt;</strong>" in told
    assert Markup("<a>x</a>") in catalog("uz").html("inflected", n=3, link=Markup("<a>x</a>"))


def test_days_months_and_years_are_written_in_words() -> None:
    day = dt.date(2026, 3, 5)
    assert [catalog(lang).day(day) for lang in LANGUAGES] == [
        "2026-yil 5-mart",
        "2026 йил 5 март",
        "5 марта 2026 г.",
        "5 March 2026",
    ]
    assert [catalog(lang).month(day) for lang in LANGUAGES] == [
        "2026-yil mart",
        "2026 йил март",
        "март 2026 г.",
        "March 2026",
    ]
    assert [catalog(lang).year(day) for lang in LANGUAGES] == ["2026-yil", "2026 йил", "2026 г.", "2026"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026-yil"),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 31), "2026-yil mart"),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 5), "2026-yil 5-mart"),
        (dt.date(2017, 1, 1), dt.date(2019, 12, 31), "2017–2019-yillar"),
        (dt.date(2026, 1, 1), None, "2026-yil 1-yanvardan"),
        (None, dt.date(2026, 12, 31), "2026-yil 31-dekabrgacha"),
        (dt.date(2022, 12, 1), dt.date(2022, 12, 31), "2022-yil dekabr"),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31), "2026-yil yanvar"),
        (dt.date(2026, 1, 1), dt.date(2026, 11, 30), "2026-yil yanvar–noyabr"),
        (dt.date(2022, 12, 1), dt.date(2022, 12, 15), "2022-yil 1–15-dekabr"),
        (dt.date(2025, 12, 1), dt.date(2026, 1, 31), "2025-yil dekabr – 2026-yil yanvar"),
        (dt.date(2026, 1, 2), dt.date(2026, 3, 31), "2026-yil 2-yanvar – 2026-yil 31-mart"),
        (None, None, ""),
    ],
)
def test_a_range_is_written_as_short_as_it_goes(start: Any, end: Any, said: str) -> None:
    assert catalog("uz").span(start, end) == said


@given(st.dates(), st.dates(), st.sampled_from(LANGUAGES))
def test_any_range_can_be_written(start: Any, end: Any, lang: str) -> None:
    assert catalog(lang).span(start, end)
    assert str(start.year) in catalog(lang).day(start)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_message_repeats_any_value_as_it_is(text: str) -> None:
    assert text in catalog("ru").text("nothing", q=text)


def test_every_language_has_its_tag() -> None:
    assert [catalog(lang).tag for lang in LANGUAGES] == list(TAGS.values())


def test_code_stays_as_it_is_in_every_script_and_is_escaped() -> None:
    assert "`/api/search`" in catalog("uz-Cyrl").text("api-same")
    assert coded("`<mark>` & `a`") == "<code>&lt;mark&gt;</code> &amp; <code>a</code>"
