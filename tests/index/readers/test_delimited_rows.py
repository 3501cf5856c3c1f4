import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from index.readers.delimited_rows import rows_of

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(",;\t|"))
def test_what_was_written_well_is_read_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    assert list(rows_of(file.getvalue(), delimiter)) == rows


@given(st.text(st.sampled_from('a",\n '), max_size=60))
def test_any_text_comes_to_an_end(text: str) -> None:
    list(rows_of(text, ","))


def test_a_row_that_is_broken_costs_no_other() -> None:
    text = 'a,b,c\n1,"one "two" three",x\n2,"never closed,y\n3,"plain",z\n'
    assert list(rows_of(text, ",")) == [
        ["a", "b", "c"],
        ["1", 'one "two" three', "x"],
        ["2", "never closed", "y"],
        ["3", "plain", "z"],
    ]


def test_a_broken_cell_may_have_several_lines() -> None:
    text = 'a,b\n1,"one "two" and\nthree"\n2,x\n'
    assert list(rows_of(text, ",")) == [["a", "b"], ["1", 'one "two" and\nthree'], ["2", "x"]]
