"""Tables: rows under a header, which need not stand in the first row, as records of named values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from index.readers.input_file import InputFile, Unreadable, repeats
from index.records.field_names import field_of, folded
from index.records.record import RawRecord

HEADER_ROWS: Final = 30  # among which the header is looked for
_TEXT: Final = ("title", "body", "lead")
_LEAST_KNOWN: Final = 2  # names of a header that are known: one alone may be a word of a letterhead
_JOOMLA: Final = ("introtext", "fulltext")  # Joomla keeps moments in UTC
_XFIELDS: Final = "xfields"  # DataLife Engine keeps fields of a site's own in one column: name|value||name|value
_BREAK: Final = re.compile(r"\\r\\n|\\n(?![a-z])")  # as MySQL writes a line's end in a cell
_SHOWN: Final = 12  # names of columns that are told


def split_rows(
    source: InputFile, rows: Iterable[Sequence[Any]], columns: Mapping[str, str], *, place: str = "", first: int = 1
) -> Iterator[RawRecord]:
    """Give the rows below the header as records, numbered from the first row of all.

    `columns` are the names that the site itself gave a field. Raises Unreadable where no row is a header.
    """
    waiting: list[Sequence[Any]] = []
    header: list[str] | None = None
    rows = iter(rows)
    number = first - 1
    for row in rows:
        number += 1
        if is_header(row, columns):
            header = [str(cell if cell is not None else "").strip() for cell in row]
            break
        waiting.append(row)
        if len(waiting) == HEADER_ROWS:
            break
    if header is None:
        names = [str(cell) for row in waiting[:1] for cell in row if cell not in (None, "")]
        if not names:
            return
        first_row = ", ".join(names[:_SHOWN])[:200]
        raise Unreadable(
            f"no row names its columns as a title and a text are named (the first says {first_row!r}); "
            "add a row of names, or say which is which with --map title=NAME --map body=NAME"
        )
    joomla = all(name in (folded(cell) for cell in header) for name in _JOOMLA)
    told_by = [name for name in header if _field(name, columns) in ("title", "date")]
    repeat = repeats()
    for row in rows:
        number += 1
        values = _values(header, row)
        if not values:
            continue
        if joomla:
            _join_joomla(values)
        if fields := values.pop(_XFIELDS, None):
            values |= _extra_fields(str(fields))
        again = repeat("\0".join(f"{values.get(name, '')}" for name in told_by))
        where = f"{place}{'!' if place else 'row '}{number}"
        yield source.record(number, values, where, utc=joomla, serials=True, **({"repeat": again} if again else {}))


def is_header(row: Sequence[Any], columns: Mapping[str, str]) -> bool:
    """Say whether a row names columns: two of them known, one of which is a title or a text."""
    fields = [_field(cell, columns) for cell in row if isinstance(cell, str) and len(cell) < 80]
    known = [field for field in fields if field]
    return len(known) >= _LEAST_KNOWN and any(field in _TEXT for field in known)


def _field(name: str, columns: Mapping[str, str]) -> str:
    return columns.get(folded(name)) or field_of(name).field


def _values(header: list[str], row: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, cell in enumerate(row):
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        if isinstance(cell, str) and cell.startswith('="') and cell.endswith('"'):
            cell = cell[2:-1]  # a text that a spreadsheet must not take for a number
        if isinstance(cell, str) and "\\" in cell and not cell.startswith(("{", "[")):
            cell = _BREAK.sub("\n", cell.replace('\\"', '"'))
        name = header[number] if number < len(header) else ""
        name = name or f"column {number + 1}"
        if name in values:
            name = f"{name} ({number + 1})"
        values[name] = cell
    return values


def _join_joomla(values: dict[str, Any]) -> None:
    """Make one text of the two that Joomla cuts an article into at its "read more"."""
    names = {folded(name): name for name in values}
    parts = [str(values.pop(names[name])) for name in _JOOMLA if name in names]
    if parts:
        values["body"] = '<hr id="system-readmore">'.join(parts)


def _extra_fields(text: str) -> dict[str, str]:
    pairs = (pair.partition("|") for pair in text.split("||"))
    return {name: value for name, bar, value in pairs if bar and name}
