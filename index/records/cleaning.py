"""Text cleaning: line breaks, control characters and byte order marks of a file; nothing that is a letter changes."""

import re
from typing import Final

_LINE_BREAK: Final = "\r\f\v\x85\u2028\u2029"
_CONTROL: Final = "\x00-\x08\x0e-\x1f\x7f"
_BROKEN_CHARACTER: Final = "\ud800-\udfff\ufffe\uffff"  # half a letter, or none: no file or feed can hold it
_BYTE_ORDER_MARK: Final = "\ufeff"
_BREAKS: Final = re.compile(f"\r\n|[{_LINE_BREAK}]")
_CONTROLS: Final = re.compile(f"[{_CONTROL}]")
_BROKEN: Final = re.compile(f"[{_BROKEN_CHARACTER}]")
_UNCLEAN: Final = re.compile(f"[{_LINE_BREAK}{_CONTROL}{_BROKEN_CHARACTER}{_BYTE_ORDER_MARK}]")


def clean(text: str) -> str:
    """Return a text with plain line breaks, and without byte order marks, control characters and half letters."""
    if text.isprintable() or not _UNCLEAN.search(text):  # the first tells it of most, and sooner
        return text
    text = _BREAKS.sub("\n", text.replace(_BYTE_ORDER_MARK, ""))
    return _BROKEN.sub("\ufffd", _CONTROLS.sub(" ", text))


def one_line(text: str) -> str:
    """Return a clean text on one line, single spaces between its words."""
    return " ".join(clean(text).split())


def blocks(lines: list[str]) -> list[list[str]]:
    """Return the runs of lines between empty ones."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return paragraphs if paragraphs[-1] else paragraphs[:-1]


def body(paragraphs: list[list[str]]) -> str:
    """Return paragraphs as a release's body: one empty line between them, their lines as they stand."""
    return "\n\n".join("\n".join(lines) for lines in paragraphs)
