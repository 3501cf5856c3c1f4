"""Facts of a file that its records do not hold: its encoding, what its records are called, and their names."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from index.readers import RawRecord
from index.readers.input_file import RECORD
from index.readers.json_lines import LINE
from index.readers.open_file import UNREADABLE, open_unpacked
from index.readers.walk import CorpusFile
from index.records.encodings import decode

_MARKED: Final = (".xml", ".rss", ".atom")  # which say their encoding in their first line
_HEAD: Final = 1024  # bytes in which they do
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})""")
_UTF8: Final = "utf-8"
_PLAIN: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_COUNTED: Final = {".jsonl": "line", ".ndjson": "line", ".csv": "row", ".tsv": "row", ".json": "item"}
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")


def values_of(record: RawRecord) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the named values of a record and what its reader says of them; empty where it has none."""
    if record.format == RECORD:
        values, hints = orjson.loads(record.data)
        return values, hints
    if record.format == LINE:
        try:
            values = json.loads(record.data)
        except (ValueError, RecursionError):
            return {}, {}  # its reader says so
        return (values if isinstance(values, dict) else {}), {}
    return {}, {}


def encoding_of(file: CorpusFile, suffix: str) -> str:
    """Return the encoding of a file until its reader says another; "" where a file has none or several."""
    if suffix in _PLAIN:
        return _UTF8
    if suffix not in _MARKED:
        return ""
    try:
        with open_unpacked(Path(file.path)) as (opened, _):
            declared = _ENCODING.search(opened.read(_HEAD))
    except UNREADABLE:
        return ""  # its reader says so
    return declared[1].decode("ascii").lower() if declared else _UTF8


def encoding_of_text(data: bytes) -> str:
    """Return the encoding of a text's bytes; "" where it cannot be told."""
    try:
        return decode(data).encoding
    except ValueError:
        return ""  # its reader says so


def place_of(name: str, line: int, place: str, suffix: str) -> str:
    """Return how a record of a file is called: as the file itself calls it, else by its line, else as the file."""
    if place and place != name:
        sheet, mark, row = place.rpartition("!")
        return f"sheet {sheet}, row {row}" if mark and suffix in _WORKBOOKS else place
    if not line:
        return name
    return f"{_COUNTED.get(suffix, 'record')} {line}"


def without_place(place: str, reason: str) -> str:
    """Return a reason without the place that it begins with."""
    return reason.removeprefix(f"{place}: ") if place else reason
