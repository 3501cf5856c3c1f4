"""The report of a check, as lines that an editor reads and as JSON."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from index.check import CYRILLIC, FOREIGN, LATIN, Check, FileCheck, LeftOut, RemarkCount, Sample
from index.column_tally import UnknownColumn
from index.lint import KINDS
from index.report import MAX_LISTED, ignored_lines

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # what a terminal would obey
_LEAST_WIDTH: Final = 40
_EXAMPLES: Final = 44  # code points of the values of a column
_BAR: Final = 30  # signs of the longest bar

_LANGUAGES: Final = {
    LATIN: "Uzbek in Latin letters",
    CYRILLIC: "Uzbek in Cyrillic letters",
    "ru": "Russian",
    "en": "English",
    "kaa": "Karakalpak",
    "kk": "Kazakh",
    "ky": "Kyrgyz",
    "tg": "Tajik",
    "tr": "Turkish",
    "tt": "Tatar",
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
_DATE_SOURCES: Final = {
    "given": "",
    "address": "taken from the address",
    "filename": "taken from the name of the file",
    "dateline": "taken from the text",
}
_FIELDS: Final = {"body": "text", "url": "address", "slug": "short name"}
_NOT_SHOWN: Final = ("hidden", "password", "type", "status", "language", "uuid")  # they decide and are not seen


def as_json(check: Check) -> dict[str, Any]:
    """Return a check as one JSON object."""
    return {
        "paths": list(check.paths),
        "records": sum(file.records for file in check.files),
        "releases": check.releases,
        "broken": check.broken,
        "left_out": sum(one.count for file in check.files for one in file.left_out),
        "merged": [list(ids) for ids in check.merges],
        "undated": check.undated,
        "years": {str(year): count for year, count in check.years},
        "languages": {code or "unknown": count for code, count in check.languages},
        "remarks": [
            {
                "kind": one.kind,
                "count": one.count,
                "first": [{"place": place, "text": text} for place, text in one.first],
            }
            for one in check.remarks
        ],
        "ignored": list(check.ignored),
        "files": [_file_as_json(file) for file in check.files],
    }


def as_text(check: Check, *, width: int = 100) -> Iterator[str]:
    """Give the lines of a check, few longer than `width` columns; what it comes to stands at the end."""
    for line in _lines(check, max(width, _LEAST_WIDTH)):
        yield _UNPRINTABLE.sub(" ", line)


def _lines(check: Check, width: int) -> Iterator[str]:
    for file in check.files:
        yield from _file_lines(file, width)
        yield ""
    yield from _heading("All together", width)
    yield ""
    if len(check.files) > 1:
        yield from _overview(check.files)
        yield ""
    yield from _years(check)
    yield from _languages(check)
    yield from _merges(check.merges, width)
    yield from _remarks(check.remarks, width)
    if check.ignored:
        yield "Files of other formats"
        yield from (f"  {line}" for line in ignored_lines(check.ignored))
        yield ""
    yield from _verdict(check)


def _file_as_json(file: FileCheck) -> dict[str, Any]:
    samples = [
        asdict(one) | {"date": one.date.isoformat() if one.date else None, "scripts": list(one.scripts)}
        for one in file.samples
    ]
    return {
        "name": file.name,
        "files": file.files,
        "format": file.format,
        "encodings": dict(file.encodings),
        "records": file.records,
        "releases": file.releases,
        "samples": samples,
        "read_as": {field: list(names) for field, names in file.read_as},
        "left_out": [asdict(one) for one in file.left_out],
        "broken": {"count": file.broken_count, "first": [asdict(one) for one in file.broken]},
        "unknown": [
            {
                "name": column.name,
                "records": column.records,
                "examples": list(column.examples),
                "map": _map_of(column) if column.field else None,
            }
            for column in file.unknown
        ],
        "more_unknown": file.more_unknown,
    }


def _file_lines(file: FileCheck, width: int) -> Iterator[str]:
    yield from _heading(_name(file), width)
    yield f"  {file.format}{_encodings(file)}: {_outcome(file)}"
    if file.read_as:
        yield ""
        yield from _read_as(file, width)
    for number, sample in enumerate(file.samples, 1):
        yield ""
        yield from _sample_lines(sample, number, file.name, width)
    if file.left_out:
        yield ""
        yield "  Left out"
        yield from _left_out(file.left_out, file.name, width)
    if file.broken:
        yield ""
        yield "  Broken"
        yield from _broken(file, width)
    if file.unknown:
        yield ""
        yield from _unknown(file, width)


def _heading(text: str, width: int) -> Iterator[str]:
    yield _cut(text, width)
    yield "─" * min(len(text), width)


def _name(file: FileCheck) -> str:
    return file.name if file.files == 1 else f"{file.name} and {_counted(file.files - 1, 'file')} like it"


def _encodings(file: FileCheck) -> str:
    if not file.encodings:
        return ""
    if len(file.encodings) == 1:
        return f" in {_encoding(file.encodings[0][0])}"
    return " in " + ", ".join(f"{_encoding(name)} ({count:,})" for name, count in file.encodings)


def _encoding(name: str) -> str:
    return {"utf-8": "UTF-8", "cp1251": "windows-1251", "koi8_r": "KOI8-R", "utf-16": "UTF-16"}.get(name, name)


def _outcome(file: FileCheck) -> str:
    parts = [_counted(file.releases, "release")]
    if left := sum(one.count for one in file.left_out):
        parts.append(f"{left:,} left out")
    if file.broken_count:
        parts.append(f"{file.broken_count:,} broken")
    return f"{_counted(file.records, 'record')}, {', '.join(parts)}"


def _read_as(file: FileCheck, width: int) -> Iterator[str]:
    """Give which columns each field was taken from, those that are seen on the page first."""
    pairs = [(name, names) for name, names in file.read_as if name not in _NOT_SHOWN]
    label = max(len(_field(name)) for name, _ in (*pairs, ("state", ())))
    yield "  Columns as they were understood"
    for name, names in pairs:
        yield _cut(f"    {_field(name):{label}}  {', '.join(names)}", width)
    if decide := [name for field, names in file.read_as if field in _NOT_SHOWN for name in names]:
        yield _cut(f"    {'state':{label}}  {', '.join(decide)}", width)


def _sample_lines(sample: Sample, number: int, name: str, width: int) -> Iterator[str]:
    place = "" if sample.place == name else f"  ({sample.place})"
    yield _cut(f"  {number}. {sample.title or 'no title'}{place}", width)
    if sample.date:
        found = _DATE_SOURCES.get(sample.date_source or "", sample.date_source)
        date = f"{sample.date.isoformat()}{f', {found}' if found else ''}"
    else:
        date = "none found"
    rows = [
        ("date", date),
        ("source", sample.source),
        ("rubric", sample.rubric),
        ("address", sample.url),
        ("id", sample.id),
        ("script", " and ".join(_LANGUAGES[one] for one in sample.scripts) if len(sample.scripts) > 1 else ""),
        ("text", sample.beginning),
    ]
    for label, value in rows:
        if value:
            yield _cut(f"     {label:8} {value}", width)
    missing = [label for label, value in rows if not value and label != "script"]
    if missing:
        yield f"     {'without':8} {', '.join(missing)}"


def _left_out(left_out: Sequence[LeftOut], name: str, width: int) -> Iterator[str]:
    figures = max(len(f"{one.count:,}") for one in left_out)
    for one in left_out:
        example = "" if one.place == name else f"  ({'' if one.count == 1 else 'the first: '}{one.place})"
        yield _cut(f"    {one.count:{figures},}  {_reason(one.reason)}{example}", width)


def _reason(reason: str) -> str:
    if reason.startswith(FOREIGN):
        code = reason.removeprefix(FOREIGN)
        return f"in {_LANGUAGES.get(code, code)}"
    word, _, where = reason.partition(" (")  # with the column that says so
    said = _REASONS.get(word, word)
    if said.replace("_", "").isalpha() and not where:
        return f"of the kind {said}"
    return f"{said} ({where}" if where else said


def _broken(file: FileCheck, width: int) -> Iterator[str]:
    for one in file.broken:
        yield from _wrapped(f"{one.place}: {one.reason}" if one.place != file.name else one.reason, "    ", width)
    if file.broken_count > len(file.broken):
        yield f"    and {file.broken_count - len(file.broken):,} more"


def _unknown(file: FileCheck, width: int) -> Iterator[str]:
    """Give the unknown columns that could be used, each with what would use it, and the names of the others."""
    useful = [column for column in file.unknown if column.field]
    others = [column.name for column in file.unknown if not column.field]
    if useful:
        yield "  Columns that nobody knows; if one is of use, add what stands behind it to the command"
        known = {name for name, _ in file.read_as}
        names = max(len(column.name) for column in useful)
        examples = [_cut("; ".join(" ".join(one.split()) for one in column.examples), _EXAMPLES) for column in useful]
        longest = max(map(len, examples))
        for column, shown in zip(useful, examples, strict=True):
            star = " *" if column.field in known else ""
            yield f"    {column.name:{names}}  {shown:{longest}}  {_map_of(column)}{star}"
        if any(column.field in known for column in useful):
            yield "    * takes the place of the column above"
    if others:
        yield from _wrapped(f"Not needed: {', '.join(others)}{', and more' if file.more_unknown else ''}", "  ", width)


def _map_of(column: UnknownColumn) -> str:
    return f"--map {shlex.quote(f'{column.field}={column.name}')}"


def _overview(files: Sequence[FileCheck]) -> Iterator[str]:
    """Give one line for each file."""
    rows = [
        (
            _name(file),
            f"{file.releases:,}",
            f"{sum(one.count for one in file.left_out) or '–':,}" if file.left_out else "–",
            f"{file.broken_count:,}" if file.broken_count else "–",
        )
        for file in files
    ]
    rows.insert(0, ("", "releases", "left out", "broken"))
    widths = [max(len(row[number]) for row in rows) for number in range(4)]
    for row in rows:
        yield (f"  {row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:>{widths[3]}}".rstrip())


def _years(check: Check) -> Iterator[str]:
    rows = [(str(year), count) for year, count in check.years]
    if check.undated:
        rows.append(("without a date", check.undated))
    yield from _table("Dates", rows)


def _languages(check: Check) -> Iterator[str]:
    yield from _table("Languages", [(_LANGUAGES.get(code, code), count) for code, count in check.languages])


def _table(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    if not rows:
        return
    most = max(count for _, count in rows)
    label = max(len(name) for name, _ in rows)
    figures = max(len(f"{count:,}") for _, count in rows)
    yield title
    for name, count in rows:
        yield f"  {name:{label}}  {count:{figures},}  {'▇' * max(1, round(count / most * _BAR))}"
    yield ""


def _merges(merges: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
    """Give the groups that become one release, the first of them and how many more."""
    if not merges:
        return
    yield "The same release more than once, which becomes one (separate.txt keeps two ids apart)"
    for first, *others in merges[:MAX_LISTED]:
        yield _cut(f"  {first} = {', '.join(others)}", width)
    if len(merges) > MAX_LISTED:
        yield f"  and {len(merges) - MAX_LISTED:,} more; --json names all"
    yield ""


def _remarks(remarks: Iterable[RemarkCount], width: int) -> Iterator[str]:
    remarks = list(remarks)
    if not remarks:
        return
    yield "Worth a look"
    figures = max(len(f"{one.count:,}") for one in remarks)
    for one in remarks:
        yield _cut(f"  {one.count:{figures},}  {KINDS[one.kind]}", width)
        for place, text in one.first:
            yield _cut(f"  {'':{figures}}    {place}: {' '.join(text.split())}", width)
        if one.count > len(one.first):
            yield f"  {'':{figures}}    and {one.count - len(one.first):,} more"
    yield ""


def _verdict(check: Check) -> Iterator[str]:
    left = sum(one.count for file in check.files for one in file.left_out)
    if not check.releases:
        yield f"Nothing in {', '.join(check.paths)} would become a release; {left:,} left out, {check.broken:,} broken."
    else:
        yield (
            f"{_counted(check.releases, 'release')} would be indexed; "
            f"{f'{check.merged:,} merged into others, ' if check.merged else ''}"
            f"{left:,} left out, {check.broken:,} broken. Nothing was built."
        )


def _field(name: str) -> str:
    return _FIELDS.get(name, name)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _cut(line: str, width: int) -> str:
    line = line.rstrip()
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"


def _wrapped(text: str, indent: str, width: int) -> Iterator[str]:
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
