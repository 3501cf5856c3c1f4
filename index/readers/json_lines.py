"""JSON lines: a release a line, one object of known keys; other keys are passed over."""

import datetime as dt
import hashlib
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from index.readers import release_date, release_id
from index.readers.cleaning import blocks, body, clean, one_line
from index.readers.open_file import MAX_BYTES, UNREADABLE, failure_reason, open_unpacked
from index.readers.record import Finding, RawRecord, ReadRelease
from index.readers.url import checked_url
from search.errors import BadRelease
from search.release import Release
from search.uzbek import joined_line_ends

_SKIPPED_AT_ONCE: Final = 1 << 20  # bytes of a line that is too long
_HEAD: Final = 1 << 12  # bytes of such a line in which its id is looked for
_DIGEST: Final = 16  # hexadecimal digits of a broken line's hash; compared only within one file
_RAW_DIGEST: Final = 12  # bytes of a line's digest: compared among the lines of one file
_ID_FIRST: Final = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d{1,300})(?=\s*[,}])')


def read(path: Path) -> Iterator[ReadRelease | BadRelease]:
    """Read a file line by line; a broken line is reported, a broken packing ends the reading."""
    for record in split(path):
        if found := read_record(record) if isinstance(record, RawRecord) else record:
            yield found


def split(path: Path) -> Iterator[RawRecord | BadRelease]:
    """Cut a file into its lines, none of them parsed; empty ones are passed over."""
    name = str(path)
    number = 0
    try:
        with open_unpacked(path) as (file, raw):
            for number, line in enumerate(_lines(file), 1):
                if isinstance(line, _LongLine):
                    reason = f"the line is longer than {MAX_BYTES >> 20} MiB; one release is not"
                    yield _broken(name, number, reason, line)
                elif line.strip():
                    data = line.removeprefix(BOM_UTF8) if number == 1 else line
                    yield RawRecord(name, number, raw.tell(), data, _digest(data))
    except UNREADABLE as error:
        yield BadRelease(name, number + 1 if number else 0, failure_reason(error), torn=True)


def read_record(record: RawRecord) -> ReadRelease | BadRelease | None:
    """Return the release of a line; None for a line of nothing but white space."""
    try:
        text = record.data.decode().strip()
        if not text:
            return None
        release, findings = parse(text)
    except UnicodeDecodeError as error:
        return _broken(record.path, record.line, f"the line is not UTF-8 (byte {error.start})", record.data)
    except ValueError as error:
        return _broken(record.path, record.line, str(error), record.data)
    return ReadRelease(record.path, record.line, record.consumed, release, findings, record.raw)


def parse(line: str) -> tuple[Release, tuple[Finding, ...]]:
    """Return the release that a line says, its sectors as named; raises ValueError with the reason."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"the line is not JSON ({error.msg}, column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the line is not JSON that can be read ({type(error).__name__})") from None
    if not isinstance(values, dict):
        raise ValueError("the line is not a JSON object")
    title = one_line(_text(values, "title"))
    text = _body(_text(values, "body"))
    if not title and not text:
        raise ValueError("it holds neither a title nor a body")
    url, findings = checked_url(_text(values, "url"))
    day, date_source = release_date.of_release(_date(values), "", title, text)
    release = Release(
        id=release_id.checked(_id(values)),
        title=title,
        body=text,
        date=day,
        date_source=date_source,
        sectors=_names(values, "sector") or _names(values, "sectors"),
        source=one_line(_text(values, "source")),
        url=url,
        regions=tuple(
            name
            for given in _names(values, "region") or _names(values, "regions")
            for part in given.split(",")
            if (name := one_line(part))
        ),
        rubric=one_line(_text(values, "rubric") or _text(values, "category")),
    )
    return (release if release.id else release.with_(id=release_id.of_content(release))), findings


def readable_id(line: str) -> str | None:
    """Return the id of a broken line, where it is whole JSON or begins with its id; None where it cannot be told."""
    values = _loaded(line)
    if values is None and (begins := _ID_FIRST.match(line)):
        values = _loaded(begins[0] + "}")
    try:
        found = release_id.checked(_id(values)) if isinstance(values, dict) else ""
    except ValueError:
        return None
    return found if found and "\ufffd" not in found else None  # that character stands for bytes that are no UTF-8


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _broken(path: str, number: int, reason: str, line: "bytes | _LongLine") -> BadRelease:
    if isinstance(line, _LongLine):
        return BadRelease(path, number, reason, id=readable_id(line.head), digest=line.digest)
    found = readable_id(line.decode(errors="replace").strip())
    return BadRelease(path, number, reason, id=found, digest=hashlib.sha256(line.strip()).hexdigest()[:_DIGEST])


def _digest(line: bytes) -> str:
    return hashlib.blake2b(line, digest_size=_RAW_DIGEST).hexdigest()


@dataclass(frozen=True, slots=True)
class _LongLine:
    """A line that is too long to be a release: how it begins, and a hash of all of it."""

    head: str
    digest: str


def _lines(file: IO[bytes]) -> Iterator[bytes | _LongLine]:
    """Give the lines of a file."""
    while line := file.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES or line.endswith(b"\n"):
            yield line
            continue
        head = line[:_HEAD].decode("utf-8-sig", errors="replace")
        whole = hashlib.sha256(line)
        while rest := file.readline(_SKIPPED_AT_ONCE):
            whole.update(rest.removesuffix(b"\n"))
            if rest.endswith(b"\n"):
                break
        yield _LongLine(head, whole.hexdigest()[:_DIGEST])


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text but {json.dumps(value)[:60]}")
    return value


def _id(values: dict[str, Any]) -> str:
    value = values.get("id")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**release_id.MAX_ID:
        return str(value)
    return _text(values, "id").strip()


def _date(values: dict[str, Any]) -> dt.date | None:
    given = _text(values, "date").strip()
    if not given:
        return None
    if day := release_date.parse_date(given):
        return day
    raise ValueError(f"date {given[:60]!r} is not a date; write it as 2026-03-05")


def _names(values: dict[str, Any], name: str) -> tuple[str, ...]:
    value = values.get(name)
    given = value if isinstance(value, list) else [value]
    if not all(name is None or isinstance(name, str) for name in given):
        raise ValueError(f"{name} is neither text nor a list of texts")
    return tuple(text for one in given if one and (text := one_line(one)))


def _body(given: str) -> str:
    """Return a body in paragraphs; where no line is empty, every line is one."""
    lines = joined_line_ends(clean(given).strip()).split("\n")
    paragraphs = blocks(lines)
    return body(paragraphs if len(paragraphs) > 1 else [[line] for block in paragraphs for line in block])
