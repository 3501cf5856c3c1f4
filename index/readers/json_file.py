"""JSON files: the records of an array, of an envelope around one, or of values one after another."""

import json
import re
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

import orjson

from index.readers import json_lines, telegram
from index.readers.input_file import InputFile, Unreadable
from index.records.cells import cells_of
from index.records.field_names import field_of, is_language
from index.records.identity import host_of
from index.records.record import RawRecord, Remark, Skipped
from search.errors import BadRelease

_TEXT: Final = ("title", "body", "lead")
_DEEPEST: Final = 4  # objects around the list of records
_SAMPLE: Final = 50  # records by which a list is told from others
_FEW: Final = 20  # values of a list that holds no records but what may hold some
_SHOWN: Final = 12  # keys that are told
_LONGEST_INTEGER: Final = 19  # signs; more do not fit into 64 bits
_LAST_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+")|,(\s*[\]}])', re.DOTALL)
_NESTED: Final = 500  # signs that a value takes at least before it is too deep for the decoder
_BLANK: Final = " \t\r\n,\x1e\ufeff"


class _Records(NamedTuple):
    """A list of records: what it is called, and the site that it is of."""

    name: str
    items: list[dict[str, Any]]
    host: str = ""


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord | BadRelease | Skipped | Remark]:
    """Give the records of a file, whatever stands around them; raises Unreadable where none can be found."""
    text, encoding = source.read_text()
    if encoding != "utf-8":
        yield Remark(source.path, "encoding", encoding)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        value = _nearly_json(text)
        if value is None:
            yield from _values_in_turn(source, text, columns, error)
            return
    if telegram.is_export(value):
        yield from telegram.split(source, value)
        return
    if isinstance(value, dict):
        yield from (Remark(source.path, "more-pages", page) for page in _next_pages(value))
    yield from _records(source, value, columns)


def _nearly_json(text: str) -> Any:
    """Return the value of what is JSON but for line breaks in texts, NaN or commas before a bracket, else None."""
    for tidied in (text, _LAST_COMMA.sub(lambda found: found[1] or found[2], text)):
        try:
            return _DECODER.decode(tidied)
        except (ValueError, RecursionError):
            continue
    return None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONGEST_INTEGER else digits


def _records(source: InputFile, value: Any, columns: Mapping[str, str]) -> Iterator[RawRecord | Remark]:
    found = _tables(value, source) or _lists(value, columns, "", "")
    if not found:
        keys = list(value)[:_SHOWN] if isinstance(value, dict) else sorted(_keys(value))[:_SHOWN]
        seen = f" (it has {', '.join(map(str, keys))})" if keys else ""
        raise Unreadable(
            f"it holds no list of records with a title or a text{seen}; name them with --map title=KEY --map body=KEY"
        )
    number = 0
    if isinstance(value, dict) and isinstance(value.get("included"), list):
        _name_rubrics(found, value["included"])
    for table in found:
        namespace = "-".join(part for part in (source.namespace, table.name) if part)
        for item in table.items:
            number += 1
            yield source.record(number, item, f"{table.name or 'item'} {number}", namespace=namespace, host=table.host)
        if not any(_has(item, ("body", "lead"), columns) for item in table.items):
            yield Remark(source.path, "no-body", ", ".join(sorted(_keys(table.items))[:_SHOWN]))


