"""JSON lines: a release a line, one object of known keys; other keys are passed over."""

import datetime as dt
import hashlib
import io
import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any, Final

import orjson

from index.readers.input_file import InputFile, Unreadable
from index.readers.named_values import read_given
from index.readers.open_file import MAX_BYTES
from index.records import release_date, release_id
from index.records.admission import NotForIndex, Rules, admitted
from index.records.boilerplate import own_text
from index.records.cleaning import body, one_line
from index.records.field_names import field_of
from index.records.moments import NoDay, day_of
from index.records.paragraphs import meant, text_paragraphs
from index.records.record import Finding, RawRecord, ReadRelease, Skipped
from index.records.understanding import Given
from index.records.url import checked_url
from index.records.word_sets import word_set
from search.errors import BadRelease
from search.release import Release

LINE: Final = "json line"  # the format of a line

_OUR_NAMES: Final = word_set("id title body date sector sectors region regions source url rubric category")
_ARRAY_LINES: Final = ("[", "]", ",", "],", "];")  # of an array that was written a line an object
_SKIPPED_AT_ONCE: Final = 1 << 20  # bytes of a line that is too long
_HEAD: Final = 1 << 12  # bytes of such a line in which its id is looked for
_DIGEST: Final = 16  # hexadecimal digits of a broken line's hash; compared only within one file
_ID_FIRST: Final = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d{1,300})(?=\s*[,}])')


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord | BadRelease]:
    """Cut a file into its lines, none of them parsed; empty ones are passed over."""
    lines = _lines(source.file)
    first = next(lines, b"")
    if isinstance(first, bytes) and first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        lines = _lines(io.BytesIO(_of_utf16(first + source.read_whole())))
    else:
        lines = chain((first,), lines)
    for number, line in enumerate(lines, 1):
        if isinstance(line, _LongLine):
            reason = f"the line is longer than {MAX_BYTES >> 20} MiB; one release is not"
            yield _broken(source.path, number, reason, line)
        elif line.strip():
            data = line.removeprefix(BOM_UTF8) if number == 1 else line
            yield source.raw(number, data, LINE)


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped | None:
    """Return the release of a line, or why there is none; None for a line of nothing but white space."""
    try:
        text = record.data.decode().strip()
        if not text or text in _ARRAY_LINES:
            return None
        values = _values(text)
        if rules.mapping or _has_names_of_others(values):
            return read_given(record, Given(values, numbered=False), rules)
        release, findings = _release_of(values)
    except UnicodeDecodeError as error:
        return _broken(record.path, record.line, f"the line is not UTF-8 (byte {error.start})", record.data)
    except ValueError as error:
        return _broken(record.path, record.line, str(error), record.data)
    try:
        release = admitted(release, rules)
    except NotForIndex as reason:
        return Skipped(record.path, record.line, reason.reason, again=reason.again)
    return ReadRelease(record.path, record.line, record.consumed, release, findings, record.raw)


def _of_utf16(data: bytes) -> bytes:
    try:
        return data.decode("utf-16").encode()
    except UnicodeError as error:
        raise Unreadable(f"it is not UTF-16 throughout, as its mark says ({error}); save it as UTF-8") from None


def parse(line: str) -> tuple[Release, tuple[Finding, ...]]:
    """Return the release that a line of ours says, its sectors as named; raises ValueError with the reason."""
    return _release_of(_values(line))


def _release_of(values: dict[str, Any]) -> tuple[Release, tuple[Finding, ...]]:
    findings: list[Finding] = []
    title = one_line(meant(_text(values, "title"), findings))
    given_source = one_line(_optional(values, "source", findings))
    text, source = _body(meant(_text(values, "body"), findings), title)
    if not title and not text:
        raise ValueError("it holds neither a title nor a body")
    url, url_findings = checked_url(_optional(values, "url", findings))
    day, date_source = release_date.of_release(_date(values, findings), "", title, text)
    release = Release(
        id=_id(values, findings),
        title=title,
        body=text,
        date=day,
        date_source=date_source,
        sectors=_names(values, "sector", findings) or _names(values, "sectors", findings),
        source=given_source or source,
        url=url,
        regions=tuple(
            name
            for given in _names(values, "region", findings) or _names(values, "regions", findings)
            for part in given.split(",")
            if (name := one_line(part))
        ),
        rubric=one_line(_optional(values, "rubric", findings) or _optional(values, "category", findings)),
    )
    found = (*findings, *url_findings)
    return (release if release.id else release.with_(id=release_id.of_content(release))), found


