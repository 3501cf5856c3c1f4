"""XML files: WordPress exports and feeds, told apart by how they begin."""

from collections.abc import Iterator, Mapping
from typing import Final

from index.readers import feed, wordpress
from index.readers.input_file import InputFile
from index.records.record import RawRecord

_HEAD: Final = 1 << 13
_WORDPRESS: Final = b"wordpress.org/export"


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord]:
    """Give the records of an export or a feed; raises Unreadable where it is neither."""
    head = source.file.read(_HEAD)
    source.file.seek(0)
    return wordpress.split(source, columns) if _WORDPRESS in head else feed.split(source, columns)
