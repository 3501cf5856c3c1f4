"""Workbooks of Excel and LibreOffice: the rows of every sheet that is shown."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from index.readers.archive_limits import check_office_file
from index.readers.input_file import InputFile, Unreadable
from index.readers.tables import split_rows
from index.records.record import RawRecord, Skipped

_MOST_CELLS: Final = 20_000_000  # of a sheet, empty ones too: a few hundred MB
_SHEET: Final = re.compile(r"^/?xl/.*\.xml$", re.IGNORECASE)
_CALC: Final = "content.xml"  # all sheets of LibreOffice
_TABLE: Final = re.compile(rb"<[\w-]*:?table\b(?![-:])")
_ROW: Final = re.compile(rb"<[\w-]*:?table-row\b")
_CELL: Final = re.compile(rb"<[\w-]*:?(?:covered-)?table-cell\b")
_ROWS: Final = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_COLUMNS: Final = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
_VALUE: Final = re.compile(rb"value-type|<[\w-]*:?p\b|formula\s*=")
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,4})(\d{1,7})[\"']")


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord | Skipped]:
    """Give the rows of all shown sheets as records; raises Unreadable."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # an extra
    except ImportError:
        raise Unreadable(
            "reading workbooks needs the extra `office`: pip install izla[office]; or save it as CSV"
        ) from None
    data = source.read_whole()
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                check_office_file(parts)
                _check_extent(parts)
    except (ValueError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(f"it is no workbook that can be read ({error}); save it anew, or as CSV") from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = list(book.sheets_metadata)
    except CalamineError as error:
        raise Unreadable(f"it is no workbook that can be read ({error}); save it anew, or as CSV") from None
    number = 0
    found = False
    refused: Unreadable | None = None
    for sheet in sheets:
        if sheet.visible != SheetVisibleEnum.Visible:
            number += 1
            yield Skipped(source.path, number, "hidden sheet", sheet.name)
            continue
        try:
            page = book.get_sheet_by_name(sheet.name)
            rows: list[list[Any]] = page.to_python(skip_empty_area=False)
        except CalamineError as error:
            raise Unreadable(f"sheet {sheet.name!r} cannot be read ({error}); save it anew, or as CSV") from None
        if not any(cell not in (None, "") for row in rows for cell in row):
            continue
        try:
            for record in split_rows(source, rows, columns, place=sheet.name):
                found = True
                yield record._replace(line=number + record.line)
        except Unreadable as error:
            refused = Unreadable(f"sheet {sheet.name!r}: {error}")
        number += len(rows)
    if refused is not None and not found:
        raise refused


def _check_extent(parts: zipfile.ZipFile) -> None:
    """Raise ValueError where sheets are so wide and long that their empty or repeated cells would fill the memory.

    The library takes room for each cell up to the last one, and ends the process where there is none.
    """
    cells = 0
    for part in parts.infolist():
        if _SHEET.search(part.filename):
            rows, columns = _extent(parts.read(part))
            cells += rows * columns
            if cells > _MOST_CELLS:
                raise ValueError(
                    f"its sheet {part.filename!r} has a cell in row {rows:,} and column {columns:,}; "
                    "take out what stands far from the table"
                )
        elif part.filename == _CALC and _repeated_cells(parts.read(part)) > _MOST_CELLS:
            raise ValueError(f"it repeats its cells more than {_MOST_CELLS:,} times; take out what stands repeated")


def _extent(sheet: bytes) -> tuple[int, int]:
    """Return the last row and the last column of a sheet of Excel."""
    rows = 0
    columns = 0
    for place in _PLACE.finditer(sheet):
        rows = max(rows, int(place[2]))
        columns = max(columns, _column(place[1]))
    return rows, columns


def _repeated_cells(content: bytes) -> int:
    """Return how many cells the sheets of LibreOffice take up to their last one that holds anything."""
    total = 0
    for table in _TABLE.split(content)[1:]:
        rows = waiting = widest = 0
        for row in _ROW.split(table)[1:]:
            head, _, inner = row.partition(b">")
            times = int(found[1]) if (found := _ROWS.search(head)) else 1
            width = blank = 0
            for cell in _CELL.split(inner)[1:]:
                count = int(found[1]) if (found := _COLUMNS.search(cell)) else 1
                blank += count
                if _VALUE.search(cell):
                    width, blank = width + blank, 0
            waiting += times
            if width:
                rows, waiting, widest = rows + waiting, 0, max(widest, width)
        total += rows * widest
    return total


@lru_cache(1024)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
