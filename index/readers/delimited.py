"""CSV and TSV: delimited text as spreadsheets, content management systems and crawlers write it."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from index.readers.delimited_rows import rows_of
from index.readers.input_file import MAX_WHOLE, InputFile, Unreadable
from index.readers.tables import HEADER_ROWS, is_header, split_rows
from index.records.record import RawRecord, Remark

_DELIMITERS: Final = (",", ";", "\t", "|")
_HEAD: Final = 1 << 16  # code points in which the header is looked for
_SEP: Final = "sep="  # Excel's own first line

csv.field_size_limit(MAX_WHOLE)  # a row that is larger than any release costs itself, not those after it


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord | Remark]:
    """Give the rows of a table as records; raises Unreadable where it is none."""
    text, encoding = source.read_text()
    if encoding != "utf-8":
        yield Remark(source.path, "encoding", encoding)
    text = text.removeprefix("\ufeff").replace("\x00", "")
    delimiter = None
    if text[: len(_SEP)].lower() == _SEP:
        line, _, text = text.partition("\n")
        delimiter = line[len(_SEP) :].strip("\r\n ") or "\t"
    if not text.strip():
        return
    delimiter = delimiter if delimiter and len(delimiter) == 1 else _delimiter(text, columns)
    rows = rows_of(text, delimiter)
    try:
        yield from split_rows(source, rows, columns)
    except csv.Error as error:
        raise Unreadable(
            f"its rows cannot be told apart ({error}); export it anew, with quotation marks around texts"
        ) from None


def _delimiter(text: str, columns: Mapping[str, str]) -> str:
    """Return the sign between cells: the one by which some of the first rows is a header, else the most frequent."""
    head = text[:_HEAD]
    for delimiter in _DELIMITERS:
        try:
            for number, row in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
                if number == HEADER_ROWS:
                    break
                if is_header(row, columns):
                    return delimiter
        except csv.Error:
            continue
    first = head.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)
