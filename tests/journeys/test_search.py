"""The road of a reader: search, facet, date, release, back; with and without JavaScript."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Sites

BOX = "Xabarlarni qidirish"


def asked(page: Page) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(page.url).query, keep_blank_values=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_search_facet_date_release_and_back(sites: Sites, open_page: OpenPage, javascript: bool) -> None:
    page = open_page(sites.full, java_script_enabled=javascript)
    page.get_by_label(BOX).fill("ҳисобот")
    page.get_by_role("button", name="Qidirish").click()
    expect(page).to_have_title("ҳисобот: 45 ta xabar | Izla")
    expect(page.get_by_text("Kirillcha yozdingiz")).to_be_visible()

    page.get_by_role("checkbox", name="Savdo").check()
    page.get_by_role("button", name="Qoʻllash").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")
    assert [value for name, value in asked(page) if name == "sector"] == ["savdo"]

    page.get_by_text("Jadval koʻrinishida").click()
    page.get_by_role("link", name="2023-yil", exact=True).click()
    page.get_by_text("Jadval koʻrinishida").click()
    page.get_by_role("link", name="2023-yil mart", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 ta xabar")
    expect(page.get_by_label("Tanlangan filtrlar").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_label("Qaysi kundan", exact=True)).to_have_value("2023-03")
    results = page.url

    page.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hisobot eʼlon qilindi")
    expect(page.locator("h1 mark")).to_have_text("hisobot")
    page.get_by_role("link", name="Natijalarga qaytish").click()
    assert page.url == results

    page.get_by_role("link", name=re.compile("Olib tashlash: 2023-yil mart")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")
    page.get_by_role("link", name="Tozalash").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("45 ta xabar")


def test_dates_can_be_typed_as_people_write_them(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&sort=date")
    page.get_by_label("Qaysi kundan", exact=True).fill("март 2023")
    page.get_by_label("Qaysi kungacha").fill("31.05.2023")
    page.get_by_label("Qaysi kungacha").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 ta xabar")
    assert ("sort", "date") in asked(page)
    page.get_by_label("Qaysi kundan", exact=True).fill("qachondir")
    page.get_by_role("button", name="Qoʻllash").click()
    field = page.get_by_label("Qaysi kundan", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Sana tushunarsiz"))


def test_empty_fields_stay_out_of_the_address_with_javascript(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(sites.full)
    page.get_by_label(BOX).fill("quyosh")
    page.get_by_label(BOX).press("Enter")
    page.get_by_role("button", name="Qoʻllash").click()
    assert asked(page) == [("q", "quyosh")]


def test_a_bar_of_the_histogram_is_a_link(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot")
    page.locator(".hist svg a .hit").nth(1).click()
    assert ("from", "2023") in asked(page)
    expect(page.get_by_role("link", name="← Barcha yillar")).to_be_visible()


def test_a_range_drawn_over_the_bars_fills_the_fields_and_arrows_walk_them(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot")
    bars = page.locator(".hist g[role] a")
    page.locator(".hist").scroll_into_view_if_needed()
    boxes = [bars.nth(at).locator(".hit").bounding_box() for at in (1, 2)]
    assert boxes[0]
    assert boxes[1]
    address, y = page.url, boxes[0]["y"] + 30
    page.mouse.move(boxes[0]["x"] + 5, y)
    page.mouse.down()
    page.mouse.move(boxes[1]["x"] + 5, y, steps=4)
    page.mouse.up()
    expect(page.locator("#from")).to_have_value("2023")
    expect(page.locator("#to")).to_have_value("2024")
    assert page.url == address, "drawing follows no link"
    bars.last.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(":focus text")).to_have_css("opacity", "1")
    expect(page.locator(":focus")).to_have_text("2024-yil: 12")


def test_pages_follow_each_other(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot")
    page.get_by_role("link", name="Keyingi").click()
    expect(page.locator("[aria-current=page]")).to_have_text("2")
    page.get_by_role("link", name="3-sahifa").click()
    expect(page.locator("ol.hits > li")).to_have_count(5)
    expect(page.get_by_role("link", name="Keyingi")).to_have_count(0)


def test_a_language_once_chosen_stays(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=quyosh")
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_role("button", name="Найти")).to_be_visible()
    page.goto(sites.full)
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_a_release_can_be_read_in_cyrillic(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/release/2026-03-05-quyosh?q=quyosh")
    page.get_by_role("link", name="Кирилл").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ўзбекистонда қуёш энергетикаси")
    expect(page.locator("h1 mark")).to_have_text("қуёш")


def test_the_keyboard_reaches_the_content_first_and_the_bars_as_one_stop(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Asosiy qismga oʻtish")
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("[document.activeElement.tagName, document.activeElement.closest('svg') !== null]"))
    assert ["INPUT", False] in stops
    assert sum(inside for _, inside in stops) == 1, "the bars are one stop"


def test_the_command_is_shown_while_there_is_no_index(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(sites.empty, status=503)
    expect(page.get_by_role("heading", level=1)).to_have_text("Qidiruv tayyorlanmoqda")
    expect(page.get_by_text("./dev reindex").first).to_be_visible()