def _lists(value: Any, columns: Mapping[str, str], name: str, host: str, depth: int = 0) -> list[_Records]:
    """Return the lists of records in a value; where none has titles and texts the longest, else a lone record."""
    if isinstance(value, list):
        items = [item for item in value if isinstance(item, dict)]
        if any(_has(item, _TEXT, columns) for item in items[:_SAMPLE]):
            return [_Records(name, items, host)]
        if depth > _DEEPEST or len(items) > _FEW:
            return []
        return [found for item in items for found in _lists(item, columns, name, host, depth + 1)]
    if not isinstance(value, dict) or depth > _DEEPEST:
        return []
    links = value.get("links")
    self_link = links.get("self") if isinstance(links, dict) else None
    address = self_link.get("href") if isinstance(self_link, dict) else self_link
    host = host_of(address) if isinstance(address, str) and host_of(address) else host
    if depth == 0 and _has_own(value, columns):
        return [_Records("", [value], host)]
    children = [inner for inner in value.values() if isinstance(inner, dict)]
    if (
        len(children) > 1
        and len(children) == len(value)
        and not any(is_language(str(key)) or field_of(str(key)).field for key in value)
        and all(_has_own(inner, columns) for inner in children[:_SAMPLE])
    ):
        return [_Records(name, [{"id": key, **inner} for key, inner in value.items()], host)]
    below = [found for key, inner in value.items() for found in _lists(inner, columns, str(key), host, depth + 1)]
    if below:
        whole = [records for records in below if _are_whole(records.items, columns)]
        if len(whole) > 1:
            return whole
        return [max(whole or below, key=lambda records: len(records.items))._replace(name="")]
    if len(children) > 1 and len(children) == len(value) and all(_has(inner, _TEXT, columns) for inner in children):
        return [_Records("", [{"id": key, **inner} for key, inner in value.items()], host)]
    return [_Records("", [value], host)] if _has_own(value, columns) else []


def _tables(value: Any, source: InputFile) -> list[_Records]:
    """Return the tables of phpMyAdmin's export that hold titles and texts."""
    if not isinstance(value, list) or not any(
        isinstance(one, dict) and one.get("type") == "header" for one in value[:1]
    ):
        return []
    tables = [
        one
        for one in value
        if isinstance(one, dict) and one.get("type") == "table" and isinstance(one.get("data"), list)
    ]
    found = []
    for table in tables:
        items = [item for item in table["data"] if isinstance(item, dict)]
        fields = {field_of(str(key)).field for item in items[:_SAMPLE] for key in item}
        if "title" in fields and fields & {"body", "lead"}:
            found.append(_Records(f"{table.get('database', '')}-{table.get('name', '')}".strip("-"), items))
    return found


def _has(item: dict[str, Any], fields: tuple[str, ...], columns: Mapping[str, str]) -> bool:
    return any(cell.field in fields for cell in cells_of(item, columns))


def _name_rubrics(found: list[_Records], included: list[Any]) -> None:
    """Give the records of JSON:API the names of the categories that they are related to, which stand beside them."""
    names = {
        str(one.get("id")): next((one["attributes"][key] for key in ("name", "title") if key in one["attributes"]), "")
        for one in included
        if isinstance(one, dict) and isinstance(one.get("attributes"), dict)
    }
    for item in (item for records in found for item in records.items):
        relations = item.get("relationships")
        for name, relation in relations.items() if isinstance(relations, dict) else ():
            to = relation.get("data") if isinstance(relation, dict) else None
            to = to[0] if isinstance(to, list) and to else to
            if field_of(str(name)).field == "rubric" and isinstance(to, dict) and names.get(str(to.get("id"))):
                item.setdefault(str(name), names[str(to["id"])])
                break


def _are_whole(items: list[dict[str, Any]], columns: Mapping[str, str]) -> bool:
    """Say whether the records of a list have a title and a text, as no list of tags, files or users has."""
    return any(_has(item, ("title",), columns) and _has(item, ("body",), columns) for item in items[:_SAMPLE])


def _has_own(value: dict[str, Any], columns: Mapping[str, str]) -> bool:
    """Say whether an object is a record itself and no envelope: it has a title and a text among its own keys."""
    fields = {field_of(str(key)).field for key, inner in value.items() if isinstance(inner, str) and inner.strip()}
    return "title" in fields and bool(fields & {"body", "lead"})


def _keys(value: Any) -> set[str]:
    items = value if isinstance(value, list) else [value]
    return {str(key) for item in islice(items, _SAMPLE) if isinstance(item, dict) for key in item}


