import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.release_id import MAX_ID, checked, in_language, of_content, of_name
from search.release import Release


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-03-05-quyosh", "2026-03-05-quyosh"),
        ("000_6909e64bc503b788", "000_6909e64bc503b788"),
        ("Yoʻl xaritasi (1)", "yol-xaritasi-1"),
        ("2026-03-05 Йўл харитаси", "2026-03-05-yol-xaritasi"),
        ("2026-03-05", "2026-03-05"),
    ],
)
def test_a_file_name_becomes_an_id(name: str, expected: str) -> None:
    assert of_name(name) == expected


@given(st.text(min_size=1))
def test_the_id_of_any_name_is_fit_for_an_address(name: str) -> None:
    made = of_name(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", made)
    assert len(made) <= MAX_ID
    assert checked(made) == made


def test_names_of_no_known_letter_stay_apart() -> None:
    assert of_name("新聞") != of_name("公告")


def test_the_id_of_a_content_changes_with_it_and_not_with_its_place() -> None:
    release = Release("", "A", "B")
    assert of_content(release) == of_content(release.with_(id="x", sample=True))
    assert of_content(release) != of_content(release.with_(body="C"))


@given(st.text())
def test_a_given_id_stays_as_it_is_or_is_refused(given_id: str) -> None:
    if re.search(r"[^\S ]|[/\\\x00-\x1f\x7f-\x9f]", given_id):
        with pytest.raises(ValueError, match="no address"):
            checked(given_id)
    elif given_id not in (".", "..") and len(given_id) <= MAX_ID and not re.search("[\ufffe\uffff]", given_id):
        assert checked(given_id) == given_id


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("yangilik-15", "uz", "yangilik-15"),
        ("yangilik-15", "ru", "yangilik-15-ru"),
        ("idora.example-ru-maktab", "ru", "idora.example-ru-maktab"),
        ("idora.ru-15", "ru", "idora.ru-15-ru"),
        ("NEWS-RU-15", "ru", "NEWS-RU-15"),
        ("idora.example-ru-15", "kaa", "idora.example-ru-15-kaa"),
    ],
)
def test_an_id_says_the_language_of_all_but_uzbek_once(name: str, language: str, expected: str) -> None:
    assert in_language(name, language) == expected
    assert in_language(expected, language) == expected


@given(st.text("ab-ru1", min_size=1, max_size=MAX_ID), st.sampled_from(["ru", "en", "kaa"]))
def test_ids_of_two_languages_stay_apart_and_fit(name: str, language: str) -> None:
    made = in_language(name, language)
    assert checked(made) == made
    assert language in made.split("-")
    assert in_language(name, "uz") == name
    assert made != name or language in name.split("-")


def test_long_ids_stay_apart_in_every_language() -> None:
    first, second = "a" * MAX_ID, "a" * (MAX_ID - 1) + "b"
    assert len({in_language(name, language) for name in (first, second) for language in ("uz", "ru", "kaa")}) == 6
