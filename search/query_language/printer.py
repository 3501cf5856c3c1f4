"""Printer of the query language: a syntax tree to the query that reads as that tree, in 1995 Latin."""

from collections.abc import Container

from search.query_language.lexer import ENGLISH_OPERATORS, OPERATORS
from search.query_language.parser import And, Node, Not, Or, Prefix, Quote, Word, without_filter_terms
from search.uzbek import to_latin


def write(node: Node) -> str:
    """Write a tree as a query; reading that again gives the same tree, but for small letters of words like VA.

    Filters among the words are left out.
    """
    bare = without_filter_terms(node)
    if bare is None:
        return ""
    # Uzbek operators are words in a query without any small letter, see search.query_language.parser
    capitals = _written(bare, "OR", "NOT", ENGLISH_OPERATORS)
    return _written(bare, "YOKI", "EMAS", OPERATORS) if any(char.islower() for char in capitals) else capitals


def any_of_the_words(tree: Node | None) -> str | None:
    """Write the same bare words joined by OR, None when there is anything but bare words or only one."""
    if not isinstance(tree, And) or not all(isinstance(part, Word) for part in tree.parts):
        return None
    return write(Or(tree.parts))


def _written(node: Node, either: str, no: str, operators: Container[str], inside: bool = False) -> str:
    def within(part: Node) -> str:
        return _written(part, either, no, operators, inside=True)

    match node:
        case Word(text, _, in_title):
            word = to_latin(text)
            return _titled(word.lower() if word in operators else word, in_title)
        case Quote(text, in_title):
            return _titled(f"“{to_latin(text)}”", in_title)
        case Prefix(text, in_title):
            return _titled(f"{to_latin(text)}*", in_title)
        case Not(part):
            return f"{no} {within(part)}"
        case And(parts):
            joined = " ".join(map(within, parts))
        case Or(parts):
            joined = f" {either} ".join(map(within, parts))
        case _:
            raise TypeError(f"a filter is no word: {node}")
    return f"({joined})" if inside else joined


def _titled(text: str, in_title: bool) -> str:
    return f"sarlavha:{text}" if in_title else text
