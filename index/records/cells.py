"""Cells: the values of a record, however deep its export nests them, each with the field that its name is of."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from index.records.field_names import FieldName, field_of, folded, is_language
from index.records.language_marks import by_language
from index.records.word_sets import word_set

# Keys whose objects hold the fields of the record itself, as JSON:API, WordPress, Strapi and search engines write them.
_WRAPPERS: Final = word_set(
    "attributes fields _source node properties post article news item translations translation i18n languages "
    "locales data document acf"
)
_TYPED: Final = ("$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$timestamp", "t")  # of MongoDB
_INNER: Final = (
    "rendered",
    "processed",
    "value",
    "#text",
    "__cdata",
    "html",
    "text",
    "title",
    "name",
    "alias",
    "label",
)
_PARAGRAPHS: Final = "\n\n"
_DEEPEST: Final = 8  # objects within each other: no field of a release lies deeper
_TEXTS: Final = frozenset(("title", "lead", "body", "rubric"))


class Cell(NamedTuple):
    """One value: its name as written, what the name says, and what stands there.

    A value is text, a number, yes or no; lists are texts with commas between, those of a body with empty lines.
    """

    name: str
    field: str
    rank: int
    language: str
    value: str | float | bool


def cells_of(values: Mapping[str, Any], mapping: Mapping[str, str] | None = None) -> list[Cell]:
    """Return the cells of a record that hold anything, the strongest name of a field first, unknown names last.

    `mapping` gives the field of names that a site calls its own, by `folded` name; those are the strongest.
    """
    cells = [cell for cell in _cells(values, "", mapping or {}, 0) if not _is_empty(cell.value)]
    return sorted(cells, key=lambda cell: (not cell.field, cell.rank))


def _cells(values: Mapping[str, Any], language: str, mapping: Mapping[str, str], depth: int) -> Iterator[Cell]:
    for name, value in values.items():
        if not isinstance(name, str):
            continue
        mapped = mapping.get(folded(name))
        said = FieldName(mapped, -1, "") if mapped else field_of(name)
        if isinstance(value, list | dict) and depth < _DEEPEST and not mapped:
            nested = list(_nested(name, value, said.field, language))
            if nested:
                for inner, of_language in nested:
                    yield from _cells(inner, of_language, mapping, depth + 1)
                continue
        plain = _plain(value, said.field)
        if plain is None:
            continue
        if said.field in _TEXTS and isinstance(plain, str) and (parts := by_language(plain)) is not None:
            yield from (Cell(name, said.field, said.rank, code, part) for code, part in parts.items())
        else:
            yield Cell(name, said.field, said.rank, said.language or language, plain)


def _nested(name: str, value: Any, field: str, language: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Give the objects below a value that hold fields of the record, each with the language that it is in."""
    if isinstance(value, list):
        if folded(name) in _FOLDED_WRAPPERS:
            for one in value:
                if isinstance(one, dict):
                    said = next((str(one[key]) for key in one if field_of(str(key)).field == "language"), "")
                    yield one, said or language
        return
    if value and all(isinstance(key, str) and is_language(key) for key in value):
        for code, inner in value.items():
            yield (inner if isinstance(inner, dict) else {name: inner}), code
    elif not field and folded(name) in _FOLDED_WRAPPERS:
        yield value, language


def _plain(value: Any, field: str, depth: int = 0) -> str | float | bool | None:
    """Return a value as text, a number, yes or no; None where it is nothing of those."""
    if isinstance(value, str | bool | int | float):
        return value
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        for key in _TYPED:
            if key in value:
                return _plain(value[key], field, depth + 1)
        if not field:
            return _plain(value["alias"], "") if isinstance(value.get("alias"), str) else _shown(value)
        return next((plain for key in _INNER if (plain := _plain(value.get(key), field, depth + 1))), None)
    if isinstance(value, list):
        plains = [_plain(one, field or "title", depth + 1) for one in value]
        texts = [str(plain) for plain in plains if plain and not isinstance(plain, bool)]
        return (_PARAGRAPHS if field == "body" else ", ").join(texts)
    return None


def _shown(value: Any) -> str:
    try:
        return json.dumps(value)[:80]
    except RecursionError:
        return "{…}"


def _is_empty(value: str | float | bool) -> bool:
    return isinstance(value, str) and (not value.strip() or value.strip().casefold() in _NOTHING)


_NOTHING: Final = frozenset(
    ("-", "–", "—", "―", "null", "none", "nan", "nil", "n/a", "undefined", "nat", "\\n", "[]", "{}")
)
_FOLDED_WRAPPERS: Final = frozenset(map(folded, _WRAPPERS))
