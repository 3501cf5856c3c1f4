"""The letters of a source made fit to keep: nothing that is a letter changes."""

import re
from typing import Final

_BREAK: Final = "\r\f\v\x85\u2028\u2029"
_CONTROL: Final = "\x00-\x08\x0e-\x1f\x7f"
_HALF: Final = "\ud800-\udfff\ufffe\uffff"  # half a letter, or none: no file or feed can hold it
_MARK: Final = "\ufeff"
_BREAKS: Final = re.compile(f"\r\n|[{_BREAK}]")
_CONTROLS: Final = re.compile(f"[{_CONTROL}]")
_BROKEN: Final = re.compile(f"[{_HALF}]")
_UNCLEAN: Final = re.compile(f"[{_BREAK}{_CONTROL}{_HALF}{_MARK}]")


def clean(text: str) -> str:
    """Return a text with plain line breaks, and without byte order marks, control characters and half letters."""
    if not _UNCLEAN.search(text):
        return text
    text = _BREAKS.sub("\n", text.replace(_MARK, ""))
    return _BROKEN.sub("\ufffd", _CONTROLS.sub(" ", text))


def one_line(text: str) -> str:
    """Return a clean text on one line, single spaces between its words."""
    return " ".join(clean(text).split())


def blocks(lines: list[str]) -> list[list[str]]:
    """Return the runs of lines between empty ones."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


def body(paragraphs: list[list[str]]) -> str:
    """Return paragraphs as a release's body: one empty line between them, their lines as they stand."""
    return "\n\n".join("\n".join(lines) for lines in paragraphs)
