from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.rich_text import markup_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("blocks", "data", "items", "content", "children", "text", "type", "ops", "insert", "root")
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


LINK = {"type": "link", "children": [{"text": "havola"}]}
BROKEN_LINE = {"type": "paragraph", "children": [{"text": "Bir"}, {"type": "linebreak"}, {"text": "ikki"}]}
LIST = {"type": "list", "data": {"items": [{"content": "A", "items": [{"content": "B"}]}]}}


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        ({"blocks": [{"type": "paragraph", "data": {"text": "Bir <b>ikki</b>."}}]}, "<p>Bir <b>ikki</b>.</p>\n"),
        ({"blocks": [{"type": "unstyled", "text": "a < b"}, {"type": "atomic", "text": " "}]}, "<p>a &lt; b</p>\n"),
        ({"blocks": [{"type": "table", "data": {"content": [["Yil", 2026]]}}]}, "<p>Yil 2026</p>\n"),
        ({"blocks": [LIST]}, "<p>A</p>\n<p>B</p>\n"),
        ({"ops": [{"insert": "Bir\nikki\n"}, {"insert": {"image": "a"}}]}, "<p>Bir</p>\n<p>ikki</p>\n"),
        ({"root": {"children": [BROKEN_LINE]}}, "<p>Bir<br>ikki</p>\n"),
        ([{"type": "paragraph", "children": [LINK, {"text": " bor"}]}], "<p>havola bor</p>\n"),
    ],
)
def test_the_blocks_of_an_editor_are_paragraphs(value: Any, markup: str) -> None:
    assert markup_of(value) == markup
    assert markup_of(orjson.dumps(value).decode()) == markup


@pytest.mark.parametrize(
    "value", ["matn", "{matn}", '{"blocks": ', {"matn": "a"}, ["a"], [{"name": "a"}], None, 5, {"blocks": "a"}]
)
def test_what_is_none_of_them_is_left_alone(value: Any) -> None:
    assert markup_of(value) is None


@given(JSON)
def test_any_value_is_understood_or_left_alone(value: Any) -> None:
    assert isinstance(markup_of(value), str | None)
