"""The report of a check, as lines that an editor reads and as JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from index.check.file_report import file_lines, map_of
from index.check.values import Check, FileCheck, RemarkCount
from index.check.wording import LANGUAGES, counted, cut, heading, name_of
from index.lint import KINDS
from index.report import MAX_LISTED, ignored_lines

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # what a terminal would obey
_LEAST_WIDTH: Final = 40
_BAR: Final = 30  # signs of the longest bar


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
        "kept_foreign": dict(check.kept),
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
        yield from file_lines(file, width)
        yield ""
    yield from heading("All together", width)
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
                "map": map_of(column) if column.field else None,
            }
            for column in file.unknown
        ],
        "more_unknown": file.more_unknown,
    }


def _overview(files: Sequence[FileCheck]) -> Iterator[str]:
    """Give one line for each file."""
    rows = [
        (
            name_of(file),
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
    yield from _table("Languages", [(LANGUAGES.get(code, code), count) for code, count in check.languages])


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
        yield cut(f"  {first} = {', '.join(others)}", width)
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
        yield cut(f"  {one.count:{figures},}  {KINDS[one.kind]}", width)
        for place, text in one.first:
            yield cut(f"  {'':{figures}}    {place}: {' '.join(text.split())}", width)
        if one.count > len(one.first):
            yield f"  {'':{figures}}    and {one.count - len(one.first):,} more"
    yield ""


def _verdict(check: Check) -> Iterator[str]:
    left = sum(one.count for file in check.files for one in file.left_out)
    if not check.releases:
        yield f"Nothing in {', '.join(check.paths)} would become a release; {left:,} left out, {check.broken:,} broken."
    else:
        kept = ", ".join(f"{count:,} in {LANGUAGES[code]}" for code, count in check.kept)
        yield (
            f"{counted(check.releases, 'release')} would be indexed{f' ({kept})' if kept else ''}; "
            f"{f'{check.merged:,} merged into others, ' if check.merged else ''}"
            f"{left:,} left out, {check.broken:,} broken. Nothing was built."
        )
