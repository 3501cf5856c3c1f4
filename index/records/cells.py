"""Cells: the values of a record, however deep its export nests them, each with the field that its name is of."""

import ast
import json
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson

from index.records.field_names import FieldName, field_of, folded, is_language
from index.records.language_marks import by_language
from index.records.rich_text import markup_of
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
_DRUPAL_VALUES: Final = ("value", "alias", "target_id")
_PARTS: Final = (3, 7)  # of a moment as Java lists it: year, month, day, hour and so on
_GREENWICH: Final = ("UTC", "Z", "+00:00", "GMT", "Etc/UTC")
_LISTS: Final = ("nodes", "results", "edges", "items")  # as GraphQL and SharePoint wrap the names of categories
_OBJECT: Final = ('{"', "{'")  # as an object in a cell begins
_LONGEST_LITERAL: Final = 1 << 18  # code points of one that Python wrote
_UZBEK: Final = ("uz", "oz", "uzl", "lat", "latn", "uzb", "uz-latn", "lotin", "ozbekcha")  # a name in it is preferred
_DRAFT_SIGNS: Final = (
    "createdAt",
    "updatedAt",
)  # beside a `publishedAt` of nothing: so Strapi and its like keep drafts
_DEEPEST: Final = 8  # objects within each other: no field of a release lies deeper
_LONGEST_SHOWN: Final = 80  # signs of an object that nobody knows
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
        if value is None and name == "publishedAt" and all(sign in values for sign in _DRAFT_SIGNS):
            yield Cell(name, "status", 0, "", "draft")
            continue
        if isinstance(value, dict):
            if value.get("protected") is True and "rendered" in value:
                yield Cell(name, "password", 0, "", "protected")
            elif name == "_embedded":
                yield from _embedded_terms(value)
                continue
        mapped = mapping.get(folded(name))
        said = FieldName(mapped, -1, "") if mapped else field_of(name)
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            value = _of_drupal(value)
        if said.field in ("body", "lead") and (markup := markup_of(value)) is not None:
            value = markup
        if said.field in _TEXTS and isinstance(value, str) and value.startswith(_OBJECT) and (parsed := _object(value)):
            value = parsed
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
            for number, one in enumerate(value, 1):
                if isinstance(one, dict):
                    yield one, _language_in(one) or language or f"uz-{number}"
        return
    if value and all(isinstance(key, str) and is_language(key) for key in value):
        for code, inner in value.items():
            yield (inner if isinstance(inner, dict) else {name: inner}), code
    elif (not field or name == "_source") and folded(name) in _FOLDED_WRAPPERS:
        yield value, language


def _object(text: str) -> dict[str, Any] | None:
    """Return the object that a cell holds as text: translations of a database's JSON column, or what pandas wrote."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        if len(text) > _LONGEST_LITERAL:
            return None
        try:
            with warnings.catch_warnings():  # of backslashes in the text of a stranger
                warnings.simplefilter("ignore")
                value = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return value if isinstance(value, dict) and all(isinstance(key, str) for key in value) else None


def _of_drupal(value: list[Any]) -> Any:
    """Return the one value of a field as Drupal writes it, a list of one object; the list where it is another's."""
    return next((value[0][key] for key in _DRUPAL_VALUES if key in value[0]), value)


def _language_in(translation: Mapping[str, Any]) -> str:
    for key, value in translation.items():
        if field_of(str(key)).field == "language":
            code = value.get("code") if isinstance(value, dict) else value
            return str(code) if isinstance(code, str) else ""
    return ""


def _embedded_terms(value: Mapping[str, Any]) -> Iterator[Cell]:
    """Give the first category that WordPress embeds beside the numbers of all."""
    groups = value.get("wp:term")
    for group in groups if isinstance(groups, list) else ():
        for term in group if isinstance(group, list) else ():
            if isinstance(term, dict) and term.get("taxonomy") == "category" and isinstance(term.get("name"), str):
                yield Cell("wp:term", "rubric", 0, "", term["name"])
                return


def _plain(value: Any, field: str, depth: int = 0) -> str | float | bool | None:
    """Return a value as text, a number, yes or no; None where it is nothing of those."""
    if isinstance(value, str | bool | int | float):
        return value
    if depth > _DEEPEST:
        return None
    if field == "date" and isinstance(value, dict | list) and (moment := _moment(value)) is not None:
        return moment
    if isinstance(value, dict):
        for key in _TYPED:
            if key in value:
                return _plain(value[key], field, depth + 1)
        if not field:
            return value["alias"] if isinstance(value.get("alias"), str) else _shown(value)
        return _plain_object(value, field, depth + 1)
    if isinstance(value, list):
        plains = (_plain(one, field or "title", depth + 1) for one in value)
        texts = [str(plain) for plain in plains if plain and not isinstance(plain, bool)]
        if field == "rubric":
            return texts[0] if texts else ""
        return (_PARAGRAPHS if field == "body" else ", ").join(texts)
    return None


def _shown(value: Mapping[str, Any]) -> str:
    try:
        return json.dumps(value)[:_LONGEST_SHOWN]
    except RecursionError:
        return "{…}"


def _moment(value: Any) -> str | float | None:
    """Return a moment that an export keeps in parts (PHP, Firestore, Java) as one text or number, else None."""
    if isinstance(value, list):
        are_parts = _PARTS[0] <= len(value) <= _PARTS[1] and all(type(part) is int for part in value)
        return "-".join(str(part) for part in value[:3]) if are_parts else None
    written = value.get("date")
    if isinstance(written, str) and "timezone" in value:
        return f"{written} +0000" if str(value["timezone"]) in _GREENWICH else written
    for key in ("_seconds", "seconds"):
        if isinstance(value.get(key), int):
            return float(value[key])
    parts = [value.get(key) for key in ("year", "month", "day")]
    return "-".join(str(part) for part in parts) if all(type(part) is int for part in parts) else None


def _plain_object(value: Mapping[str, Any], field: str, depth: int) -> str | float | bool | None:
    """Return what an object is called or says: under a name of that, in Uzbek, or in what it wraps."""
    for key in _INNER:
        if plain := _plain(value.get(key), field, depth):
            return plain
    if any(is_language(str(key)) for key in value):
        for inner in _uzbek_first({str(key): inner for key, inner in value.items() if is_language(str(key))}):
            if plain := _plain(inner, field, depth):
                return plain
    named = {}
    for key, inner in value.items():
        said = field_of(str(key))
        if said.field == "title" and said.language:
            named[said.language] = inner
        elif (
            (folded(str(key)) in _FOLDED_WRAPPERS or key in _LISTS)
            and isinstance(inner, dict | list)
            and (plain := _plain(inner, field, depth))
        ):
            return plain
    return next((plain for inner in _uzbek_first(named) if (plain := _plain(inner, field, depth))), None)


def _uzbek_first(values: Mapping[str, Any]) -> list[Any]:
    return [values[language] for language in sorted(values, key=lambda language: language.lower() not in _UZBEK)]


def _is_empty(value: str | float | bool) -> bool:
    return isinstance(value, str) and (not value.strip() or value.strip().casefold() in _NOTHING)


_NOTHING: Final = frozenset(
    ("-", "–", "—", "―", "null", "none", "nan", "nil", "n/a", "undefined", "nat", "\\n", "[]", "{}")
)
_FOLDED_WRAPPERS: Final = frozenset(map(folded, _WRAPPERS))
