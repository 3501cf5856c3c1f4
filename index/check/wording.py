"""The wording of a report of a check: names of languages, reasons and encodings, and lines that fit."""

from collections.abc import Iterator
from typing import Final

from index.check.values import CYRILLIC, FOREIGN, LATIN, FileCheck
from search.facets.languages import LANGUAGES as KNOWN_LANGUAGES
from search.release import UZBEK

LANGUAGES: Final = {
    LATIN: "Uzbek in Latin letters",
    CYRILLIC: "Uzbek in Cyrillic letters",
    **{code: language.labels["en"] for code, language in KNOWN_LANGUAGES.items() if code != UZBEK},
    "": "too short to tell",
}
# The reasons of readers, as a sentence goes on after their number.
_REASONS: Final = {
    "draft": "not published yet: a draft, or waiting for somebody's word",
    "trash": "thrown away",
    "private": "not for the public",
    "inactive": "switched off",
    "password": "behind a password",
    "future": "dated later than tomorrow; --include-future takes them in",
    "unpublished": "not published",
    "service message": "a message of Telegram itself",
    "copy": "the same as one before, under the same id",
    "empty": "without a title and a text",
    "forwarded": "forwarded from another channel",
    "poll": "a poll",
    "page": "a page that is no release",
    "attachment": "a picture or a file of the site's library",
    "hidden sheet": "a sheet that is hidden",
    "no known format": "files of a format that is not read",
    "resource fork": "files that a Mac adds of itself",
    "path leaves the archive": "files that would be unpacked outside of the archive",
    "encrypted": "files behind a password",
    "archive in an archive": "an archive within the archive; unpack it",
}
DATE_SOURCES: Final = {
    "given": "",
    "address": "taken from the address",
    "filename": "taken from the name of the file",
    "dateline": "taken from the text",
}
_FIELDS: Final = {"body": "text", "url": "address", "slug": "short name"}


def reason_of(reason: str) -> str:
    """Return a reason of readers as it stands after a number."""
    if reason.startswith(FOREIGN):
        code = reason.removeprefix(FOREIGN)
        return f"in {LANGUAGES.get(code, code)}{'; --keep-foreign takes them in' if code in KNOWN_LANGUAGES else ''}"
    word, _, where = reason.partition(" (")  # with the column that says so
    said = _REASONS.get(word, word)
    if said.replace("_", "").isalpha() and not where:
        return f"of the kind {said}"
    return f"{said} ({where}" if where else said


def heading(text: str, width: int) -> Iterator[str]:
    """Give a heading and the line below it."""
    yield cut(text, width)
    yield "─" * min(len(text), width)


def name_of(file: FileCheck) -> str:
    """Return what a file, or the files of one format, are called."""
    return file.name if file.files == 1 else f"{file.name} and {counted(file.files - 1, 'file')} like it"


def encoding(name: str) -> str:
    """Return an encoding as people call it."""
    return {"utf-8": "UTF-8", "cp1251": "windows-1251", "koi8_r": "KOI8-R", "utf-16": "UTF-16"}.get(name, name)


def field_of(name: str) -> str:
    """Return a field as editors call it."""
    return _FIELDS.get(name, name)


def counted(count: int, noun: str) -> str:
    """Return a number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def cut(line: str, width: int) -> str:
    """Return a line, cut with … where it is too long."""
    line = line.rstrip()
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"


def wrapped(text: str, indent: str, width: int) -> Iterator[str]:
    """Give a text on as many lines as it needs, the further ones set in by two more."""
    line = indent
    empty = True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > width:
            yield line
            line, empty = f"{indent}  ", True
        line += word if empty else f" {word}"
        empty = False
    if not empty:
        yield line
