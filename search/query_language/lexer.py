"""Lexer of the query language: any string to lexemes; what is none is repaired and named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.facets.selection import DATE
from search.facets.table import FACETS
from search.uzbek import key, words

QUOTES: Final = '"“”„‟«»'
ENGLISH_OPERATORS: Final = {"AND": "and", "OR": "or", "NOT": "not"}
UZBEK_OPERATORS: Final = {"VA": "and", "YOKI": "or", "EMAS": "not", "ВА": "and", "ЁКИ": "or", "ЭМАС": "not"}
OPERATORS: Final = ENGLISH_OPERATORS | UZBEK_OPERATORS
FIELDS: Final = {**{row.name: row.typed for row in FACETS}, DATE: ("sana", "date", "дата")}  # filter → names before ":"
_FILTERS: Final = {key(name): field for field, names in FIELDS.items() for name in names}
_TITLE_FIELDS: Final = frozenset({"sarlavha", "title", "сарлавҳа"})

_NEXT_QUOTE: Final = re.compile(rf"[{QUOTES}]|\Z")
_GLUED: Final = re.compile(r"\w+")
# what stands behind the colon of a filter: a quoted value or one without blanks, and then a blank or the end
_VALUE: Final = re.compile(rf":(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}]|(?P<plain>[^\s{QUOTES}()]+))(?![^\s)])")
_PART: Final = re.compile(
    rf"""(?P<space>\s+)
    | (?P<quote>[{QUOTES}])
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s(])[-−](?=[^\s\-−)]))
    | (?P<field>(?<![^\s(\-−])[^\W\d_]+):(?=[^\s/])
    | (?P<prefix>[^\s{QUOTES}()*]+)\*+
    | (?P<chunk>[^\s{QUOTES}()*]+)
    | (?P<star>\*+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query, from code point `start` to `end` of it.

    `kind` is text, quote, prefix, filter, open, close, and, or, not or title; `text` the words, or the value of a
    filter, whose facet (or "date") is `field`; `quoted` says that this value stands in quotation marks.
    """

    kind: str
    text: str = ""
    start: int = 0
    end: int = 0
    field: str = ""
    quoted: bool = False


def lex(typed: str, repairs: list[str]) -> Iterator[Lexeme]:
    """Yield the lexemes of any string; the names of repairs are added to the list."""
    # a query without any small letter is a title in capitals, and its VA a word
    operators = OPERATORS if any(char.islower() for char in typed) else ENGLISH_OPERATORS
    run: list[str] = []  # adjoining plain chunks are read together: 1 234,5 is one number
    at = 0
    while match := _PART.match(typed, at):
        kind, text, start, at = match.lastgroup or "", match[match.lastgroup or 0], at, match.end()
        lexeme: Lexeme | None = None
        match kind:
            case "chunk" if text not in operators:
                run.append(text)
                continue
            case "space":
                continue
            case "field" if value := _filter(typed, start, match.end() - 1, text):
                lexeme, at = value, value.end
            case "field" if text.casefold() not in _TITLE_FIELDS:
                repairs.append("unknown-field")
                run.append(text)
                continue
            case "chunk":
                lexeme = Lexeme(operators[text], start=start)
            case "field":
                lexeme = Lexeme("title")
            case "minus":
                lexeme = Lexeme("not", start=start)
            case "open" | "close":
                lexeme = Lexeme(kind)
            case "prefix":
                *before, last = [token.text for token in words(text) if not token.joined] or [""]
                run.extend(before)
                lexeme = Lexeme("prefix", last) if last else None
                if not last:
                    repairs.append("stray-star")
            case "star":
                repairs.append("stray-star")
            case "quote":
                lexeme, at = _quote(typed, at, repairs)
        if run:
            yield Lexeme("text", " ".join(run))
            run.clear()
        if lexeme:
            yield lexeme
    if run:
        yield Lexeme("text", " ".join(run))


def _filter(typed: str, start: int, colon: int, name: str) -> Lexeme | None:
    """Read a filter whose name begins at `start`; None when the name is no filter's or no whole value follows."""
    field = _FILTERS.get(key(name))
    value = _VALUE.match(typed, colon) if field else None
    if field is None or value is None:
        return None
    text = value["plain"] or value["quoted"] or ""
    return Lexeme("filter", text, start, value.end(), field, value["plain"] is None)


def _quote(typed: str, start: int, repairs: list[str]) -> tuple[Lexeme | None, int]:
    """Read a quote whose mark was just opened; return it and where to go on."""
    closing = _NEXT_QUOTE.search(typed, start)
    end = closing.start() if closing else len(typed)
    if end == len(typed):
        repairs.append("unclosed-quote")
    inside = Lexeme("quote", typed[start:end])
    if words(inside.text):
        return inside, _after_glued_suffix(typed, end + 1)
    repairs.append("empty-phrase")
    return None, _after_glued_suffix(typed, end + 1)


def _after_glued_suffix(typed: str, at: int) -> int:
    """Return where to go on after a closing quote: past a suffix that is glued to it ("yo'l xarita"lari)."""
    glued = _GLUED.match(typed, at)
    return glued.end() if glued and len(words(f'"a"{glued[0]}')) == 1 else at
