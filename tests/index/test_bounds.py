"""No input takes time or memory without bound: what attacks or breaks a reader is read in a process of its own."""

import subprocess
import sys
from typing import Final

import pytest

from search.settings import ROOT

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


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=HANG, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.fail(f"not done after {HANG} s")
