import datetime as dt

import pytest

from index.lint import KINDS, Checker
from index.readers import Found, Note
from index.tagging.tagger import Unknown
from search.release import Release

NONE = Unknown()
TODAY = dt.date(2026, 3, 5)


def kinds(release: Release, *notes: Note, unknown: Unknown = NONE, checker: Checker | None = None) -> list[str]:
    remarks = (checker or Checker(TODAY)).check(Found("/a.txt", 3, 0, release, notes), release, unknown)
    assert all((remark.path, remark.line) == ("/a.txt", 3) and remark.kind in KINDS for remark in remarks)
    assert all(str(remark).startswith("/a.txt:3: ") for remark in remarks)
    return [remark.kind for remark in remarks]


def test_a_sound_release_is_not_remarked() -> None:
    assert kinds(Release("a", "Quyosh stansiyasi ishga tushdi", date=TODAY + dt.timedelta(1))) == []


@pytest.mark.parametrize(
    ("release", "kind"),
    [
        (Release("a", "Sarlavha", "Matn.", date=TODAY + dt.timedelta(2)), "future-date"),
        (Release("a", "Ikki soʻz"), "short"),
        (Release("a", "Uch va yana", "Ўzbek матн."), "mixed-scripts"),
    ],
)
def test_what_is_odd_is_remarked(release: Release, kind: str) -> None:
    assert kinds(release) == [kind]


def test_two_scripts_in_one_text_are_not_mixed_words() -> None:
    assert kinds(Release("a", "Uch xil soʻz", "Ўзбек матн va lotin.")) == []


def test_what_the_reader_and_the_tagger_noted_is_remarked() -> None:
    release = Release("a", "Uch xil soʻz")
    remarked = kinds(release, Note("unknown-key", "titel"), unknown=Unknown(("dengiz",), ("oy",)))
    assert remarked == ["unknown-key", "unknown-sector", "unknown-region"]


def test_the_same_content_under_two_ids_is_remarked_once() -> None:
    checker = Checker(TODAY)
    assert kinds(Release("a", "Uch xil soʻz", "Matn."), checker=checker) == []
    assert kinds(Release("b", "Uch xil soʻz", "Matn."), checker=checker) == ["same-content"]
    assert kinds(Release("c", "Uch xil soʻz", "Boshqa."), checker=checker) == []
