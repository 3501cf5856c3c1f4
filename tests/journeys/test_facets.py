"""Facets of 131 sources and 109 countries: on a desk and on a phone, with and without JavaScript, by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage, Sites
from tests.journeys.test_access import TAGS
from tests.journeys.test_ways import tab_to

NARROW = "Roʻyxatdan qidirish"


def open_groups(page: Page, width: int, *names: str) -> None:
    """Open the filters and these facets where they are closed: on a phone."""
    if width < 600:
        page.locator("summary", has_text="Filtrlar").click()
        for name in names:
            page.locator("summary", has_text=name).click()


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_any_source_is_chosen_from_the_whole_list(
    sites: Sites, open_page: OpenPage, javascript: bool, width: int
) -> None:
    page = open_page(f"{sites.large}/?q=hisobot&sector=savdo", width=width, java_script_enabled=javascript)
    found = page.get_by_role("heading", level=1).inner_text()
    open_groups(page, width, "Manba")
    group(page, "Manba").get_by_role("link", name="Hammasi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Manba \d+"))
    expect(page.get_by_text("hisobot; soha: Savdo")).to_be_visible()
    page.get_by_role("link", name="Natijalarga qaytish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(found)

    page.goto(f"{sites.large}/?q=hisobot&facet=source")
    page.get_by_role("link", name="X", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text="Xorazm viloyati hokimligi")
    expect(row).to_be_in_viewport()
    row.get_by_role("checkbox").check()
    page.get_by_role("checkbox", name="Gʻazna vazirligi").check()
    page.get_by_role("button", name="Qoʻllash").last.click()
    chips = page.get_by_label("Tanlangan filtrlar").get_by_role("listitem")
    chosen = [re.compile("Gʻazna vazirligi"), re.compile("Xorazm viloyati hokimligi")]
    expect(chips).to_have_text([*chosen, "Hammasini tozalash"])
    open_groups(page, width, "Manba (2)")
    expect(group(page, "Manba").get_by_role("checkbox", name="Xorazm viloyati hokimligi")).to_be_checked()

    group(page, "Manba").get_by_role("link", name="Hammasi").click()
    page.get_by_role("link", name="faqat Gʻazna vazirligi").click()
    expect(chips).to_have_text(re.compile("Gʻazna vazirligi"))
    page.goto(f"{sites.large}/?q=hisobot&facet=source")
    page.get_by_role("link", name="emas Gʻazna vazirligi").click()
    expect(chips).to_have_text(re.compile("Chiqarilgan: Gʻazna vazirligi"))
    open_groups(page, width, "Manba")
    group(page, "Manba").get_by_role("link", name="Hammasi").click()
    page.get_by_role("checkbox", name="Chiqarilgan: Gʻazna vazirligi").uncheck()
    page.get_by_role("button", name="Qoʻllash").last.click()
    expect(chips).to_have_count(0)


def test_what_was_ticked_goes_along_to_the_whole_list(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?q=hisobot")
    group(page, "Soha").get_by_role("checkbox", name="Savdo").check()
    group(page, "Manba").get_by_role("link", name="Hammasi").click()
    expect(page.get_by_text("hisobot; soha: Savdo")).to_be_visible()
    assert page.url.endswith("/?q=hisobot&sector=savdo&facet=source")


@pytest.mark.parametrize(
    "typed", ["xorazm adliya", "Хоразм адлия", "ХОРАЗМ АДЛИЯ БОШҚАРМАСИ", "  adliya xorazm viloyat "]
)
def test_the_box_narrows_the_whole_list_in_either_script(sites: Sites, open_page: OpenPage, typed: str) -> None:
    page = open_page(f"{sites.large}/?facet=source")
    box = page.get_by_role("searchbox", name=NARROW)
    box.fill(typed)
    expect(page.get_by_role("checkbox")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Xorazm viloyati adliya boshqarmasi")).to_be_visible()
    expect(page.get_by_role("status").last).to_have_text("Manba: 1")
    expect(page.get_by_role("navigation", name="Alifbo")).to_be_hidden()
    box.fill("")
    expect(page.get_by_role("checkbox")).to_have_count(132)


@pytest.mark.parametrize("typed", ["taʼlimi bo'limi", "taʼlimi boʻlimi", "talimi bolimi", "таълими бўлими"])
def test_the_box_needs_no_marks(sites: Sites, open_page: OpenPage, typed: str) -> None:
    page = open_page(f"{sites.large}/?facet=source")
    page.get_by_role("searchbox", name=NARROW).fill(typed)
    expect(page.get_by_role("checkbox")).to_have_count(14)


@pytest.mark.parametrize("width", [1200, 360])
def test_the_box_beside_the_results_finds_what_the_page_does_not_hold(
    sites: Sites, open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{sites.large}/?q=hisobot", width=width)
    open_groups(page, width, "Manba")
    sources = group(page, "Manba")
    wanted = sources.get_by_role("checkbox", name="Gʻazna vazirligi")
    expect(sources.get_by_role("checkbox")).to_have_count(8)
    expect(wanted).to_have_count(0)
    box = sources.get_by_role("searchbox", name=NARROW)
    box.press_sequentially("gazna")
    expect(sources.get_by_role("checkbox")).to_have_count(1)
    wanted.check()
    box.fill("qwzx")
    expect(sources.get_by_role("status")).to_have_text("Manba: 0")
    box.fill("")
    expect(sources.get_by_role("checkbox")).to_have_count(9)
    expect(wanted).to_be_checked()
    box.press("Enter")
    assert page.url.endswith("/?q=hisobot")
    page.get_by_role("button", name="Qoʻllash").last.click()
    expect(page.get_by_label("Tanlangan filtrlar")).to_contain_text("Gʻazna vazirligi")


def test_values_without_releases_are_found_under_more(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?q=gazna&facet=source")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("searchbox", name=NARROW).fill("buxoro prokuratura")
    expect(page.get_by_role("checkbox", name="Buxoro viloyati prokuraturasi")).to_be_visible()
    page.get_by_role("searchbox", name=NARROW).fill("")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_text("Yana 130 ta").click()
    expect(page.get_by_role("checkbox")).to_have_count(131)


def test_without_javascript_there_is_no_box_that_would_do_nothing(sites: Sites, open_page: OpenPage) -> None:
    for address in ("/?q=hisobot", "/?facet=source"):
        page = open_page(sites.large + address, java_script_enabled=False)
        expect(page.get_by_role("searchbox")).to_have_count(1)


def test_a_list_that_cannot_be_fetched_leaves_the_page_as_it_is(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?q=hisobot")
    page.route("**/*facet=source*", lambda route: route.fulfill(status=503))
    sources = group(page, "Manba")
    sources.get_by_role("searchbox", name=NARROW).fill("gazna")
    page.wait_for_function("performance.getEntriesByType('resource').some((each) => each.name.includes('facet='))")
    expect(sources.get_by_role("checkbox")).to_have_count(8)


def test_a_source_is_chosen_by_keyboard_alone(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?q=hisobot")
    tab_to(page, "^Hammasi.*Manba$", most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Manba")
    page.get_by_role("searchbox", name=NARROW).focus()
    page.keyboard.type("xorazm adliya")
    expect(page.get_by_role("status").last).to_have_text("Manba: 1")
    tab_to(page, "^Xorazm viloyati adliya")
    page.keyboard.press("Space")
    tab_to(page, "^Qoʻllash")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Tanlangan filtrlar")).to_contain_text("Xorazm viloyati adliya boshqarmasi")


def test_what_has_the_focus_is_never_under_the_bar(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?facet=source", width=360)
    page.get_by_role("checkbox", name="Sirdaryo viloyati kengashi").focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        top, bottom = page.evaluate(
            "[document.activeElement.getBoundingClientRect().top,"
            " document.querySelector('.apply').getBoundingClientRect().bottom]"
        )
        assert top >= bottom


def test_the_facets_fit_one_screen_of_a_phone_and_one_opens_at_a_time(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?source=toshkent-viloyati-soliq-boshqarmasi&sector=savdo&sector=moliya", width=360)
    page.locator("summary", has_text="Filtrlar (3)").click()
    folds = page.locator(".filters > details > summary")
    expect(folds).to_have_text(["Soha (2)", "Sana", "Hudud", "Davlat", "Manba (1)"])
    for fold in folds.all():
        expect(fold).to_be_in_viewport(ratio=1)
        box = fold.bounding_box()
        assert box is not None
        assert box["height"] >= 40
    panel = page.locator(".filters").bounding_box()
    assert panel is not None
    assert panel["height"] <= 630


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_a_list_is_narrowed(sites: Sites, open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page(f"{sites.large}/?q=hisobot", width=width, color_scheme=scheme)
    open_groups(page, width, "Manba", "Davlat")
    group(page, "Manba").get_by_role("searchbox", name=NARROW).fill("viloyati")
    expect(group(page, "Manba").get_by_role("status")).to_have_text(re.compile(r"Manba: \d+"))
    for address in ("", "/?q=gazna&facet=source"):
        if address:
            page.goto(sites.large + address)
            page.get_by_role("searchbox", name=NARROW).fill("buxoro")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_what_is_left_out_shows_with_forced_colours(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.large}/?facet=source&source=-gazna-vazirligi", forced_colors="active")
    marked = page.get_by_role("link", name="emas Gʻazna vazirligi")
    expect(marked).to_have_attribute("aria-current", "true")
    assert marked.evaluate("(link) => getComputedStyle(link).outlineStyle") == "solid"


@pytest.mark.parametrize("width", [1200, 360])
def test_while_boxes_are_ticked_the_button_says_how_many_it_would_show(
    sites: Sites, open_page: OpenPage, width: int
) -> None:
    page = open_page(f"{sites.large}/?q=hisobot", width=width)
    open_groups(page, width, "Soha")
    button = page.get_by_role("button", name="Qoʻllash")
    expect(button).to_have_text("Qoʻllash")
    group(page, "Soha").get_by_role("checkbox", name="Savdo").check()
    expect(button).to_have_text(re.compile(r"^Qoʻllash · \d+ ta xabar$"))
    one = button.inner_text()
    group(page, "Soha").get_by_role("checkbox", name="Energetika").check()
    expect(button).not_to_have_text(one)
    expect(button).to_be_in_viewport()
    said = button.inner_text().removeprefix("Qoʻllash · ")
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
