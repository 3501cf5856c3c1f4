"""Parser of the query language: any string to a syntax tree and the repairs it needed; nothing is refused.

    query   = clause { OR clause }
    clause  = part { [AND] part }
    part    = [NOT | "-"] ( "(" query ")" | filter | [title ":"] ( quote | words | prefix"*" ) )
    filter  = field ":" ( quote | value )

Operators are written in capitals: AND OR NOT, VA YOKI EMAS, ВА ЁКИ ЭМАС. In a query without any small letter the Uzbek
ones are words, so that a title pasted in capitals stays a title. Filters of one field that OR joins are one of several
values. A filter that cannot be one (`query_language.filter_terms` decides) is named and not searched for.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search.query_language.lexer import Lexeme, lex
from search.uzbek import Token, words

_MAX_DEPTH: Final = 40  # parentheses deeper than this are read as if they were not there


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed: one token, or a compound with its parts."""

    text: str
    parts: tuple[str, ...] = ()
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks: the written form."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """A filter among the words, as soha:energetika, -hudud:samarqand or soha:energetika YOKI soha:savdo.

    It stands from code point `start` to `end` of the query. `field` is a facet or "date", `texts` are its values, any
    of which will do; a `quoted` one is whole as it stands.
    """

    field: str
    texts: tuple[str, ...]
    excluded: bool
    start: int
    end: int
    quoted: bool = False


Node = Word | Quote | Prefix | And | Or | Not | FilterTerm


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree (None when nothing was asked) and the names of the repairs, each once."""

    tree: Node | None
    repairs: tuple[str, ...] = ()


@lru_cache(maxsize=1_024)
def parse(typed: str) -> Parsed:
    """Read what was typed; any string has a reading."""
    repairs: list[str] = []
    lexemes = list(lex(typed, repairs))
    tree = _Parser(lexemes, repairs).query(0)
    if tree is None and typed.strip():
        repairs.append("no-words")
    return Parsed(tree, tuple(dict.fromkeys(repairs)))


def unquoted(node: Node) -> Node:
    """Return the tree with every quote replaced by its words."""
    match node:
        case Quote(text, in_title):
            found = _words(text, in_title)
            return found[0] if len(found) == 1 else And(found)
        case And(parts):
            return And(tuple(unquoted(part) for part in parts))
        case Or(parts):
            return Or(tuple(unquoted(part) for part in parts))
        case Not(part):
            return Not(unquoted(part))
    return node


def without_filter_terms(node: Node) -> Node | None:
    """Return the tree without the filters among its words, None where nothing else is in it."""
    match node:
        case And(parts) | Or(parts):
            kept = [left for part in parts if (left := without_filter_terms(part)) is not None]
            return _join(type(node), kept) if kept else None
        case Not(part):
            negated = without_filter_terms(part)
            return None if negated is None else Not(negated)
        case FilterTerm():
            return None
    return node


def filter_terms_of(node: Node | None) -> tuple[FilterTerm, ...]:
    """Return the filters among the words of a tree."""
    match node:
        case And(parts) | Or(parts):
            return tuple(term for part in parts for term in filter_terms_of(part))
        case Not(part):
            return filter_terms_of(part)
        case FilterTerm():
            return (node,)
    return ()


def words_of(node: Node | None) -> tuple[str, ...]:
    """Return the words that a tree looks for, whatever joins them."""
    match node:
        case Word(text):
            return (text,)
        case Quote(text):
            return tuple(token.text for token in words(text) if not token.joined)
        case And(parts) | Or(parts):
            return tuple(word for part in parts for word in words_of(part))
    return ()


def _words(text: str, in_title: bool) -> tuple[Node, ...]:
    """Return the words of a plain run: a compound is one word with parts, everything else a word by itself."""
    units: list[tuple[Token, list[str]]] = []
    covered = 0
    for token in sorted(words(text), key=lambda token: (token.start, -token.end)):
        if token.start >= covered:
            units.append((token, []))
            covered = token.end
        elif not token.joined:
            units[-1][1].append(token.text)
    return tuple(Word(token.text, tuple(parts), in_title) for token, parts in units)


