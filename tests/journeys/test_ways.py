"""The same road in other ways: by keyboard alone, by thumb, in the dark, in every language."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Sites


def tab_to(page: Page, wanted: str, most: int = 80) -> str:
    """Press Tab until what has the focus fits, as one without a mouse does; return its name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name: str = page.evaluate(
            "() => { const at = document.activeElement; return at.labels?.[0]?.textContent ?? at.textContent }"
        )
        if re.search(wanted, name.strip()):
            return name.strip()
    raise AssertionError(f"{wanted} is not reached with {most} tabs")


def test_a_search_by_keyboard_alone(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(sites.full)
    tab_to(page, "^Xabarlarni qidirish$")
    page.keyboard.type("hisobot")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("45 ta xabar")
    tab_to(page, "^Savdo")
    page.keyboard.press("Space")
    tab_to(page, "^Qoʻllash")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")
    title = tab_to(page, "hisobot eʼlon qilindi$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tab_to(page, "Natijalarga qaytish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")


def test_every_focus_is_seen(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot")
    for _ in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (at === document.body) return null;
              const shown = getComputedStyle(at.id === "q" ? at.closest(".box") : at);
              return shown.outlineStyle === "none" ? 0 : parseFloat(shown.outlineWidth);
            }"""
        )
        assert ring is None or ring >= 2


@pytest.mark.parametrize("width", [1200, 360])
def test_the_script_is_chosen_beside_the_order_and_kept(sites: Sites, open_page: OpenPage, width: int) -> None:
    page = open_page(f"{sites.full}/?q=quyosh&lang=uz-Cyrl", width=width)
    expect(page.get_by_text("Ўзбекистонда қуёш энергетикаси")).to_be_visible()
    page.get_by_role("link", name="Lotin").click()
    expect(page.get_by_text("Oʻzbekistonda quyosh energetikasi")).to_be_visible()
    page.goto(f"{sites.full}/?q=quyosh")
    expect(page.get_by_text("Oʻzbekistonda quyosh energetikasi")).to_be_visible()
    page.get_by_role("link", name="Кирилл", exact=True).click()
    expect(page.get_by_text("Ўзбекистонда қуёш энергетикаси")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_search_by_thumb(sites: Sites, open_page: OpenPage, scheme: str, javascript: bool) -> None:
    page = open_page(
        sites.full, width=360, has_touch=True, is_mobile=True, color_scheme=scheme, java_script_enabled=javascript
    )
    page.get_by_label("Xabarlarni qidirish").fill("ҳисобот")
    page.get_by_role("button", name="Qidirish").tap()
    expect(page.get_by_role("checkbox").first).to_be_hidden()
    page.locator("summary").get_by_text("Filtrlar").tap()
    page.locator("summary", has_text="Soha").tap()
    page.get_by_role("checkbox", name="Savdo").tap()
    page.get_by_role("button", name="Qoʻllash").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")
    page.get_by_role("heading", level=2).get_by_role("link").first.tap()
    expect(page.locator("h1 mark")).to_have_text("hisobot")
    page.get_by_role("link", name="Кирилл").tap()
    expect(page.locator("h1 mark")).to_have_text("ҳисобот")
    page.get_by_role("link", name="Natijalarga qaytish").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")


@pytest.mark.parametrize(("lang", "count"), [("uz-Cyrl", "45 та хабар"), ("ru", "45 релизов"), ("en", "45 releases")])
def test_the_page_speaks_the_browsers_language(sites: Sites, open_page: OpenPage, lang: str, count: str) -> None:
    page = open_page(f"{sites.full}/?q=hisobot", locale=lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(count)


def test_a_named_filter_is_one_tap_away(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=energetika&read=0", width=360)
    page.get_by_role("link", name="Soha: Energetika").click()
    expect(page.get_by_label("Tanlangan filtrlar").get_by_role("listitem")).to_have_text(re.compile("Energetika"))


def test_a_reader_follows_a_search_by_its_feed(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&sector=savdo")
    feed = page.locator('link[rel="alternate"][type="application/atom+xml"]').get_attribute("href")
    assert feed is not None
    answer = page.request.get(sites.full + feed)
    assert answer.ok
    assert answer.text().count("<entry") == 23


@pytest.mark.parametrize("wanted", ["release", "next"])
def test_what_a_pointer_rests_on_is_fetched_ahead(sites: Sites, open_page: OpenPage, wanted: str) -> None:
    page = open_page(f"{sites.large}/?q=hisobot")
    links = {"release": page.locator("article a").first, "next": page.get_by_role("link", name="Keyingi")}
    with page.context.expect_event("response", lambda answer: "sec-purpose" in answer.request.headers) as ahead:
        links[wanted].hover()
    fetched = ahead.value
    assert fetched.url == links[wanted].evaluate("link => link.href")
    fetched.finished()
    with page.expect_response(fetched.url) as shown:
        links[wanted].click()
    assert shown.value.headers["x-request-id"] == fetched.headers["x-request-id"]
