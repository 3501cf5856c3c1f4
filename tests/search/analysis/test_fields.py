import shutil
from pathlib import Path

import pytest

from search.analysis.fields import BODY_START, fingerprint, indexed
from search.ranking import TITLE_WEIGHT
from search.release import Release
from search.settings import ROOT


def test_title_and_text_share_the_fields_with_a_gap_between() -> None:
    held = indexed(Release("a", "Yangi bogʻlar", "Bogʻlar koʻp"))
    exact, lemma = held.exact, held.lemma
    assert list(zip(exact.terms, exact.positions, exact.weights, strict=True)) == [
        ("yangi", 0, TITLE_WEIGHT),
        ("boğlar", 1, TITLE_WEIGHT),
        ("boğlar", BODY_START, 1.0),
        ("köp", BODY_START + 1, 1.0),
    ]
    assert lemma.terms[lemma.positions.index(BODY_START)] == "boğ"


def test_a_title_of_more_words_than_the_gap_pushes_the_text_on() -> None:
    exact = indexed(Release("a", "soʻz " * (BODY_START + 5), "matn")).exact
    assert exact.positions[-1] > exact.positions[-2] + 1


@pytest.mark.parametrize("table", ["sectors.toml", "synonyms.txt", "words.txt"])
def test_the_fingerprint_follows_the_tables_of_the_corpus(tmp_path: Path, table: str) -> None:
    for name in ("sectors.toml", "synonyms.txt", "words.txt"):
        shutil.copy(ROOT / "corpus" / name, tmp_path)
    same = fingerprint(tmp_path)
    assert same == fingerprint(ROOT / "corpus")
    fingerprint.cache_clear()
    with (tmp_path / table).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert fingerprint(tmp_path) != same
