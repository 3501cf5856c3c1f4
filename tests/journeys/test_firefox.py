"""The road of a reader in Firefox: search, facet, date, release, back; axe beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest

from tests.journeys.conftest import Sites
from tests.journeys.firefox import ENTER, FIREFOX, Firefox
from tests.journeys.test_access import TAGS

HEADING = "document.querySelector('h1').textContent.trim()"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if not Path(FIREFOX).exists() and os.environ.get("IZLA_REQUIRE_BROWSER") != "1":
        pytest.skip(f"there is no browser at {FIREFOX}; on Debian: apt install firefox-esr")
    with Firefox.started(tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox
        assert firefox.complaints == []


def violations(firefox: Firefox) -> list[str]:
    firefox.run(f"(() => {{ {AXE.read_text(encoding='utf-8')} }})()")
    found = firefox.run(f"axe.run({{ runOnly: {{ type: 'tag', values: {TAGS} }} }})")
    return [rule["id"] for rule in found["violations"]]


@pytest.mark.parametrize("width", [1200, 360])
def test_search_facet_date_release_and_back(firefox: Firefox, sites: Sites, width: int) -> None:
    firefox.resize(width, 800)
    firefox.goto(f"{sites.full}/?lang=uz")
    assert violations(firefox) == []
    firefox.click("combobox", "Xabarlarni qidirish")
    firefox.type("hisob")
    firefox.wait_for("document.querySelector('[role=listbox]').hidden", False)
    firefox.type("ot" + ENTER)
    firefox.wait_for(HEADING, "45 ta xabar")
    assert violations(firefox) == []

    if width < 600:
        firefox.run("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    firefox.click("checkbox", "Savdo 23 ta xabar")
    firefox.wait_for("document.querySelector('[data-count]').textContent", "Qoʻllash · 23 ta xabar")
    firefox.click("button", "Qoʻllash · 23 ta xabar")
    firefox.wait_for(HEADING, "23 ta xabar")

    if width < 600:
        firefox.run("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    firefox.click("textbox", "Qaysi kundan")
    firefox.type("mart 2023" + ENTER)
    firefox.wait_for("document.querySelector('#from').value", "2023-03")
    firefox.wait_for(HEADING, "16 ta xabar")
    firefox.run("document.querySelector('.hits a').focus()")
    firefox.type(ENTER)
    firefox.wait_for("location.pathname.startsWith('/release/')", True)
    firefox.wait_for("document.querySelector('h1 mark')?.textContent", "hisobot")
    assert violations(firefox) == []
    firefox.click("link", "← Natijalarga qaytish")
    firefox.wait_for(HEADING, "16 ta xabar")
    assert firefox.run("document.querySelector('#from').value") == "2023-03"


def test_nothing_scrolls_sideways_and_cyrillic_is_read(firefox: Firefox, sites: Sites) -> None:
    firefox.resize(320, 700)
    firefox.goto(f"{sites.large}/?q=hisobot&lang=uz-Cyrl")
    assert firefox.run("document.documentElement.scrollWidth") <= 320
    assert "та хабар" in firefox.run(HEADING)
    assert violations(firefox) == []
