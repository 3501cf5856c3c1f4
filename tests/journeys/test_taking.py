"""Following a search and taking it away, with and without JavaScript, on a desk and on a phone."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage, Sites

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
    expect(page.get_by_role("heading", level=1)).to_have_text("23 ta hujjat")


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
