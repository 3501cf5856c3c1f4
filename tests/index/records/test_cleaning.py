from hypothesis import given
from hypothesis import strategies as st

from index.records.cleaning import blocks, body, clean, one_line

ANY = st.text(alphabet=st.characters())


def test_letters_and_marks_stay_as_they_are() -> None:
    text = "Oʻzbekiston, o'zbek, ўзбек,\tö – «Yashil makon»ning 🙂"
    assert clean(text) == text


def test_breaks_of_every_system_become_one() -> None:
    assert clean("a\r\nb\rc\fd\u2028e") == "a\nb\nc\nd\ne"


@given(ANY)
def test_a_clean_text_can_be_kept_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
    assert not set(cleaned) & set(map(chr, range(32))) - set("\n\t")


@given(ANY)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.lists(st.text()))
def test_a_body_splits_into_the_blocks_it_was_made_of(lines: list[str]) -> None:
    found = blocks(clean("\n".join(lines)).split("\n"))
    assert all(line == line.strip() != "" for block in found for line in block)
    assert blocks(body(found).split("\n")) == found
