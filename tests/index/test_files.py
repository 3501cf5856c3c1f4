"""Every file of samples is read as its answers say: title, first and last words, day, source, rubric, address, reasons.

`files/expected.jsonl` holds the answers, a line an item in the order of its file. A folder of real shapes beside the
checkout, where there is one, is asked in the same way.
"""

import datetime as dt
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from index.readers import ReadRelease, Remark, Rules, Skipped, read_releases
from search.errors import BadRelease
from tests.index.sample_files import write_built_files

FILES = Path(__file__).parent / "files"
TODAY = dt.date(2026, 4, 1)
RULES = Rules(today=TODAY)
# Of the folder beside the checkout: what other parts judge, each named.
PAGES = (".html", ".htm")  # saved pages have tests of their own
ELSEWHERE = {
    "23_twins": "merges are made of all files together",
    "32_scan.pdf": "the walk names what no reader takes",
    "13_telegram_result.json 515": "the Uzbek part of a message has tests of its own",
}

SAME_REASON = {"not approved": "unpublished"}  # other words for the same

Found = ReadRelease | BadRelease | Skipped


def answers(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the answers of a file of them, by the name of the file that they are of."""
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            answer = json.loads(line)
            by_file[answer["file"]].append(answer)
    return by_file


def found_in(path: Path) -> list[Found]:
    return [found for found in read_releases(path, RULES) if not isinstance(found, Remark)]


def words(text: str) -> list[str]:
    return text.replace("\u00a0", " ").replace("\u00ad", "").split()


def first(text: str, like: str) -> str:
    """Return as many words of the beginning of a text as an answer has, and those of an empty one all."""
    return " ".join(words(text)[: len(like.split()) or None])


def last(text: str, like: str) -> str:
    return " ".join(words(text)[-len(like.split()) :])


def faults(answer: dict[str, Any], found: ReadRelease) -> list[str]:
    """Return what a release has that its answer does not say."""
    release = found.release
    got = {
        "title": " ".join(words(release.title)),
        "body_first": first(release.body, answer.get("body_first", "")),
        "body_last": last(release.body, answer.get("body_last", "")),
        "date": release.date.isoformat() if release.date else "",
        "source": release.source,
        "rubric": release.rubric,
        "url": release.url,
        "paragraphs": len(release.body.split("\n\n")) if release.body else 0,
        "copies": len(release.copies),
        "finding": ", ".join(finding.kind for finding in found.findings),
    }
    told = [
        f"{name}: {got[name]!r} and not {answer[name]!r}"
        for name in got
        if name in answer and answer[name] != got[name]
    ]
    if answer["action"] == "index" and "date" not in answer and got["date"]:
        told.append(f"date: {got['date']} of an undated release")
    if (part := answer.get("id_has", "")) not in release.id:
        told.append(f"id: {release.id!r} without {part!r}")
    if (whole := answer.get("id")) and whole != release.id:
        told.append(f"id: {release.id!r} and not {whole!r}")
    for word in answer.get("without", ()):
        if word in release.body:
            told.append(f"body: {word!r} stands in it")
    for word in answer.get("with", ()):
        if word not in release.body:
            told.append(f"body: {word!r} is not in it")
    return told


def differences(expected: list[dict[str, Any]], found: list[Found]) -> list[str]:
    """Return where what was found differs from its answers, item by item in order."""
    told = []
    for answer, one in zip(expected, found, strict=False):
        item = f"{answer['file']} {answer['item']}"
        kind = {ReadRelease: "index", Skipped: "skip", BadRelease: "refuse"}[type(one)]
        if kind != answer["action"]:
            told.append(f"{item}: {kind} and not {answer['action']}: {shown(one)}")
        elif isinstance(one, ReadRelease):
            told += [f"{item}: {fault}" for fault in faults(answer, one)]
        elif answer["reason"] not in one.reason:
            told.append(f"{item}: {one.reason!r} and not {answer['reason']!r}")
    if len(expected) != len(found):
        told.append(
            f"{expected[0]['file']}: {len(found)} items and not {len(expected)}: {[shown(one) for one in found]}"
        )
    return told


def shown(found: Found) -> str:
    return f"{found.release.id} {found.release.title}" if isinstance(found, ReadRelease) else found.reason


ANSWERS = answers(FILES / "expected.jsonl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and beside them those that are made: workbooks, documents, archives, texts in other encodings."""
    made = tmp_path_factory.mktemp("files")
    shutil.copytree(FILES, made, dirs_exist_ok=True)
    write_built_files(made)
    return made


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_sample_is_read_as_its_answers_say(folder: Path, name: str) -> None:
    told = differences(ANSWERS[name], found_in(folder / name))
    assert not told, "\n".join(told)


def test_every_sample_has_answers_and_no_id_is_of_two(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()} - {"expected.jsonl"}
    assert names == set(ANSWERS)
    titles: dict[str, str] = {}
    for name in sorted(names):
        for one in found_in(folder / name):
            if isinstance(one, ReadRelease):
                title = titles.setdefault(one.release.id, one.release.title)
                assert title == one.release.title, f"{one.release.id} is two releases"


def _named(answer: dict[str, Any], found: Iterable[Found]) -> list[ReadRelease]:
    title = " ".join(words(answer["title"]))
    named = [one for one in found if isinstance(one, ReadRelease) and " ".join(words(one.release.title)) == title]
    part = answer.get("id_has", "")
    return [one for one in named if part in one.release.id] or named


def test_the_folder_of_real_shapes_is_read_as_its_answers_say(shared: Path) -> None:
    beside = shared / "data" / "ingest"
    if not beside.is_dir():
        pytest.skip("the folder of real shapes is not beside this checkout")
    told: list[str] = []
    for name, expected in answers(beside / "expected.jsonl").items():
        if name.endswith(PAGES) or name.split("/")[0] in ELSEWHERE:
            continue
        found = found_in(beside / "files" / name)
        reasons = [one.reason for one in found if not isinstance(one, ReadRelease)]
        for answer in expected:
            item = f"{name} {answer['item']}"
            if item in ELSEWHERE:
                continue
            if answer["action"] == "index":
                named = _named(answer, found)
                tries = [[f"{item}: {fault}" for fault in faults(answer, one)] for one in named]
                told += sorted(tries, key=len)[0] if tries else [f"{item}: missing"]
            elif answer["action"] == "skip" and "/" not in answer["item"].partition(" ")[2]:
                reason = SAME_REASON.get(answer["reason"], answer["reason"].partition(":")[0].partition(" ")[0])
                if not any(reason in one or one.partition(":")[0] in answer["reason"] for one in reasons):
                    told.append(f"{item}: not skipped as {answer['reason']!r} but {reasons}")
            elif answer["action"] == "refuse" and not any(isinstance(one, BadRelease) for one in found):
                told.append(f"{item}: not refused")
    assert not told, "\n".join(told)
