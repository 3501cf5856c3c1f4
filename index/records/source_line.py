"""The source line: a line at the end of a release that names the office, the agency or the paper it is from."""

import re
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"(?:manba|манба|источник|source)\s*(?:[:=]\s*(?P<named>.*))?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_AFTER_A_NAME: Final = re.compile(r"(?<=\w\w[\w»”\"')]|\.\w\w)[.!?…]+\s+(?=[^\W\d_a-zа-яўқғҳё]|[«“\"])")
_TEXT_WORDS: Final = 6  # words; so many after the name of a source are text


class SourceLine(NamedTuple):
    """What a line names, "" for nothing or for an address, and the text behind that on the same line, "" for none."""

    name: str
    text: str


def source_line(line: str) -> SourceLine | None:
    """Return what a line without white space around it names as the source, None where it is no such line."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    named = found["named"] or ""
    end = _AFTER_A_NAME.search(named)
    if end and len(named[end.end() :].split()) >= _TEXT_WORDS:
        return SourceLine(_name(named[: end.start()]), named[end.end() :])
    return SourceLine(_name(named), "")


def is_source_word(line: str) -> bool:
    """Say whether a line is nothing but the word: what it announces stands below it."""
    found = _LINE.fullmatch(line)
    return found is not None and not found["named"]


def _name(named: str) -> str:
    return "" if _ADDRESS.match(named) else named.strip(" .")