def _values(line: str) -> dict[str, Any]:
    try:
        values = _loads(line)
    except json.JSONDecodeError as error:
        if (tidied := _without_commas(line)) != line:
            return _values(tidied)
        raise ValueError(f"the line is not JSON ({error.msg}, column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the line is not JSON that can be read ({type(error).__name__})") from None
    if not isinstance(values, dict):
        raise ValueError("the line is not a JSON object")
    return values


def _loads(line: str) -> Any:
    """Return what a line of JSON says, as the standard library reads it."""
    try:
        values = orjson.loads(line)
    except orjson.JSONDecodeError:  # half letters, NaN, lists without end: or no JSON at all
        return json.loads(line)
    if isinstance(values, dict) and float in map(type, values.values()):
        return json.loads(line)  # whose whole numbers have any length: an id may be one
    return values


def _without_commas(line: str) -> str:
    """Return a line without what stands around the objects of an array that was written a line an object."""
    line = line.strip(" \t,")
    if line.startswith("[{") and not line.endswith("]"):
        return line[1:]
    return line[:-1] if line.endswith("}]") and not line.startswith("[") else line


def _has_names_of_others(values: dict[str, Any]) -> bool:
    """Say whether a line holds fields of a release under other names than ours: then it is some export's."""
    others = values.keys() - _OUR_NAMES
    return any(field_of(name).field for name in others) if others else False


def readable_id(line: str) -> str | None:
    """Return the id of a broken line, where it is whole JSON or begins with its id; None where it cannot be told."""
    values = _loaded(line)
    if values is None and (begins := _ID_FIRST.match(line)):
        values = _loaded(begins[0] + "}")
    found = _id(values, []) if isinstance(values, dict) else ""
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
        raise ValueError(f"{name} is not text but {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    """Return how a value that is no text begins."""
    try:
        return json.dumps(value)[:60]
    except RecursionError:
        return "a list of lists without end"


def _optional(values: dict[str, Any], name: str, findings: list[Finding]) -> str:
    """Return a text that a release can do without: what is none is told and left out."""
    value = values.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    findings.append(Finding("unusable-field", f"{name} {_shown(value)}"))
    return ""


def _id(values: dict[str, Any], findings: list[Finding]) -> str:
    value = values.get("id")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**release_id.MAX_ID:
        return str(value)
    try:
        return release_id.checked(_optional(values, "id", findings).strip())
    except ValueError as error:
        findings.append(Finding("unusable-field", str(error)))
        return ""


def _date(values: dict[str, Any], findings: list[Finding]) -> dt.date | None:
    given = values.get("date")
    if given is None or isinstance(given, bool) or not isinstance(given, str | int | float):
        _optional(values, "date", findings)
        return None
    try:
        return day_of(given)
    except NoDay as reason:
        if str(reason):
            findings.append(Finding("unusable-date", str(reason)))
        return None


def _names(values: dict[str, Any], name: str, findings: list[Finding]) -> tuple[str, ...]:
    value = values.get(name)
    given = value if isinstance(value, list) else [value]
    names = [text for one in given if isinstance(one, str) and (text := one_line(one))]
    if any(one is not None and not isinstance(one, str) for one in given):
        findings.append(Finding("unusable-field", f"{name} {_shown(value)}"))
    return tuple(names)


def _body(given: str, title: str) -> tuple[str, str]:
    """Return a body in its own paragraphs, and the source that lines around them name."""
    own = own_text(text_paragraphs(given), title)
    return body([paragraph.split("\n") for paragraph in own.paragraphs]), own.source
