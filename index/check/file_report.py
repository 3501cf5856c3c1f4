"""The report of one file of a check, as lines that an editor reads."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from index.check.column_tally import UnknownColumn
from index.check.values import FileCheck, LeftOut, Sample
from index.check.wording import (
    DATE_SOURCES,
    LANGUAGES,
    counted,
    cut,
    encoding,
    field_of,
    heading,
    name_of,
    reason_of,
    wrapped,
)
from search.release import UZBEK

_NOT_SHOWN: Final = ("hidden", "password", "type", "status", "language", "uuid")  # they decide and are not seen
_EXAMPLES: Final = 44  # code points of the values of a column


def file_lines(file: FileCheck, width: int) -> Iterator[str]:
    """Give the lines of one file."""
    yield from heading(name_of(file), width)
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


def _encodings(file: FileCheck) -> str:
    if not file.encodings:
        return ""
    if len(file.encodings) == 1:
        return f" in {encoding(file.encodings[0][0])}"
    return " in " + ", ".join(f"{encoding(name)} ({count:,})" for name, count in file.encodings)


def _outcome(file: FileCheck) -> str:
    parts = [counted(file.releases, "release")]
    if left := sum(one.count for one in file.left_out):
        parts.append(f"{left:,} left out")
    if file.broken_count:
        parts.append(f"{file.broken_count:,} broken")
    return f"{counted(file.records, 'record')}, {', '.join(parts)}"


def _read_as(file: FileCheck, width: int) -> Iterator[str]:
    """Give which columns each field was taken from, those that are seen on the page first."""
    pairs = [(name, names) for name, names in file.read_as if name not in _NOT_SHOWN]
    label = max(len(field_of(name)) for name, _ in (*pairs, ("state", ())))
    yield "  Columns as they were understood"
    for name, names in pairs:
        yield cut(f"    {field_of(name):{label}}  {', '.join(names)}", width)
    if decide := [name for field, names in file.read_as if field in _NOT_SHOWN for name in names]:
        yield cut(f"    {'state':{label}}  {', '.join(decide)}", width)


def _sample_lines(sample: Sample, number: int, name: str, width: int) -> Iterator[str]:
    place = "" if sample.place == name else f"  ({sample.place})"
    yield cut(f"  {number}. {sample.title or 'no title'}{place}", width)
    if sample.date:
        found = DATE_SOURCES.get(sample.date_source or "", sample.date_source)
        date = f"{sample.date.isoformat()}{f', {found}' if found else ''}"
    else:
        date = "none found"
    rows = [
        ("date", date),
        ("source", sample.source),
        ("rubric", sample.rubric),
        ("address", sample.url),
        ("id", sample.id),
        ("script", " and ".join(LANGUAGES[one] for one in sample.scripts) if len(sample.scripts) > 1 else ""),
        ("language", LANGUAGES[sample.language] if sample.language != UZBEK else ""),
        ("text", sample.beginning),
    ]
    for label, value in rows:
        if value:
            yield cut(f"     {label:8} {value}", width)
    missing = [label for label, value in rows if not value and label not in ("script", "language")]
    if missing:
        yield f"     {'without':8} {', '.join(missing)}"


def _left_out(left_out: Sequence[LeftOut], name: str, width: int) -> Iterator[str]:
    figures = max(len(f"{one.count:,}") for one in left_out)
    for one in left_out:
        example = "" if one.place == name else f"  ({'' if one.count == 1 else 'the first: '}{one.place})"
        yield cut(f"    {one.count:{figures},}  {reason_of(one.reason)}{example}", width)


def _broken(file: FileCheck, width: int) -> Iterator[str]:
    for one in file.broken:
        yield from wrapped(f"{one.place}: {one.reason}" if one.place != file.name else one.reason, "    ", width)
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
        examples = [cut("; ".join(" ".join(one.split()) for one in column.examples), _EXAMPLES) for column in useful]
        longest = max(map(len, examples))
        for column, shown in zip(useful, examples, strict=True):
            star = " *" if column.field in known else ""
            yield f"    {column.name:{names}}  {shown:{longest}}  {map_of(column)}{star}"
        if any(column.field in known for column in useful):
            yield "    * takes the place of the column above"
    if others:
        yield from wrapped(f"Not needed: {', '.join(others)}{', and more' if file.more_unknown else ''}", "  ", width)


def map_of(column: UnknownColumn) -> str:
    """Return the option that would use a column."""
    return f"--map {shlex.quote(f'{column.field}={column.name}')}"
