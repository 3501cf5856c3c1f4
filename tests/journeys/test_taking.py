"""Following a search and taking it away, with and without JavaScript, on a desk and on a phone."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage, Sites
from tests.journeys.test_access import violations

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
WIDTHS = pytest.mark.parametrize("width", [1200, 360])


@WITH_AND_WITHOUT
@WIDTHS
def test_a_search_is_followed_by_the_address_on_its_page(
    sites: Sites, open_page: OpenPage, javascript: bool, width: int
) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&sector=savdo", width=width, java_script_enabled=javascript)
    page.get_by_role("link", name="Kuzatib borish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kuzatib borish")
    expect(page.get_by_text("hisobot; soha: Savdo", exact=True)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(5)
    field = page.get_by_label("Obuna manzili")
    expect(field).not_to_be_editable()
    answer = page.request.get(field.input_value())
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.text().count("<entry") == 23
    page.get_by_role("link", name="Natijalarga qaytish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta xabar")


def test_a_sector_and_a_source_are_followed_from_their_pages(sites: Sites, open_page: OpenPage) -> None:
    page = open_page(f"{sites.full}/sector/moliya")
    page.get_by_role("link", name="Kuzatib borish").click()
    page.get_by_role("link", name="Moliya, bank va soliqlar").first.click()
    assert page.url == f"{sites.full}/sector/moliya"
    page.goto(f"{sites.full}/source/energetika-vazirligi")
    page.get_by_role("link", name="Kuzatib borish").click()
    expect(page.get_by_text("manba: Energetika vazirligi", exact=True)).to_be_visible()


@WITH_AND_WITHOUT
@WIDTHS
def test_a_search_is_downloaded_from_the_menu_beside_its_count(
    sites: Sites, open_page: OpenPage, javascript: bool, width: int, tmp_path: Path
) -> None:
    page = open_page(f"{sites.full}/?q=hisobot&sector=savdo&from=2023", width=width, java_script_enabled=javascript)
    menu = page.get_by_role("group").filter(has_text="Yuklab olish").last
    expect(page.get_by_role("link", name="Excel")).to_be_hidden()
    page.get_by_text("Yuklab olish").focus()
    page.keyboard.press("Enter")
    told = re.search(r"\d+", menu.get_by_role("listitem").first.inner_text())
    assert told is not None
    for name, file in (
        ("Excel", "izla-hisobot-savdo-2023-dan.csv"),
        ("JSON, har", "izla-hisobot-savdo-2023-dan.jsonl"),
    ):
        with page.expect_download() as downloading:
            page.get_by_role("link", name=name).click()
        assert downloading.value.suggested_filename == file
        downloading.value.save_as(tmp_path / file)
    with (tmp_path / "izla-hisobot-savdo-2023-dan.csv").open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.reader(table, delimiter=";"))) == int(told[0]) + 1


@WITH_AND_WITHOUT
@WIDTHS
def test_a_release_is_cited_and_leads_to_more_of_its_office(
    sites: Sites, open_page: OpenPage, javascript: bool, width: int
) -> None:
    page = open_page(f"{sites.large}/release/katta-018?q=hisobot", width=width, java_script_enabled=javascript)
    cited = page.get_by_text(
        "Energetika vazirligi. “Energetika vazirligi 18-sonli hisobot eʼlon qildi”. 2022-yil 19-iyul"
    )
    expect(cited).to_be_hidden()
    page.get_by_text("Iqtibos va doimiy havola").click()
    expect(cited).to_be_visible()
    cited.click()
    assert page.evaluate("getSelection().toString()").strip() == cited.inner_text(), "one click takes all of it"
    expect(page.get_by_role("link", name="Shu sahifaning doimiy havolasi")).to_have_attribute(
        "href", "/release/katta-018"
    )
    more = page.get_by_role("region", name="Shu manbadan: Energetika vazirligi 7")
    expect(more.get_by_role("article")).to_have_count(3)
    more.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Energetika vazirligi")
    page.goto(f"{sites.full}/release/2026-03-05-quyosh")
    expect(page.get_by_role("link", name="Asl manba: example.uz")).to_have_attribute(
        "href", "https://example.uz/quyosh"
    )


@pytest.mark.parametrize("address", ["/?q=hisobot&sector=savdo&lang=ru", "/release/2026-03-05-quyosh?q=quyosh"])
def test_axe_finds_no_violation_in_what_unfolds(sites: Sites, open_page: OpenPage, address: str) -> None:
    page = open_page(sites.full + address)
    page.locator("details.foot, details.take").evaluate("(fold) => { fold.open = true }")
    for width in (1200, 360):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