class _Parser:
    """Recursive descent over lexemes; what fits nowhere is dropped and named as a repair."""

    def __init__(self, lexemes: list[Lexeme], repairs: list[str]) -> None:
        self.lexemes = lexemes
        self.repairs = repairs
        self.at = 0

    @property
    def next(self) -> str:
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else "end"

    def query(self, depth: int) -> Node | None:
        clauses = []
        dangling = False
        while True:
            clause = self.clause(depth)
            if clause is not None:
                clauses.append(clause)
            elif dangling or self.next == "or":
                self.repairs.append("stray-operator")
            if self.next != "or":
                return _join(Or, clauses) if clauses else None
            self.at += 1
            dangling = True

    def clause(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self.next not in ("or", "end"):
            if self.next == "close":
                if depth:
                    break
                self.repairs.append("stray-parenthesis")
                self.at += 1
                continue
            if self.next == "and":
                self.at += 1
                if not parts or self.next in ("or", "and", "close", "end"):
                    self.repairs.append("stray-operator")
                continue
            parts.extend(self.part(depth, in_title=False))
        return _join(And, parts) if parts else None

    def part(self, depth: int, in_title: bool) -> tuple[Node, ...]:
        lexeme = self.lexemes[self.at]
        self.at += 1
        match lexeme.kind:
            case "text":
                return _words(lexeme.text, in_title)
            case "quote":
                return (Quote(lexeme.text, in_title),)
            case "prefix":
                return (Prefix(lexeme.text, in_title),)
            case "filter":
                return (self._filter(lexeme),)
            case "title":
                return self._titled(depth)
            case "open":
                return self._group(depth)
        return self._negated(depth)

    def _filter(self, first: Lexeme) -> FilterTerm:
        """Read a filter, and those of its field that OR joins to it."""
        last, texts = first, [first.text]
        while self.next == "or" and self._next_but_one(first.field):
            last = self.lexemes[self.at + 1]
            texts.append(last.text)
            self.at += 2
        return FilterTerm(first.field, tuple(texts), False, first.start, last.end, last.quoted)

    def _next_but_one(self, field: str) -> bool:
        behind = self.lexemes[self.at + 1 : self.at + 2]
        return bool(behind) and behind[0].kind == "filter" and behind[0].field == field

    def _titled(self, depth: int) -> tuple[Node, ...]:
        """Read what a field name stands before: the whole of a quote or prefix, the first word of a run."""
        if self.next not in ("text", "quote", "prefix"):
            self.repairs.append("unknown-field")
            return ()
        first, *rest = self.part(depth, in_title=True) or (None,)
        if first is None:
            return ()
        return (first, *(Word(node.text, node.parts) for node in rest if isinstance(node, Word)))

    def _group(self, depth: int) -> tuple[Node, ...]:
        if depth >= _MAX_DEPTH:
            self.repairs.append("stray-parenthesis")
            return ()
        inside = self.query(depth + 1)
        if self.next == "close":
            self.at += 1
        else:
            self.repairs.append("unclosed-parenthesis")
        return (inside,) if inside is not None else ()

    def _negated(self, depth: int) -> tuple[Node, ...]:
        """Read what NOT stands before: one word of a run, or a whole quote, prefix or group."""
        negations, start = 1, self.lexemes[self.at - 1].start
        while self.next == "not":
            self.at += 1
            negations += 1
        if self.next in ("and", "or", "close", "end"):
            self.repairs.append("stray-operator")
            return ()
        first, *rest = self.part(depth, in_title=False) or (None,)
        if first is None:
            return ()
        if isinstance(first, FilterTerm) and negations == 1:
            return (replace(first, excluded=True, start=start), *rest)
        return (Not(first) if negations % 2 else first, *rest)


def _join(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))
