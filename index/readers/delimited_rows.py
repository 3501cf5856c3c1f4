"""Rows of delimited text, those whose quotation marks are broken read as they were meant."""

import csv
import io
from collections.abc import Iterator
from typing import Final

_LINES: Final = 400  # of one row with broken quotation marks; a cell that is still open then never closes
_QUOTE: Final = '"'
_TOO_LARGE: Final = "field larger"  # as the csv module says it


def rows_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """Give the rows of a text; raises csv.Error where a cell is larger than the limit of the csv module.

    A quotation mark that neither opens nor closes a cell is a letter of it, and one that never closes costs only the
    line that it stands in.
    """
    file = io.StringIO(text, newline="")
    width = 0
    most = _LINES
    while True:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        begin = file.tell()
        try:
            for row in rows:
                yield row
                width = len(row) if len(row) > 1 else width
                begin = file.tell()
            return
        except csv.Error as error:
            if _TOO_LARGE in str(error):
                raise
        file.seek(begin)
        row, closed = _mended(file, delimiter, width, most)
        most = most if closed else max(1, most // 2)  # a file in which none closes takes no more than its length
        yield row


def _mended(file: io.StringIO, delimiter: str, width: int, most: int) -> tuple[list[str], bool]:
    """Return the row that a file stands at and whether it ends within `most` lines, and leave the file behind it."""
    line = file.readline()
    behind_line = file.tell()
    cells, closed = _cells_of([line], delimiter)
    if closed and len(cells) == width:
        return cells, True
    plain = [cell.strip().strip(_QUOTE) for cell in line.rstrip("\r\n").split(delimiter)]
    following = file.readline()
    if len(plain) == width and (not following or _begins_row(following, delimiter, width)):
        file.seek(behind_line)
        return plain, True
    file.seek(behind_line)
    lines = [line, *(following for _ in range(most - 1) if (following := file.readline()))]
    cells, closed = _cells_of(lines, delimiter)
    file.seek(behind_line)
    if not closed:
        return plain, False
    for _ in range(_used(lines, delimiter) - 1):
        file.readline()
    return cells, True


def _begins_row(line: str, delimiter: str, width: int) -> bool:
    cells, closed = _cells_of([line], delimiter)
    return (closed and len(cells) == width) or not closed


def _cells_of(lines: list[str], delimiter: str) -> tuple[list[str], bool]:
    cells, _, closed = _parsed(lines, delimiter)
    return cells, closed


def _used(lines: list[str], delimiter: str) -> int:
    return _parsed(lines, delimiter)[1]


def _parsed(lines: list[str], delimiter: str) -> tuple[list[str], int, bool]:
    """Return the cells of the row that some lines begin with, how many of the lines it takes, and whether it ends."""
    cells: list[str] = []
    pieces: list[str] = []
    quoted = False
    for used, line in enumerate(lines, 1):
        body = line.rstrip("\r\n")
        place = 0
        while True:
            if not quoted:
                if body[place : place + 1] == _QUOTE:
                    quoted, place, pieces = True, place + 1, []
                    continue
                end = body.find(delimiter, place)
                cells.append(body[place:] if end < 0 else body[place:end])
                if end < 0:
                    return cells, used, True
                place = end + 1
                continue
            end = body.find(_QUOTE, place)
            if end < 0:
                pieces.append(body[place:] + "\n")
                break
            pieces.append(body[place:end])
            behind = end + 1
            if body.startswith(_QUOTE, behind):
                pieces.append(_QUOTE)
                place = behind + 1
                continue
            while body.startswith(" ", behind):
                behind += 1
            if behind == len(body):
                return [*cells, "".join(pieces)], used, True
            if body.startswith(delimiter, behind):
                cells.append("".join(pieces))
                quoted, place = False, behind + 1
            else:
                pieces.append(_QUOTE)
                place = end + 1
    return cells, len(lines), False
