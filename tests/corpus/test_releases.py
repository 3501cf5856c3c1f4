"""The sample corpus, held to what its README says of it."""

import re
from collections import Counter

import pytest

from search.facets.taxonomies import read_sectors
from search.settings import ROOT
from search.uzbek import words

FOLDER = ROOT / "corpus" / "releases"
FILES = sorted(FOLDER.rglob("*.txt"))
TEXTS = {path: path.read_text(encoding="utf-8") for path in FILES}
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def front(text: str) -> dict[str, str]:
    found = FRONT.match(text)
    return dict(line.split(": ", 1) for line in found[1].splitlines()) if found else {}


def body(text: str) -> str:
    return FRONT.sub("", text)


def test_there_are_at_least_120_releases_from_2017_to_2026() -> None:
    assert len(FILES) >= 120
    assert {path.parent.name for path in FILES} == {str(year) for year in range(2017, 2027)}


def test_every_name_begins_with_a_day_of_its_folder() -> None:
    assert all(re.fullmatch(rf"{path.parent.name}-\d\d-\d\d-[a-z0-9-]+\.txt", path.name) for path in FILES)
    assert len({path.name for path in FILES}) == len(FILES)


def test_every_release_has_80_to_300_words() -> None:
    counts = {path.name: sum(not token.joined for token in words(body(text))) for path, text in TEXTS.items()}
    assert not {name: count for name, count in counts.items() if not 75 <= count <= 310}


def test_every_sector_is_named_at_least_six_times() -> None:
    named = Counter(s.strip() for text in TEXTS.values() for s in front(text).get("sectors", "").split(",") if s)
    known = read_sectors(ROOT / "corpus")
    assert named.keys() <= known.keys()
    assert not {slug for slug in known if named[slug] < 6}


def test_a_release_names_one_to_four_sectors() -> None:
    for path, text in TEXTS.items():
        if given := front(text):
            assert 1 <= len(given["sectors"].split(",")) <= 4, path.name
            assert path.name.startswith(given["date"]), path.name


def test_one_release_in_five_is_plain_and_ends_with_its_source() -> None:
    plain = [text for text in TEXTS.values() if not front(text)]
    assert len(plain) * 5 >= len(FILES)
    assert all(re.search(r"\n(Manba|Манба)[=:]?[^\n]*\n*\Z", text) for text in plain)


def test_at_least_six_releases_are_cyrillic() -> None:
    cyrillic = [text for text in TEXTS.values() if len(re.findall("[а-яў-ӿ]", body(text))) > len(body(text)) / 2]
    assert len(cyrillic) >= 6


@pytest.mark.parametrize("mark", list("ʻ‘’'`´′‛ʹʿˈ＇ꞌ"))
def test_every_habit_of_writing_the_apostrophe_is_there(mark: str) -> None:
    assert any(re.search(rf"\b[OoGg]{re.escape(mark)}", text) for text in TEXTS.values())


def test_the_letters_of_2026_are_there() -> None:
    assert any(re.search("[şçöğ]", text) for text in TEXTS.values())


def test_endings_are_glued_to_closing_quotation_marks() -> None:
    assert sum(bool(re.search(r"\w[”»\"][a-z]{2,}", text)) for text in TEXTS.values()) >= 40
