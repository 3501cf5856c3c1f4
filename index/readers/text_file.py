"""A text file is one release: optional front matter, title, lead, paragraphs, and a last line that names the source."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.readers import front_matter, release_date, release_id
from index.readers.cleaning import blocks, body, clean, one_line
from index.readers.open_file import MAX_BYTES, UNREADABLE, failure_reason, name_without_suffix, open_unpacked
from index.readers.record import Finding, ReadRelease
from index.readers.url import checked_url
from search.errors import BadRelease
from search.release import Release
from search.uzbek import joined_line_ends

MAX_TITLE: Final = 500  # code points; a longer first line is text (of 59,885 real titles 99.8 % are shorter)
_SOURCE: Final = re.compile(r"(?:manba|манба)\s*(?:[=:]\s*(?P<name>.*))?", re.IGNORECASE)


def read(path: Path) -> Iterator[ReadRelease | BadRelease]:
    """Read the one release of a text file; what is broken has its id too, which is the file's name."""
    name = release_id.of_name(name_without_suffix(path))
    try:
        with open_unpacked(path) as (file, _):
            data = file.read(MAX_BYTES + 1)
        release, findings = parse(_decoded(data, str(path)), path)
        yield ReadRelease(str(path), 0, len(data), release, findings)
    except UNREADABLE as error:
        yield BadRelease(str(path), 0, failure_reason(error), id=name, torn=True)
    except BadRelease as fault:
        yield BadRelease(fault.path, fault.line, fault.reason, id=name)


def parse(text: str, path: Path) -> tuple[Release, tuple[Finding, ...]]:
    """Return the release that a file's text says, its sectors as named; raises BadRelease."""
    front, lines = front_matter.split(clean(text).split("\n"), str(path))
    lines, source = _without_source(joined_line_ends("\n".join(lines)).split("\n"))
    paragraphs = blocks(lines)
    if front is None:
        front = front_matter.FrontMatter({}, {}, ())
    title = one_line(front.get("title"))
    if not title and paragraphs and len(paragraphs[0][0]) <= MAX_TITLE:
        title = one_line(paragraphs[0].pop(0))
        paragraphs = [lines for lines in paragraphs if lines]
    text = body(paragraphs)
    if not title and not text:
        raise BadRelease(str(path), 0, "it holds neither a title nor a text")
    day = release_date.parse_date(front.get("date")) if front.get("date") else None
    if front.get("date") and not day:
        raise BadRelease(str(path), front.lines["date"], f"{front.get('date')!r} is not a date; write it as 2026-03-05")
    unknown_keys = tuple(Finding("unknown-key", name) for name in front.unknown)
    url, url_findings = checked_url(front.get("url"))
    day, date_source = release_date.of_release(day, name_without_suffix(path), title, text)
    release = Release(
        id=release_id.of_name(name_without_suffix(path)),
        title=title,
        body=text,
        date=day,
        date_source=date_source,
        sectors=tuple(filter(None, [front.get("sectors").strip("[] ")])),
        source=one_line(front.get("source") or source),
        url=url,
        regions=tuple(name for part in front.get("regions").strip("[] ").split(",") if (name := one_line(part))),
    )
    return release, (*unknown_keys, *url_findings)


def _decoded(data: bytes, path: str) -> str:
    if len(data) > MAX_BYTES:
        raise BadRelease(path, 0, f"it is larger than {MAX_BYTES >> 20} MiB; one release is not")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadRelease(path, line, f"it is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def _without_source(lines: list[str]) -> tuple[list[str], str]:
    """Take off the last line where it names the source (it may name none)."""
    last = next((number for number in range(len(lines) - 1, -1, -1) if lines[number].strip()), None)
    source_line = _SOURCE.fullmatch(lines[last].strip()) if last is not None else None
    return (lines[:last], (source_line["name"] or "").strip()) if source_line else (lines, "")
