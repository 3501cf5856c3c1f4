import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.language import LANGUAGES as TOLD_APART
from search.facets.languages import LANGUAGES, language_named
from search.facets.taxonomies import read_categories
from search.settings import ROOT


def test_every_language_that_records_are_told_by_has_labels() -> None:
    assert set(LANGUAGES) == set(TOLD_APART)
    for language in LANGUAGES.values():
        assert set(language.labels) == {"uz", "ru", "en"}
        assert all(language.labels.values())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ru", "ru"),
        (" RU ", "ru"),
        ("ruscha", "ru"),
        ("рус", "ru"),
        ("Русский", "ru"),
        ("English", "en"),
        ("qq", "kaa"),
        ("qoraqalpoqcha", "kaa"),
        ("oʻzbekcha", "uz"),
        ("ўзбекча", "uz"),
        ("кыргызский", "ky"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_code_and_name_in_any_script(name: str, code: str) -> None:
    assert language_named(name) == code


@given(st.text())
def test_any_text_is_a_language_of_the_table_or_none(name: str) -> None:
    assert language_named(name) in {"", *LANGUAGES}


def test_no_name_is_that_of_two() -> None:
    names = [name for row in read_categories(ROOT / "corpus")["language"].values() for name in row.names]
    assert len(names) == len(set(names))
    for code, language in LANGUAGES.items():
        assert {language_named(name) for name in (code, *language.labels.values(), *language.names)} == {code}
