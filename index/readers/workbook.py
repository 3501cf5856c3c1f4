"""Workbooks of Excel and LibreOffice: the rows of every sheet that is shown."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from index.readers.input_file import InputFile, Unreadable
from index.readers.tables import split_rows
from index.records.record import RawRecord, Skipped

_MOST_ROWS: Final = 1_048_576  # of a sheet, as Excel has it


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord | Skipped]:
    """Give the rows of all shown sheets as records; raises Unreadable."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # an extra
    except ImportError:
        raise Unreadable(
            "reading workbooks needs the extra `office`: pip install izla[office]; or save it as CSV"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.read_whole()))
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
