"""No input takes time or memory without bound: what attacks or breaks a reader is read in a process of its own."""

import gzip
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from search.settings import ROOT
from tests.index.test_any_file import BODY, TITLE, calc, calc_row, row, workbook

HANG: Final = 120  # seconds: a guard, no measure


# what forms can cut in many ways, filled up to the length of a line that may be boilerplate
LINES: Final = (
    *(
        "www.a-a-a-a ",
        "https://a.b-c ",
        "http://",
        "t.me/a.b",
        "@abc ",
        "#a-'_",
        "#a#a",
        "# ",
        "telegram ",
        "telegram/",
    ),
    *(
        "teglar:",
        "- - -",
        "&&&&",
        "matbuot xizmati ",
        "oʻza, ",
        "Manba: Manba:",
        "more:",
        "+99871 ",
        "a@a.a",
        "☀ ",
        "©",
    ),
)


@pytest.mark.parametrize("end", ["", " gap", "…!", " koʻprik ochildi."])
def test_no_line_takes_more_than_its_length(end: str) -> None:
    code = (
        "import sys\n"
        "from index.records.boilerplate import own_text\n"
        "for unit in sys.argv[2:]:\n"
        "    for length in (20, 50, 100, 190):\n"
        "        line = (unit * length)[:length] + sys.argv[1]\n"
        "        own_text(['Koʻprik ochildi.', line], line)\n"
        "        own_text([line, 'Koʻprik ochildi.', line])\n"
    )
    done = _run("-c", code, end, *LINES)
    assert done.returncode == 0, done.stderr


class Found(NamedTuple):
    """What came of one record: its kind, its line, and its title or its reason."""

    kind: str
    line: int
    text: str


Write = Callable[[Path], object]
MANY: Final = b"aa" * (1 << 19)  # a MiB
A_HUNDRED: Final = 100  # of those


def packed(before: str, after: str, times: int = A_HUNDRED, unit: bytes = MANY) -> Write:
    """Return what writes a packed file: a beginning, a unit many times over, and an end."""

    def write(path: Path) -> None:
        with gzip.open(path, "wb", compresslevel=1) as file:
            file.write(before.encode())
            for _ in range(times):
                file.write(unit)
            file.write(after.encode())

    return write


def text(content: str, encoding: str = "utf-8") -> Write:
    return lambda path: path.write_text(content, encoding=encoding)


def data(content: Callable[[], bytes]) -> Write:
    return lambda path: path.write_bytes(content())


def archive(**members: str) -> Write:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in members.items():
                file.writestr(name.replace("_", "."), content)

    return write


