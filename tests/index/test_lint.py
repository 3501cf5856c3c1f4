import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lint import KINDS, Linter, SameContent, content_digest
from index.readers import Finding, ReadRelease
from index.tagging.tagger import UnknownNames
from search.release import Release

NONE = UnknownNames()
TODAY = dt.date(2026, 3, 5)


def kinds(release: Release, *notes: Finding, unknown: UnknownNames = NONE) -> list[str]:
    warnings = Linter(TODAY).check(ReadRelease("/a.txt", 3, 0, release, notes), release, unknown, mixed_scripts=True)
    assert all((warning.path, warning.line) == ("/a.txt", 3) and warning.kind in KINDS for warning in warnings)
    assert all(str(warning).startswith("/a.txt:3: ") for warning in warnings)
    return [warning.kind for warning in warnings]


def test_a_sound_release_is_not_remarked() -> None:
    assert kinds(Release("a", "Quyosh stansiyasi ishga tushdi", date=TODAY + dt.timedelta(1))) == []


@pytest.mark.parametrize(
    ("release", "kind"),
    [
        (Release("a", "Sarlavha", "Matn.", date=TODAY + dt.timedelta(2)), "future-date"),
        (Release("a", "Ikki soʻz"), "short"),
        (Release("a", "Uch va yana", "Ўzbek матн."), "mixed-scripts"),
        (Release("a", "O?zbekiston yangiliklari", "Yangi yo?l va bog?cha ochildi."), "lost-letters"),
        (Release("a", "Узбекистон", "Мактабда т?лов, бо?ча ва ка?рамон."), "lost-letters"),
        (Release("a", "О‘збекистон янгиликлари", "Янги йо‘л тог‘да очилди."), "lost-letters"),
    ],
)
def test_what_is_odd_is_remarked(release: Release, kind: str) -> None:
    assert kinds(release) == [kind]


def test_two_scripts_in_one_text_are_not_mixed_words() -> None:
    assert kinds(Release("a", "Uch xil soʻz", "Ўзбек матн va lotin.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bugun nima boʻladi?Javobi bor. Kim keldi?Hamma.",
        "https://idora.example/?q=a va https://idora.example/p?id=b",
        "Savol: qachon?",
        "Ikkita xato: yo?l va o?quv.",
        "Bu toʻgʻri emasmi?biroq kim aytdi?hamma, bajarilgan?jamoatchilik ham.",
    ],
)
def test_a_question_an_address_and_one_slip_are_no_lost_letters(text: str) -> None:
    assert kinds(Release("a", "Uch xil soʻz", text)) == []


@given(st.text(alphabet="abOo?\ufffd ʻ‘'оОгГя\n."), st.text())
def test_lost_letters_of_any_text_are_words_of_it(sequence: str, text: str) -> None:
    release = Release("a", "Uch xil soʻz", f"{sequence} {text}")
    for warning in Linter(TODAY).check(ReadRelease("/a.txt", 0, 0, release), release, NONE, mixed_scripts=False):
        if warning.kind == "lost-letters":
            assert all(word in release.body for word in warning.text.split(", "))


def test_what_the_reader_and_the_tagger_noted_is_remarked() -> None:
    release = Release("a", "Uch xil soʻz")
    remarked = kinds(release, Finding("unknown-key", "titel"), unknown=UnknownNames(("dengiz",), ("oy",)))
    assert remarked == ["unknown-key", "unknown-sector", "unknown-region"]


def test_the_same_content_under_two_ids_is_remarked_once() -> None:
    same = SameContent()
    first = content_digest(Release("a", "Uch xil soʻz", "Matn."))
    assert same.check(first, "a", "/a.txt", 0) is None
    warning = same.check(content_digest(Release("b", "Uch xil soʻz", "Matn.", sample=True)), "b", "/b.jsonl", 3)
    assert str(warning) == f"/b.jsonl:3: b and a: {KINDS['same-content']}"
    assert same.check(content_digest(Release("c", "Uch xil soʻz", "Boshqa.")), "c", "/c.txt", 0) is None


def test_a_finding_of_an_earlier_run_is_one_still_but_for_a_date_that_came() -> None:
    linter = Linter(TODAY)
    assert linter.still("short", "Ikki soʻz")
    assert linter.still("future-date", (TODAY + dt.timedelta(2)).isoformat())
    assert not linter.still("future-date", (TODAY + dt.timedelta(1)).isoformat())
