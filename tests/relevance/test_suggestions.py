"""400 suggestions over 20,000 real documents: each finds what it says, and is written as releases write."""

import gzip
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from search.engines import open_service
from search.query import Query
from search.release import Release
from search.service import SearchService
from search.settings import ROOT, Settings
from search.uzbek import words
from tests.relevance.suggestions import clicks, plain, written_words

DOCUMENTS = 20_000
CLICKS = 400


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> SearchService:
    """A service over real documents, indexed as a user would."""
    folder = tmp_path_factory.mktemp("real")
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as lines:
        (folder / "real.jsonl").write_text("".join(itertools.islice(lines, DOCUMENTS)), encoding="utf-8")
    command = [sys.executable, "-m", "index", str(folder / "real.jsonl")]
    environment = os.environ | {"IZLA_DATA": str(folder / "var")}
    run = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True)
    assert run.returncode in (0, 3), run.stderr
    return open_service(Settings(data=folder / "var"))


def test_each_suggestion_finds_what_it_says_and_is_written_somewhere(real: SearchService) -> None:
    releases: list[Release] = list(real.export(Query()).releases)
    written = written_words(releases)
    clicked = list(clicks(real, releases, CLICKS))
    assert len(clicked) == CLICKS
    assert [each for each in clicked if each.total != each.completion.count or not each.total] == []
    unwritten = [
        (each.typed, each.completion.text)
        for each in clicked
        if each.completion.named is None
        for word in _plain_words(each.completion.text) - _plain_words(each.typed)
        if word not in written
    ]
    assert unwritten == []


def _plain_words(text: str) -> set[str]:
    return {plain(token.text) for token in words(text) if not token.joined}


def test_the_lines_are_those_of_the_data(shared: Path) -> None:
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as lines:
        assert {"id", "title", "body"} <= json.loads(next(lines)).keys()
