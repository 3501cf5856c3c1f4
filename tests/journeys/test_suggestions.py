"""Suggestions while typing: by keyboard, by pointer, for a screen reader, and never in the way."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage, Sites
from tests.journeys.test_access import TAGS

Typing = tuple[Page, Locator]  # the page and its search box, in which something is typed


@pytest.fixture
def typing(sites: Sites, open_page: OpenPage) -> Typing:
    page = open_page(sites.full)
    box = page.get_by_role("combobox", name="Xabarlarni qidirish")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("ener")
    expect(page.get_by_role("option").nth(2)).to_have_text("energetika 2 ta xabar")
    expect(box).to_have_attribute("aria-expanded", "true")
    return page, box


def test_the_keyboard_chooses_and_the_typed_words_stay_until_then(typing: Typing) -> None:
    page, box = typing
    expect(page.get_by_role("status")).to_have_text(re.compile(r"Takliflar: \d"))
    box.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_text("Soha: Energetika 2 ta xabar")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(chosen).to_have_text("energetika 2 ta xabar")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(box).to_have_value("ener")
    box.press("Enter")
    expect(page).to_have_title("soha: Energetika: 2 ta xabar | Izla")  # what was typed is a name, and is read as one


def test_enter_without_a_choice_asks_for_what_was_typed(typing: Typing) -> None:
    page, box = typing
    box.press("ArrowUp")
    box.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    box.press("Enter")
    page.wait_for_url(re.compile(r"\?q=ener$"))


def test_escape_closes_the_list_and_keeps_the_words(typing: Typing) -> None:
    page, box = typing
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("ener")


def test_a_pointer_chooses_a_title_and_lands_on_its_release(typing: Typing) -> None:
    page, _ = typing
    page.get_by_role("option", name="Sanasiz energetika xabari").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sanasiz energetika xabari")


def test_leaving_the_box_closes_the_list(typing: Typing) -> None:
    page, box = typing
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_filters_stay_when_a_suggestion_is_taken(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?sector=energetika&q=x")
    page.get_by_role("combobox").fill("қуё")
    page.get_by_role("option").first.click()
    expect(page).to_have_title(re.compile("^қуёш"))
    assert "sector=energetika" in page.url


def test_a_name_that_is_suggested_becomes_a_filter_beside_the_others(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?from=2026&q=x")
    page.get_by_role("combobox").fill("энер")
    page.get_by_role("option").first.click()
    expect(page).to_have_title(re.compile("^soha: Energetika; "))
    assert "sector=energetika" in page.url
    assert "from=2026" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_no_violation_in_the_open_list(sites: Sites, open_page: OpenPage, scheme: str, width: int) -> None:
    page = open_page(f"{sites.full}/?q=x", width=width, color_scheme=scheme)
    page.get_by_role("combobox").fill("ener")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_a_slow_or_failing_service_leaves_a_plain_box(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(sites.full)
    page.route("**/api/suggest*", lambda route: route.fulfill(status=429, body="{}", content_type="application/json"))
    page.get_by_role("combobox").press_sequentially("quyosh")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("combobox").press("Enter")
    expect(page).to_have_title(re.compile("^quyosh:"))


def test_without_javascript_there_is_a_search_box(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(sites.full, java_script_enabled=False)
    expect(page.get_by_role("searchbox")).to_be_visible()
