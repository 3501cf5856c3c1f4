import datetime as dt
import json
from dataclasses import replace

from index.lint import LintWarning
from index.manifest import Difference
from index.readers import Skipped
from index.report import MAX_LISTED, as_json, as_text, generation_as_json, listing
from index.run import Report
from index.unread import KeptReleases
from search.errors import BadRelease
from search.generation import Generation

LIVE = Generation("g1", "f", dt.datetime(2026, 3, 5, 10, tzinfo=dt.UTC), 3, False, ("/releases",))
REPORT = Report(
    generation=LIVE,
    published=True,
    documents=3,
    merges=(),
    difference=Difference(("a",), ("b",), ("d", "e"), ("c",)),
    paths=("/releases",),
    skipped=(BadRelease("/releases/x.txt", 4, "it is not UTF-8"),),
    kept=(),
    warnings=(LintWarning("short", "/releases/a.txt", 0, "A"),),
    passed=(Skipped("/k/b.csv", 3, "draft", "row 3"),),
    ignored=("/k/a.pdf", "/k/b.xyz"),
    seconds=1.23456,
    stages={"read": 0.25, "verify": 0.123456},
)


def test_the_words_say_what_happened() -> None:
    lines = list(as_text(REPORT, verbose=False))
    assert lines == [
        "skipped: /releases/x.txt:4: it is not UTF-8",
        "1 warning of short: a title of one or two words and no text",
        "1 record passed over: draft",
        "1 file of .pdf not read: export its text, or save the page that it was made of",
        "1 file of .xyz not read",
        "3 releases: 1 added, 1 changed, 2 removed, 1 the same; 1 skipped; 1.2 s",
        "Live: g1",
    ]


def test_what_was_kept_is_counted_and_said_of_each_file() -> None:
    files = (KeptReleases("/releases/x.jsonl", ("x1",)), KeptReleases("/releases/y.jsonl.gz", ("y1", "y2")))
    report = replace(REPORT, kept=files)
    lines = list(as_text(report, verbose=False))
    assert lines[1:3] == [
        "kept: /releases/x.jsonl: 1 release that what is broken there may stand for",
        "kept: /releases/y.jsonl.gz: 2 releases that what is broken there may stand for",
    ]
    assert "; 1 skipped, 3 kept; 1.2 s" in lines[-2]
    assert "kept: /releases/y.jsonl.gz: 2 releases that what is broken there may stand for: y1, y2" in as_text(
        report, verbose=True
    )
    assert as_json(report)["kept"] == [
        {"path": "/releases/x.jsonl", "count": 1, "ids": ["x1"]},
        {"path": "/releases/y.jsonl.gz", "count": 2, "ids": ["y1", "y2"]},
    ]


def test_verbose_names_every_warning() -> None:
    assert any(line.startswith("warning: /releases/a.txt: A: ") for line in as_text(REPORT, verbose=True))


def test_a_run_that_publishes_nothing_says_so() -> None:
    assert list(as_text(replace(REPORT, published=False), verbose=False))[-1].startswith("Nothing changed")
    nothing = replace(REPORT, published=False, documents=0)
    assert list(as_text(nothing, verbose=False))[-1] == "Nothing usable in /releases; what is live stays."


def test_a_long_list_is_cut_unless_everything_is_asked_for() -> None:
    lines = [str(number) for number in range(MAX_LISTED + 5)]
    assert list(listing("skipped", lines, everything=False))[-1] == "skipped: 5 more; --verbose names all"
    assert len(list(listing("skipped", lines, everything=True))) == MAX_LISTED + 5


def test_the_json_holds_everything() -> None:
    assert json.loads(json.dumps(as_json(REPORT))) == {
        "generation": "g1",
        "published": True,
        "documents": 3,
        "added": 1,
        "changed": 1,
        "removed": 2,
        "same": 1,
        "skipped": [{"path": "/releases/x.txt", "line": 4, "reason": "it is not UTF-8"}],
        "merged": [],
        "kept": [],
        "warnings": [{"kind": "short", "path": "/releases/a.txt", "line": 0, "text": "A"}],
        "passed": [{"path": "/k/b.csv", "line": 3, "place": "row 3", "reason": "draft"}],
        "ignored": ["/k/a.pdf", "/k/b.xyz"],
        "paths": ["/releases"],
        "seconds": 1.235,
        "stages": {"read": 0.25, "verify": 0.1235},
    }
    assert json.loads(json.dumps(generation_as_json(LIVE)))["built"] == "2026-03-05T10:00:00+00:00"
