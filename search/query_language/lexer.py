"""What was typed → lexemes: runs of words, quotes, beginnings, operators, parentheses; what is none is repaired."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.uzbek import words

_QUOTES: Final = '"“”„‟«»'
_ENGLISH: Final = {"AND": "and", "OR": "or", "NOT": "not"}
_UZBEK: Final = {"VA": "and", "YOKI": "or", "EMAS": "not", "ВА": "and", "ЁКИ": "or", "ЭМАС": "not"}
_TITLE_FIELDS: Final = frozenset({"sarlavha", "title", "сарлавҳа"})

_NEXT_QUOTE: Final = re.compile(rf"[{_QUOTES}]|\Z")
_GLUED: Final = re.compile(r"\w+")
_PART: Final = re.compile(
    rf"""(?P<space>\s+)
    | (?P<quote>[{_QUOTES}])
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s(])[-−](?=[^\s\-−)]))
    | (?P<field>(?<![^\s(\-−])[^\W\d_]+):(?=[^\s/])
    | (?P<prefix>[^\s{_QUOTES}()*]+)\*+
    | (?P<chunk>[^\s{_QUOTES}()*]+)
    | (?P<star>\*+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: its kind (text, quote, prefix, open, close, and, or, not, title) and its words, if any."""

    kind: str
    text: str = ""


def lex(typed: str, repairs: list[str]) -> Iterator[Lexeme]:
    """Yield the lexemes of any string; the names of repairs are added to the list."""
    operators = _ENGLISH | _UZBEK if any(char.islower() for char in typed) else _ENGLISH
    run: list[str] = []  # adjoining plain chunks are read together: 1 234,5 is one number
    at = 0
    while found := _PART.match(typed, at):
        kind, text, at = found.lastgroup or "", found[found.lastgroup or 0], found.end()
        lexeme: Lexeme | None = None
        match kind:
            case "chunk" if text not in operators:
                run.append(text)
                continue
            case "space":
                continue
            case "field" if text.casefold() not in _TITLE_FIELDS:
                repairs.append("unknown-field")
                run.append(text)
                continue
            case "chunk":
                lexeme = Lexeme(operators[text])
            case "field":
                lexeme = Lexeme("title")
            case "minus":
                lexeme = Lexeme("not")
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
