"""What everybody needs of every state: no axe violation, no sideways scroll, the first result on the first screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Sites

STATES = {
    "first visit": ("full", "/", 200),
    "results": ("full", "/?q=ҳисобот&sector=savdo&from=2022", 200),
    "second page": ("full", "/?q=hisobot&page=2&sort=date", 200),
    "one month": ("full", "/?from=2026-03&to=2026-03", 200),
    "nothing with filters": ("full", "/?q=quyosh&sector=bojxona&from=2019&to=2019", 200),
    "nothing at all": ("full", "/?q=energetika+qwzx&sort=date", 200),
    "stop words": ("full", "/?q=va", 200),
    "bad date": ("full", "/?q=quyosh&from=qachondir&secotr=x", 200),
    "page beyond the end": ("full", "/?q=hisobot&page=99", 200),
    "explained": ("full", "/?q=quyosh&explain=1&script=cyrl", 200),
    "Russian": ("full", "/?q=hisobot&lang=ru", 200),
    "release": ("full", "/release/2026-03-05-quyosh?q=quyosh", 200),
    "release in Cyrillic": ("full", "/release/2026-03-05-quyosh?script=cyrl&lang=uz-Cyrl", 200),
    "missing release": ("full", "/release/2020-01-02-quyosh-panellari", 404),
    "problem": ("full", "/problems/invalid-parameters", 200),
    "sector": ("full", "/sector/moliya", 200),
    "following": ("full", "/follow?q=hisobot&sector=savdo", 200),
    "following what is not there yet": ("full", "/follow?q=qwzx&lang=uz-Cyrl", 200),
    "more of the same office": ("full", "/release/oylik-40", 200),
    "help": ("full", "/help", 200),
    "API": ("full", "/api?lang=en", 200),
    "long facets": ("large", "/?q=hisobot&source=gazna-vazirligi&country=kz", 200),
    "all of a facet": ("large", "/?q=xabar&facet=source&source=-gazna-vazirligi", 200),
    "all of a facet in Cyrillic": ("large", "/?facet=source&lang=uz-Cyrl&script=cyrl", 200),
    "all of a short facet": ("full", "/?q=hisobot&facet=sector&sector=savdo&lang=ru", 200),
    "first visit of a large archive": ("large", "/", 200),
    "second page of a large archive": ("large", "/?q=hisobot&page=2&sort=-date&lang=en", 200),
    "nothing in a large archive": ("large", "/?q=qwzx&sector=savdo", 200),
    "release of a large archive": ("large", "/release/katta-021?q=hisobot&lang=ru", 200),
    "source of a large archive": ("large", "/source/gazna-vazirligi?lang=uz-Cyrl", 200),
    "samples": ("samples", "/?q=quyosh", 200),
    "no index": ("empty", "/", 503),
}
PLACES = [pytest.param(*place, id=name) for name, place in STATES.items()]


@pytest.mark.parametrize(("site", "address", "status"), PLACES)
def test_axe_finds_no_violation(sites: Sites, open_page: OpenPage, site: str, address: str, status: int) -> None:
    page = open_page(getattr(sites, site) + address, status=status)
    for width in (1200, 360):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (width, scheme)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return the rules of axe that a page breaks, each with the elements that break it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("site", "address", "status"), PLACES)
def test_nothing_scrolls_sideways_down_to_320_pixels(
    sites: Sites, open_page: OpenPage, site: str, address: str, status: int
) -> None:
    page = open_page(getattr(sites, site) + address, status=status, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_text_of_double_size_stays_on_the_page(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot", width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize(
    "address", ["/?q=quyosh", "/?q=қуёш+energetikasi&sector=energetika&sector=investitsiyalar&from=2020", "/?q=va"]
)
def test_the_first_title_is_on_the_first_screen_of_a_phone(sites: Sites, open_page: OpenPage, address: str) -> None:
    for site in (sites.full, sites.samples):
        page = open_page(site + address, width=360)
        title = page.locator("ol.hits h2").first.bounding_box()
        assert title is not None
        assert title["y"] + title["height"] <= 740
        expect(page.get_by_role("checkbox").first).to_be_hidden()


def test_filters_unfold_on_a_phone_and_stand_open_on_a_desk(sites: Sites, open_page: OpenPage) -> None:
    phone = open_page(f"{sites.full}/?q=hisobot&sector=savdo", width=360)
    phone.get_by_text("Filtrlar (1)").click()
    expect(phone.get_by_role("checkbox").first).to_be_hidden()
    phone.get_by_text("Soha (1)").click()
    expect(phone.get_by_role("checkbox", name="Savdo")).to_be_checked()
    desk = open_page(f"{sites.full}/?q=hisobot", width=1200)
    expect(desk.get_by_role("checkbox", name="Savdo")).to_be_visible()


def test_pages_have_targets_for_a_thumb(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot", width=360)
    for link in page.locator(".pages a").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_bars_are_seen_with_forced_colours(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&interval=year", forced_colors="active")
    fills = {
        page.evaluate("(bar) => getComputedStyle(bar).fill", bar) for bar in page.locator(".hist .b").element_handles()
    }
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills
    assert background not in fills


def test_chosen_bars_are_told_apart_with_forced_colours(sites: Sites, open_page: OpenPage) -> None:
    fill = "(bars) => [...new Set(bars.map((bar) => getComputedStyle(bar).fill))]"
    page = open_page(f"{sites.full}/?q=hisobot", forced_colors="active")
    others = page.locator(".hist .b").evaluate_all(fill)
    page.goto(f"{sites.full}/?q=hisobot&from=2023-02&to=2023-03")
    chosen = page.locator(".hist .on .b").evaluate_all(fill)
    assert len(chosen) == len(others) == 1
    assert chosen != others


@pytest.mark.parametrize("width", [1200, 360])
def test_a_second_skip_link_leads_past_the_filters(sites: Sites, open_page: OpenPage, width: int) -> None:
    page = open_page(f"{sites.full}/?q=hisobot", width=width)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Natijalarga oʻtish")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    steps = 0
    while not page.evaluate("document.activeElement.closest('ol.hits') !== null"):
        page.keyboard.press("Tab")
        steps += 1
        assert steps <= 8
    expect(page.get_by_role("complementary", name="Filtrlar")).to_have_count(1)


def test_a_printed_search_says_what_it_is_of(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&sector=savdo")
    told = page.get_by_text("Soʻrov: hisobot; soha: Savdo")
    expect(told).to_be_hidden()
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    expect(told).to_contain_text(f"{sites.full}/?q=hisobot&sector=savdo")
    for gone in (".box", "aside", ".chips", "footer", ".sorts"):
        expect(page.locator(gone).first).to_be_hidden()


def test_print_leaves_only_the_text(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/release/2026-03-05-quyosh")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in (".box", ".langs", ".back", "footer"):
        expect(page.locator(gone)).to_be_hidden()