def _next_pages(value: dict[str, Any]) -> Iterator[str]:
    """Give the pages of a list that the file does not hold, as the list itself tells them."""
    links = value.get("links")
    following = links.get("next") if isinstance(links, dict) else value.get("next")
    if isinstance(following, dict):
        following = following.get("href")
    if isinstance(following, str) and following:
        yield following
        return
    page, pages = (
        value.get("current_page"),
        value.get("total_page") or value.get("total_pages") or value.get("last_page"),
    )
    if isinstance(page, int) and isinstance(pages, int) and page < pages:
        yield f"page {page} of {pages}"


_DECODER: Final = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=lambda name: None)


def _values_in_turn(
    source: InputFile, text: str, columns: Mapping[str, str], error: orjson.JSONDecodeError
) -> Iterator[RawRecord | BadRelease | Skipped | Remark]:
    """Give the records of what is no one JSON value: values in turn, lines, or a file that was cut off."""
    place = 0
    opened = 0
    if text.lstrip(_BLANK)[:1] == "{" and (values := _whole_values(text)):
        if any(_has(item, _TEXT, columns) for item in values[:_SAMPLE]):
            records = (source.record(number, item, f"item {number}") for number, item in enumerate(values, 1))
            found: Iterator[RawRecord | BadRelease] = merge(records, _bad_lines(source, text), key=attrgetter("line"))
            yield from found
            return
        pages = [value for value in values if _lists(value, columns, "", "")]
        if pages:  # the pages of a list, one after another
            yield from _records(source, pages, columns)
            yield from _bad_lines(source, text)
            return
        if len(values) > 1:
            seen = ", ".join(sorted(_keys(values))[:_SHOWN])
            raise Unreadable(
                f"it holds several JSON values, none with a title or a text (they have {seen}); "
                "write one record a line (jq -c), or name the keys with --map title=KEY --map body=KEY"
            )
    begin = text.find("[")
    count = 0
    while begin >= 0 and count == 0 and opened < _DEEPEST:
        place = begin + 1
        for item, end in _objects(text, begin + 1):
            count += 1
            place = end
            yield source.record(count, item, f"item {count}")
        begin = text.find("[", begin + 1)
        opened += 1
    line = text.count("\n", 0, place) + 1
    what = f"after {count} whole records" if count else "before its first record is whole"
    yield BadRelease(
        source.path, count + 1, f"the JSON ends or breaks {what} (line {line}: {error.msg}); export it anew", torn=True
    )


def _whole_values(text: str) -> list[dict[str, Any]]:
    """Return the objects that stand one after another; what is broken is passed over up to the next line of one."""
    values: list[dict[str, Any]] = []
    place = 0
    while True:
        while place < len(text) and text[place] in _BLANK:
            place += 1
        if place >= len(text):
            return values
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            # so deep a value takes a sign for each level: none of them begins another
            hop = _NESTED if isinstance(error, RecursionError) else 0
            following = text.find("\n{", place + hop)
            if following < 0:
                return values
            place = following
            continue
        if isinstance(value, dict):
            values.append(value)


def _bad_lines(source: InputFile, text: str) -> Iterator[BadRelease]:
    """Give the lines of JSON lines that are broken."""
    lines = text.splitlines()
    if sum(line.startswith("{") for line in lines) < len([line for line in lines if line.strip()]):
        return  # objects over several lines
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                _DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            if len(lines) > 1:
                reason = f"line {number} is not JSON ({getattr(error, 'msg', 'it nests too deep')})"
                yield BadRelease(source.path, number, reason, id=json_lines.readable_id(line))


def _objects(text: str, place: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Give the whole objects of an array that begins at a place, and where each ends."""
    while True:
        while place < len(text) and text[place] in _BLANK:
            place += 1
        if place >= len(text) or text[place] != "{":
            return
        try:
            value, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value, place
