"""Saved pages of every kind of site, ours and the shared samples: title, text, day, source, rubric, address."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest

from index.readers.saved_page import LIST_PAGE, PageRules, SavedPage, read_page, read_page_rules
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


SAMPLES: Final = {  # the day as written, where it was found, and the signature that stays below the text
    "14_page_jsonld.html": ("2026-03-05T20:45:00+00:00", "jsonld", "Manba: Sogʻliqni saqlash vazirligi"),
    "15_page_dateline.html": ("", "", "Axborot xizmati"),
    "16_page_classes.html": ("04.03.2026", "rule", "Axborot xizmati, O‘zA"),
    "17_page_amp.html": ("2026-03-04T14:05", "time", ""),
    "18_page_list.html": ("", "", ""),
    "34_page_glued.html": ("04.03.2026", "shown", ""),
}


@pytest.mark.parametrize("rules", [RULES, NONE], ids=["rules", "no rules"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_shared_sample_is_understood(shared: Path, name: str, rules: PageRules) -> None:
    """The answers of the samples, but for what other readers do: take the signature off, read the day."""
    answers = (shared / "data/ingest/expected.jsonl").read_text("utf-8").splitlines()
    expected = next(answer for line in answers if (answer := json.loads(line))["file"] == name)
    data = (shared / "data/ingest/files" / name).read_bytes()
    page = read_page(data.decode("cp1251" if name.startswith("15") else "utf-8"), rules)
    day, found_in, signature = SAMPLES[name]
    assert page.skip == (LIST_PAGE if name.startswith("18") else "")
    assert page.title == expected.get("title", page.title)
    assert text_of(page).startswith(expected.get("body_first", ""))
    assert text_of(page).endswith(f"{expected.get('body_last', '')} {signature}".strip())
    assert page.url == expected.get("url", page.url)
    if rules is RULES:
        assert (page.date_text, page.date_from) == (day, found_in)
        assert page.rubric == expected.get("rubric", page.rubric)
    if found_in == "jsonld":
        assert page.source == expected["source"]