def zeros(name: str, *, beside: bool) -> Write:
    """Return what writes an archive with a file of a GiB of zeros, good ones beside it where asked for."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            if beside:
                file.writestr("a.txt", f"{TITLE} 1\n\n{BODY}")
            with file.open(name, "w", force_zip64=True) as member:
                for _ in range(256):
                    member.write(bytes(4 << 20))
            if beside:
                file.writestr("c.txt", f"{TITLE} 2\n\n{BODY}")

    return write


def many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for number in range(200_000):
            file.writestr(zipfile.ZipInfo(f"{number}.txt"), "")


def overlapping(path: Path) -> None:
    """Write an archive whose directory names one file three thousand times."""
    archive(**{"a_csv": "title,body\n" + f"{TITLE},{BODY}\n" * 5_000})(path)
    whole = path.read_bytes()
    directory, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entry, count = whole[directory:end], 3_000
    sizes = struct.pack("<HHII", count, count, len(entry) * count, directory)
    path.write_bytes(whole[:directory] + entry * count + whole[end : end + 8] + sizes + b"\0\0")


def line(number: int, **more: object) -> str:
    return json.dumps({"id": f"r{number}", "title": f"{TITLE} {number}", "body": BODY, **more})


def nested(depth: int, **more: object) -> str:
    """Return a record one of whose values nests deep."""
    return line(2, **more)[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"


def wxr(inner: str) -> str:
    names = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="c"'
    return f"<rss {names}><channel><title>x</title>{inner}</channel></rss>"


def post(number: int, body: str = BODY) -> str:
    return f"<item><title>{TITLE} {number}</title><content:encoded>{body}</content:encoded></item>"


def rss(inner: str) -> str:
    return f'<rss version="2.0"><channel><title>x</title>{inner}</channel></rss>'


def entry(number: int, body: str = BODY) -> str:
    return f"<item><title>{TITLE} {number}</title><description>{body}</description></item>"


def around(whole: str) -> tuple[str, str]:
    before, _, after = whole.partition("@")
    return before, after


LAUGHS: Final = (
    '<!DOCTYPE l [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
OUTSIDE: Final = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DOCTYPE: Final = "document type"
TABLE: Final = row(1, A="title", B="body") + row(2, A=f"{TITLE} 1", B=BODY)
CALC: Final = calc_row("title", "body") + calc_row(f"{TITLE} 1", BODY)

# a suffix, what writes the file, the numbers behind the titles that must come, and a part of the reason for the rest
ATTACKS: Final[dict[str, tuple[str, Write, tuple[int, ...], str]]] = {
    "a long line": (".jsonl.gz", packed(line(1) + '\n{"id":"x","title":"', f'"}}\n{line(2)}\n'), (1, 2), "16 MiB"),
    "a long cell": (
        ".csv.gz",
        packed(f'title,body\n{TITLE} 1,{BODY}\nx,"', f'"\n{TITLE} 2,{BODY}\n'),
        (1, 2),
        "16 MiB",
    ),
    "a long value": (".json.gz", packed(f'[{line(1)},{{"title":"x","body":"', f'"}},{line(2)}]'), (1, 2), "16 MiB"),
    "a long value, cut": (".json.gz", packed(f'[{line(1)},{{"title":"x","body":"', ""), (1,), "export it anew"),
    "a long element": (".xml.gz", packed(*around(wxr(post(1) + post(9, "@") + post(2)))), (1, 2), "16 MiB"),
    "elements that nobody reads": (
        ".xml.gz",
        packed(*around(wxr(post(1) + "@" + post(2))), times=20, unit=b"<x>aaaaaaaa</x>" * 60_000),
        (1, 2),
        "",
    ),
    "an unfinished depth of elements": (".xml", text(wxr(post(1) + "<a>" * 200_000)), (1,), "no XML"),
    "entities of entities": (".xml", text(LAUGHS + wxr(post(1, "&a11;"))), (), DOCTYPE),
    "entities in a feed": (".rss", text(LAUGHS + rss(entry(1, "&a11;"))), (), DOCTYPE),
    "entities far behind": (".rss", text(f"<!--{'x' * 9_000}-->{LAUGHS}{rss(entry(1))}"), (1,), ""),
    "entities in UTF-16": (".rss", text(LAUGHS + rss(entry(1)), "utf-16"), (1,), ""),
    "an entity outside": (".xml", text(OUTSIDE + wxr(post(1, "&a;"))), (), DOCTYPE),
    "an entity outside of a feed": (".rss", text(OUTSIDE + rss(entry(1, "&a;"))), (), DOCTYPE),
    "a document type in the middle": (".xml", text(wxr(post(1) + LAUGHS + post(2))), (), DOCTYPE),
    "lists in lists": (".json", text("[" * 100_000), (), "too deep|depth|breaks"),
    "objects in objects": (".json", text('{"a":' * 100_000), (), "depth|breaks"),
    "objects in objects, a line each": (".json", text('{"a":\n' * 100_000), (), "depth|breaks"),
    "a deep value": (".json", text(f"[{line(1)},{nested(300)}]"), (1, 2), ""),
    "a deeper value": (".json", text(f"[{line(1)},{nested(900)}]"), (1, 2), ""),
    "a deep line": (".jsonl", text(f"{line(1)}\n{nested(990)}\n{'[' * 100_000}\n{line(3)}\n"), (1, 3), "not JSON"),
    "a deep title": (".jsonl", text('{"title":' + "[" * 900 + "]" * 900 + "}\n" + line(1)), (1,), "not text"),
    "half letters": (".json", text(f'[{line(1)},{{"title":"a\\ud800","body":"{BODY}"}},{line(2)}]'), (1, 2), ""),
    "a number of many digits": (".json", text(f"{line(1)}\n{line(2, n=10**400)}"), (1, 2), ""),
    "a deep page": (".html", text(f"<h1>{TITLE} 1</h1><p>{BODY}</p>" + "<div>" * 100_000), (1,), ""),
    "a hundred thousand attributes": (
        ".html",
        text(f"<h1>{TITLE} 1</h1><div {' '.join(f'a{n}=1' for n in range(100_000))}><p>{BODY}</p></div>"),
        (1,),
        "",
    ),
    "a GiB of zeros": (".zip", zeros("b.txt", beside=True), (1, 2), "256 MiB"),
    "200,000 files": (".zip", many_members, (), "100,000 files"),
    "files that overlap": (".zip", overlapping, (), "overlap"),
    "archives in an archive": (
        ".zip",
        archive(a_zip="PK", b_txt=f"{TITLE} 1\n\n{BODY}"),
        (1,),
        "archive in an archive",
    ),
    "paths outside": (
        ".zip",
        archive(**{"../a_txt": "x", "/b_txt": "x", "C:\\c_txt": "x", "d_txt": f"{TITLE} 1\n\n{BODY}"}),
        (1,),
        "path leaves the archive",
    ),
    "a document of zeros": (".docx", zeros("word/document.xml", beside=False), (), "256 MiB"),
    "a workbook of zeros": (".xlsx", zeros("xl/workbook.xml", beside=False), (), "256 MiB"),
    "a LibreOffice workbook of zeros": (".ods", zeros("content.xml", beside=False), (), "256 MiB"),
    "a cell far away": (".xlsx", data(lambda: workbook(TABLE + row(1_048_576, XFD="x"))), (), "row 1,048,576"),
    "a cell far below": (".xlsx", data(lambda: workbook(TABLE + row(1_048_576, B="x"))), (1,), ""),
    "cells repeated": (".ods", data(lambda: calc(CALC + calc_row("x", rows=100_000, columns=900))), (), "repeats"),
    "empty bytes": (".csv", text(f"title,body\n{TITLE} 1,{BODY}\0\n{TITLE} 2,{BODY}\n"), (1, 2), ""),
    "a quotation mark that never closes": (
        ".csv",
        text(f'title,body\n{TITLE} 1,"{BODY}\n' + "".join(f"{TITLE} {n},{BODY}\n" for n in range(2, 50))),
        tuple(range(2, 50)),
        "",
    ),
    "quotation marks that never close": (".csv", text("title,body\n" + 'a,"b\n' * 5_001), (), ""),
    "letters in letters": (
        ".eml",
        text("".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))),
        (),
        "save it as text|empty",
    ),
    "addresses without end": (".eml", text(f"Subject: {TITLE} 1\n\n{BODY}\n\n" + "a@a" * 300_000), (1,), ""),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_no_more_than_itself(tmp_path: Path, name: str) -> None:
    suffix, write, numbers, reason = ATTACKS[name]
    path = tmp_path / f"file{suffix}"
    write(path)
    found = list(_read(path))
    titles = {one.text for one in found if one.kind == "release"}
    assert not {f"{TITLE} {number}" for number in numbers} - titles, found[:20]
    refused = [one.text for one in found if one.kind in ("badrelease", "skipped")]
    if reason:
        assert any(part in text for part in reason.split("|") for text in refused), found[:20]


def _read(path: Path) -> Iterator[Found]:
    done = _run("-m", "tests.index.bounded_reading", str(path))
    assert done.returncode == 0, done.stderr[-2000:]
    return (Found(*one) for one in json.loads(done.stdout))


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=HANG, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.fail(f"not done after {HANG} s")
