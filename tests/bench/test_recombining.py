"""Releases recombined of the samples: real enough for the readers, and with ever new words."""

import json
import re

from index.readers.json_lines import parse
from search.facets.taxonomies import read_sectors
from search.settings import Settings
from search.uzbek.transliteration import script_of
from tests.bench.composing import Row
from tests.bench.recombining import recombined


def forms(rows: list[Row]) -> int:
    return len({word for row in rows for word in re.findall(r"\w+", row["body"])})


def test_the_same_seed_gives_the_same_releases_and_another_one_others() -> None:
    assert list(recombined(5, 1)) == list(recombined(9, 1))[:5]
    assert list(recombined(5, 1)) != list(recombined(5, 2))


def test_the_reader_takes_every_release_and_its_sectors_are_known() -> None:
    known = set(read_sectors(Settings().corpus))
    for row in recombined(50, 1):
        release, findings = parse(json.dumps(row))
        assert release.id == row["id"]
        assert release.title
        assert release.date
        assert not findings
        assert release.sectors
        assert set(release.sectors) <= known


def test_one_in_ten_is_cyrillic_and_the_others_are_written_in_several_habits() -> None:
    rows = list(recombined(200, 1))
    cyrillic = [row for row in rows if script_of(row["body"]) == "cyrl"]
    assert 10 <= len(cyrillic) <= 35
    assert {mark for row in rows for mark in re.findall("(?<=o)[ʻ‘’'`]", row["body"])} == set("ʻ‘’'`")


def test_new_words_keep_coming() -> None:
    rows = list(recombined(400, 1))
    assert forms(rows) > 1.4 * forms(rows[:200])
