"""The columns of one file: which field each was read as, and those that nobody knows, with what would use them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from index.records.cells import Cell, cells_of
from index.records.field_names import FIELDS, folded
from index.records.moments import NoDay, day_of
from index.records.office_words import names_office
from index.records.word_sets import word_set

MAX_NAMES: Final = 200  # unknown names of a file that are told: more are data that stands as keys
EXAMPLES: Final = 2  # values that are shown of a column
_KEPT: Final = 300  # code points of a value by which its field is guessed
_LONG: Final = 200  # code points of a value that is a text and no title
_TITLE_WORDS: Final = 4

# Words in the names of columns that no release needs: counts, pictures, persons, changes, and the site's own affairs.
_TECHNICAL: Final = frozenset(
    map(
        folded,
        word_set(
            "view views viewed hit hits count counter counts reads like likes dislikes rating votes comments "
            "comment comment_count image images img photo photos picture pictures pic thumb thumbnail cover "
            "gallery icon logo media file files attachment attachments video videos audio poster sort order "
            "ordering position priority weight author autor authors author_name creator editor user userid "
            "created_by modified modified_by updated updated_at updated_by update changed edited crawled "
            "crawled_at scraped scraped_at fetched parsed expire expires expired type publish_down ip hash token "
            "checksum meta metadata metakey metadesc seo keywords keyword params attribs version revision "
            "checked_out access asset_id catid parent parent_id menu layout template theme icq views_count "
            "count_view is_main main fixed top pinned slider telegram facebook twitter format size width height "
            "duration reactions edited_unixtime mime qr tags tag teg teglar rasm rasmi rasmlar surat foto muallif "
            "muallifi koʻrishlar koʻrildi oʻqildi yangilangan tartib kalit автор просмотры просмотров изображение "
            "картинка фото сортировка изменено обновлено ключевые теги тег файл видео"
        ),
    )
)
_ADDRESSES: Final = {"path": "url"}  # an address is made of a page's path and the export's host
_WORDS: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MACHINE: Final = re.compile(
    r"[-+\d\s.,:%]*|true|false|[\[{].*|[0-9a-f-]{16,}|\S+@\S+\.\S+"
    r"|\S+\.(?:jpe?g|png|gif|webp|svg|bmp|mp4|mp3|avi|webm|pdf|docx?|xlsx?)(?:\?\S*)?",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS: Final = re.compile(r"https?://\S+")
_MARKUP: Final = re.compile(r"<(?:p|br|div|span)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that nobody knows, with how many records hold it and its first values.

    `field` is what its values look most like, "" where it is technical: a count, a picture, the day of a change.
    """

    name: str
    records: int
    examples: tuple[str, ...]
    field: str


@dataclass(slots=True)
class _Seen:
    records: int = 0
    examples: tuple[str, ...] = ()


class ColumnTally:
    """Gathers the names in the records of one file; `mapping` is that of `cells_of`."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._read: dict[str, dict[str, None]] = {}
        self._unknown: dict[str, _Seen] = {}
        self.more = False  # whether there are more unknown names than are told

    def add(self, values: Mapping[str, Any]) -> None:
        """Note the names of one record."""
        unknown: dict[str, Cell] = {}
        for cell in cells_of(values, self._mapping):
            if field := cell.field or _ADDRESSES.get(folded(cell.name)):
                self._read.setdefault(field, {}).setdefault(cell.name)
            else:
                unknown.setdefault(cell.name, cell)
        for name, cell in unknown.items():
            if name not in self._unknown and len(self._unknown) == MAX_NAMES:
                self.more = True
                continue
            seen = self._unknown.setdefault(name, _Seen())
            seen.records += 1
            if len(seen.examples) < EXAMPLES and (text := str(cell.value)[:_KEPT].strip()) not in seen.examples:
                seen.examples = (*seen.examples, text)

    def read(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the fields that were found, in the order of the table, with the names they stood under."""
        return tuple((field, tuple(self._read[field])) for field in FIELDS if field in self._read)

    def unknown(self) -> tuple[UnknownColumn, ...]:
        """Return the columns that nobody knows, those that could be used first."""
        columns = [
            UnknownColumn(name, seen.records, seen.examples, self._field(name, seen.examples))
            for name, seen in self._unknown.items()
        ]
        return tuple(sorted(columns, key=lambda column: not column.field))

    def _field(self, name: str, values: Sequence[str]) -> str:
        """Guess by its values which field a column is of, one that the file lacks where it can be."""
        if _is_technical(name) or all(_MACHINE.fullmatch(value) and not _is_day(value) for value in values):
            return ""
        if all(_is_day(value) for value in values):
            return self._missing("date")  # a second day is that of a change or of an end
        if all(_ADDRESS.fullmatch(value) for value in values):
            return self._missing("url")
        if any(len(value) > _LONG or _MARKUP.search(value) for value in values):
            return self._lacking("body", "lead")
        if all(names_office(value) for value in values):
            return "source"
        if any(len(value.split()) >= _TITLE_WORDS for value in values):
            return self._lacking("title", "lead")
        return "rubric"

    def _missing(self, field: str) -> str:
        return "" if field in self._read else field

    def _lacking(self, *fields: str) -> str:
        return next((field for field in fields if field not in self._read), fields[0])


def _is_technical(name: str) -> bool:
    words = [folded(word) for word in _WORDS.findall(_CAMEL.sub("_", name).replace("_", " "))]
    return folded(name) in _TECHNICAL or any(word in _TECHNICAL for word in words)


def _is_day(value: str) -> bool:
    if value.isdigit():
        return False
    try:
        day_of(value)
    except NoDay:
        return False
    return True
