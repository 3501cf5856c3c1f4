"""Saved pages of every kind of site, ours and the shared samples: title, text, day, source, rubric, address."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from index.readers.saved_page import PageRules, SavedPage, read_page, read_page_rules
from search.settings import ROOT

PAGES: Final = Path(__file__).parents[1] / "pages"
EXPECTED: Final[list[dict[str, Any]]] = [
    json.loads(line) for line in (PAGES / "expected.jsonl").read_text("utf-8").splitlines()
]
RULES: Final = read_page_rules(ROOT / "corpus")
NONE: Final = PageRules({})
_BREAK: Final = re.compile(r"<(?:br|/?(?:p|div|h\d|li|td|tr|blockquote)\b)[^>]*>")


def text_of(page: SavedPage) -> str:
    """Return a page's text on one line, as a reader of its markup would have it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", _BREAK.sub(" ", page.body_html))).split())


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected["file"])
def test_a_page_is_understood(expected: dict[str, Any]) -> None:
    page = read_page((PAGES / expected["file"]).read_text("utf-8"), RULES)
    text = text_of(page)
    assert page.skip == expected.get("skip", "")
    assert page.title == expected["title"]
    assert text.startswith(expected["first"])
    assert text.endswith(expected["last"])
    assert [part for part in expected.get("holds", ()) if part not in text] == []
    assert (page.date_text, page.date_from) == (expected["date"], expected["date_from"])
    for name in ("source", "rubric", "url", "alternates", "language"):
        if name in expected:
            assert getattr(page, name) == expected[name], name


def test_no_page_is_expected_twice_or_not_at_all() -> None:
    assert sorted(expected["file"] for expected in EXPECTED) == sorted(path.name for path in PAGES.glob("*.html"))
