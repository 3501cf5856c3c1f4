"""Eight times the input takes about eight times the work: nothing that reads what people send is quadratic."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from index.readers import read_releases
from search.highlighting import Occurrence, Slot, mark, mark_at
from search.query_language.parser import parse
from search.snippets import fragments
from tests.analyzers import SAMPLE

TIMES: Final = 8
MARGIN: Final = 3  # what is linear takes TIMES as long, what is quadratic 8 times that
LEAST: Final = 0.003  # processor seconds of the smaller input, else it is too short to be compared
TRIES: Final = 3
MOST: Final = 30_000  # units of the smaller input; what is as quick as that is no danger

QUERIES: Final = (
    "(",
    ")",
    "a ",
    '"',
    "-",
    "a YOKI ",
    "(a ",
    '"a b" ',
    "soha:a ",
    "a* ",
    "sarlavha:",
    "EMAS ",
    "ʻ",
    "2024..",
)
TEXTS: Final = (
    "suv ",
    "a",
    "ʻ",
    "1,5 ",
    "Qozogʻistonning ",
    "а",
    "-",
    "a-b-",
    ". ",
    "PQ-532 ",
    "\n",
    "( ",
    "“",
    "A.B.",
)


def spent(work: Callable[[int], object], size: int) -> float:
    """The least processor seconds that some work took over input of a size, no two quite the same."""
    least = float("inf")
    for turn in range(TRIES):
        begun = time.process_time()
        work(size + turn)
        least = min(least, time.process_time() - begun)
    return least


def check(work: Callable[[int], object], size: int) -> None:
    while (small := spent(work, size)) < LEAST and size < MOST:
        size *= 2
    large = spent(work, size * TIMES)
    assert large < max(small, LEAST) * TIMES * MARGIN, f"{small:.4f} s became {large:.4f} s for {TIMES} times the input"


@pytest.mark.parametrize("unit", QUERIES)
def test_parsing_a_question(unit: str) -> None:
    check(lambda size: parse(unit * size), 100)


@pytest.mark.parametrize("unit", TEXTS)
def test_analysing_a_text(unit: str) -> None:
    check(lambda size: SAMPLE.analyze(unit * size), 500)


@pytest.mark.parametrize("unit", ["suv ", "suv-", "suv. ", "suv,suv ", "gaz suv ", "suvsuv ", "Suvʼ-", "suv\n\n"])
def test_marking_a_text_and_cutting_fragments(unit: str) -> None:
    slot = Slot(exact=frozenset({"suv"}), prefixes=("suvs",))

    def analysed(size: int) -> None:
        text = unit * size
        fragments(text, mark(text, ((slot,), (slot, slot)), SAMPLE))

    def known(size: int) -> None:
        text, starts, occurrences = held[size]
        fragments(text, mark_at(text, starts, occurrences, SAMPLE))

    held = Held(unit, slot)
    check(analysed, 100)
    if held[100][1]:
        check(known, 100)


class Held(dict[int, tuple[str, bytes, list[Occurrence]]]):
    """What an index knows of a text of so many units: where its words begin, and where a slot stands."""

    def __init__(self, unit: str, slot: Slot) -> None:
        super().__init__()
        self._unit, self._slot = unit, slot

    def __missing__(self, size: int) -> tuple[str, bytes, list[Occurrence]]:
        text = self._unit * size
        tokens = SAMPLE.analyze(text)
        at = [(token.position, self._slot) for token in tokens if self._slot.takes(token)]
        self[size] = text, SAMPLE.field_terms(text).starts or b"", at
        return self[size]


@pytest.mark.parametrize("unit", ["Suv va gaz keldi. ", "suv ", "<b>", "&amp;", "\\n", "a"])
@pytest.mark.parametrize("suffix", [".jsonl", ".txt", ".html"])
def test_reading_a_file(tmp_path: Path, unit: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"

    def read(size: int) -> None:
        body = unit * size
        if suffix == ".jsonl":
            body = json.dumps({"id": "a", "title": "Suv", "body": body})
        elif suffix == ".html":
            body = f"<html><title>Suv</title><body><h1>Suv</h1><p>{body}</p></body></html>"
        path.write_text(body, encoding="utf-8")
        list(read_releases(path))

    check(read, 500)
