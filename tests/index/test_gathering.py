import io
import os
from pathlib import Path
from typing import Any

import pytest

from index.baseline import Baseline
from index.entries import EntryTable
from index.gathering import COPY, Gathering
from index.lint import Linter, LintWarning
from index.manifest import Manifest
from index.part_reader import Tagged
from index.parts import KnownRecord
from index.progress import Progress
from index.readers import Skipped
from index.readers.walk import CorpusFile
from index.twins.facts import TwinFacts
from index.twins.table import NO_TWINS, TwinTable
from search.errors import BadRelease
from tests.index.conftest import TODAY
from tests.index.entries import entry

FILE = CorpusFile("/a.jsonl", 10, 7, sample=False)


def gathering(kept: EntryTable | None = None, *, strict: bool = False, file: CorpusFile = FILE) -> Gathering:
    baseline = Baseline(Manifest(), Manifest(), started=100)
    return Gathering({file.path: file}, kept, baseline, Linter(TODAY), Progress(io.StringIO()), strict=strict)


def tagged(name: str, line: int, **facts: Any) -> Tagged:
    found = Tagged(
        file=FILE,
        line=line,
        consumed=5,
        id=name,
        hash=f"{line:032x}",
        content=f"{line:024x}",
        raw=f"{line:024x}",
        warnings=(),
        twins=None,
        prepared=0,
    )
    return found._replace(**facts)


def test_a_release_is_entered_with_its_moments_and_what_is_odd_about_it() -> None:
    own, warning = gathering(), LintWarning("short", FILE.path, 1, "Savdo")
    assert own.enter(tagged("a", 1, warnings=(warning,)), NO_TWINS) == ((100, 100), True)
    assert own.enter(tagged("b", 2, prepared=None), NO_TWINS) == ((100, 100), False)
    assert [(one.id, one.line, one.findings) for one in own.entries.table.values()] == [
        ("a", 1, (("short", "Savdo"),)),
        ("b", 2, ()),
    ]
    assert (own.warnings, own.written) == ([warning], {"a"})


def test_two_releases_that_say_the_same_are_told() -> None:
    own = gathering()
    own.enter(tagged("a", 1), NO_TWINS)
    own.enter(tagged("b", 2, content=f"{1:024x}"), NO_TWINS)
    assert [(one.kind, one.text) for one in own.warnings] == [("same-content", "b and a")]


def test_a_release_of_an_id_that_is_taken_is_broken_unless_it_is_a_copy() -> None:
    own = gathering()
    own.enter(tagged("a", 1), NO_TWINS)
    assert own.enter(tagged("a", 2), NO_TWINS) == (None, True)
    assert [fault.line for fault in own.skipped.errors] == [2]
    assert own.enter(tagged("a", 3, content=f"{1:024x}"), NO_TWINS) == (None, True)
    assert own.passed == [Skipped(FILE.path, 3, COPY)]
    assert [one.line for one in own.same_ids["a"]] == [3]
    assert own.again == {FILE.path}


def test_a_release_with_a_link_in_common_with_the_one_of_its_id_is_a_copy() -> None:
    twins = TwinTable.of(["a", "a"], [TwinFacts(5, "latn", "x", (link,), b"") for link in (7, 7)])
    own = gathering()
    own.enter(tagged("a", 1, twins=0), twins)
    own.enter(tagged("a", 2, twins=1), twins)
    assert own.passed == [Skipped(FILE.path, 2, COPY)]


def test_a_known_record_stands_where_it_stands_now_and_its_findings_count_while_they_are_true() -> None:
    late = f"{TODAY.replace(year=TODAY.year + 1)}"
    findings = (("future-date", late), ("future-date", "2020-01-01"))
    before = entry("a", FILE.path, raw="0b" * 12, findings=findings)
    own = gathering()
    assert own.enter(KnownRecord(before, 9, 5), NO_TWINS) == ((100, 100), False)
    assert (own.entries.table["a"].line, own.entries.table["a"].findings) == (9, findings)
    assert own.warnings == [LintWarning("future-date", FILE.path, 9, late)]


def test_an_entry_that_is_kept_holds_its_id_and_one_of_an_unchanged_file_is_entered() -> None:
    own = gathering(EntryTable.of([entry("a", "/other.txt")]))
    own.keep(entry("a", FILE.path, line=1))
    own.keep(entry("b", FILE.path, line=2))
    assert [one.path for one in own.entries.table.values()] == ["/other.txt", FILE.path]
    assert [fault.id for fault in own.skipped.errors] == ["a"]


def test_what_is_no_release_is_passed_and_what_is_broken_noted_or_raised() -> None:
    own = gathering()
    again, never = Skipped(FILE.path, 1, "future", again=True), Skipped(FILE.path, 2, "draft")
    assert [own.enter(one, NO_TWINS) for one in (again, never)] == [(None, False)] * 2
    assert (own.passed, own.again) == ([again, never], {FILE.path})
    fault = BadRelease(FILE.path, 3, "broken")
    assert own.enter(fault, NO_TWINS) == (None, False)
    assert (own.skipped.errors, own.skipped.paths) == ([fault], {FILE.path})
    with pytest.raises(BadRelease):
        gathering(strict=True).enter(fault, NO_TWINS)


def test_a_torn_file_is_rewritten_where_it_is_another_than_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{}")
    facts = path.stat()
    torn = BadRelease(str(path), 1, "it ends in the middle", torn=True)
    rewritten = []
    for time in (facts.st_mtime_ns, facts.st_mtime_ns + 1, None):
        if time is None:
            path.unlink()
        else:
            os.utime(path, ns=(time, time))
        own = gathering(file=CorpusFile(str(path), facts.st_size, facts.st_mtime_ns, sample=False))
        own.enter(torn, NO_TWINS)
        rewritten += [fault.rewritten for fault in own.skipped.faults]
    assert rewritten == [False, True, False]
