import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.release_id import MAX_ID, checked, of_content, of_name
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
