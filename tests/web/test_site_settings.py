from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadCorpus
from search.settings import ROOT, Settings
from web import create_app
from web.site_settings import read_site

WHOLE = """
base_url = "https://vazirlik.example.uz"
prefix = "/izlash"
contact = "matbuot@example.uz"
results = "source"
examples = ["toza  suv", "qwzx"]
[title]
uz = "Vazirlik xabarlari"
ru = "Новости министерства"
"""


def site(folder: Path, text: str) -> Any:
    (folder / "site.toml").write_text(text, encoding="utf-8")
    return read_site(folder)


def test_without_a_file_of_its_own_a_site_is_izla(tmp_path: Path) -> None:
    own = read_site(tmp_path)
    assert own == read_site(ROOT / "corpus")
    assert (own.titles["uz"], own.titles["uz-Cyrl"], own.public, own.results) == ("Izla", "Изла", "", "here")


def test_every_key_is_read(tmp_path: Path) -> None:
    own = site(tmp_path, WHOLE)
    assert own.public == "https://vazirlik.example.uz/izlash"
    assert own.titles == {
        "uz": "Vazirlik xabarlari",
        "uz-Cyrl": "Вазирлик хабарлари",
        "ru": "Новости министерства",
        "en": "Vazirlik xabarlari",
    }
    assert own.examples == ("toza suv", "qwzx")
    assert (own.contact_url, own.results) == ("mailto:matbuot@example.uz", "source")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "[title]"),
        ("title = 1", "[title]"),
        ('[title]\nuz = ""', "[title]"),
        ('[title]\nuz = "a"\nfr = "b"', "fr"),
        ('[title]\nuz = "a\\nb"', "uz"),
        ('titel = "a"', "titel"),
        ('base_url = "izla.uz"\n[title]\nuz = "a"', "base_url"),
        ('base_url = "https://a.uz/yol"\n[title]\nuz = "a"', "base_url"),
        ('prefix = "izla"\n[title]\nuz = "a"', "prefix"),
        ('prefix = "/a b"\n[title]\nuz = "a"', "prefix"),
        ('contact = "a b"\n[title]\nuz = "a"', "contact"),
        ('examples = "suv"\n[title]\nuz = "a"', "examples"),
        ('examples = [" "]\n[title]\nuz = "a"', "examples"),
        ('results = "there"\n[title]\nuz = "a"', "results"),
        ("= 1", "cannot be read"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadCorpus, match=r"site\.toml") as error:
        site(tmp_path, text)
    assert named in str(error.value)


@given(st.text(max_size=40))
def test_any_text_is_a_site_or_a_named_fault(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with suppress(BadCorpus):
        assert site(tmp_path_factory.mktemp("site"), f"{text}\n").titles["uz"]


def test_a_site_has_its_title_contact_and_prefix_in_every_page(tmp_path: Path, published: Settings) -> None:
    (tmp_path / "site.toml").write_text(WHOLE, encoding="utf-8")
    client = create_app(replace(published, corpus=tmp_path)).test_client()
    page = client.get("/izlash/?q=quyosh&lang=ru").get_data(as_text=True)
    assert "<title>quyosh: " in page
    assert "| Новости министерства</title>" in page
    assert 'href="mailto:matbuot@example.uz"' in page
    assert 'action="https://vazirlik.example.uz/izlash/"' in page
    assert 'href="/izlash/static/style.' in page
    assert client.get("/izlash").status_code == 200
    assert client.get("/?q=quyosh").status_code == 200  # from a proxy that takes the prefix off
    assert client.get("/izlashx").status_code == 404


def test_results_lead_to_their_source_when_the_site_says_so(tmp_path: Path, published: Settings) -> None:
    (tmp_path / "site.toml").write_text(WHOLE, encoding="utf-8")
    page = create_app(replace(published, corpus=tmp_path)).test_client().get("/?q=quyosh").get_data(as_text=True)
    assert '<a href="https://example.uz/quyosh" rel="external">' in page
    assert "/release/2026-03-05-quyosh?q=quyosh" in page
    assert "javascript:alert" not in page


def test_a_broken_site_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("x = 1", encoding="utf-8")
    with pytest.raises(BadCorpus, match="x is not a key"):
        create_app(Settings(data=tmp_path, corpus=tmp_path))
