"""The first records of a file that was refused because nobody knows a name in it: so its names can be told."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from index.readers import RawRecord, split_file
from index.readers.input_file import MAX_WHOLE, RECORD
from index.readers.open_file import UNREADABLE, open_unpacked
from index.records.encodings import decode
from index.records.field_names import folded

_RECORDS: Final = 20
_DELIMITERS: Final = ",;\t|"


class _EveryName(Mapping[str, str]):
    """Takes any name for that of a title, so that a reader finds records in what it would refuse."""

    def __getitem__(self, name: str) -> str:
        return "title"

    def __iter__(self) -> Iterator[str]:
        return iter(("title",))

    def __len__(self) -> int:
        return 1


def first_values(path: str, name: str, *, delimited: bool) -> Iterator[Mapping[str, Any]]:
    """Give the named values of the first records of a file; none where it holds no records at all."""
    # of a delimited text only the first row: else any comma between words would part cells
    names: Mapping[str, str] = dict.fromkeys(_names_of_first_row(path), "title") if delimited else _EveryName()
    records = (record for record in split_file(path, name, names) if isinstance(record, RawRecord))
    for record in islice(records, _RECORDS):
        if record.format == RECORD:
            yield orjson.loads(record.data)[0]


def _names_of_first_row(path: str) -> list[str]:
    try:
        with open_unpacked(Path(path)) as (file, _):
            text = decode(file.read(MAX_WHOLE)).text
    except (*UNREADABLE, ValueError):
        return []
    row = text.lstrip("\ufeff\r\n ").partition("\n")[0]
    return [folded(cell.strip('" \r')) for cell in row.split(max(_DELIMITERS, key=row.count))]
