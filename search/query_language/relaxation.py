"""Typed words over one snapshot: what matches, what to mark, and how they were read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from whoosh import query

from search.answer import Understanding, WordCount
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import MatchAllScorer, Scorer
from search.query_language.compiler import Asking, Required, is_bare_word, is_stop_word
from search.query_language.parser import And, Not, Or, Prefix, Quote, Word, parse, unquoted
from search.query_language.parser import Node as Typed
from search.ranking import ENOUGH, relaxing_steps
from search.snippets import Slot, Wanted
from search.uzbek import key, script_of, to_latin

Found = tuple[DocSet, ...]  # segment after segment
Passing = Callable[[Found], int]  # how many of the documents pass the filters


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What typed words match (filters not yet applied), what scores it, what to mark, and what to say about them.

    `leaves` are the words and the queries whose scores add up to the whole; `tree` is what was read.
    """

    node: Scorer
    found: Found
    wanted: Wanted
    understanding: Understanding
    leaves: tuple[tuple[str, query.Query], ...] = ()
    tree: Typed | None = None


def read(asking: Asking, typed: str, passing: Passing, relax: bool) -> Read:
    """Match typed words; with `relax`, fewer of them step by step while too few documents pass the filters."""
    parsed = parse(typed)
    understanding = Understanding(script=script_of(typed), repairs=parsed.repairs)
    if parsed.tree is None:
        everything = MatchAllScorer()
        return Read(everything, asking.snapshot.searcher.matched(everything), (), understanding)
    parts = parsed.tree.parts if isinstance(parsed.tree, And) else (parsed.tree,)
    asked = asking.all_of(parts)
    bare = len(asked.words) if any(map(is_bare_word, parts)) else 0
    required, node, found = _matched(asking, asked, passing, (relaxing_steps(bare) if relax else ()) or (bare,))
    only_stop_words = all(is_stop_word(part) for part in parts)
    wanted = tuple(asking.notes.wanted)
    if only_stop_words:
        wanted = tuple((Slot(exact=frozenset((key(part.text),))),) for part in parts if isinstance(part, Word))
    understanding = replace(
        understanding,
        read_as=write(parsed.tree),
        matching="relaxed" if bare and required < bare else "all",
        required=required if bare else 0,
        of=bare,
        reached=tuple(asking.notes.reached),
        only_stop_words=only_stop_words,
    )
    leaves = tuple(asking.notes.leaves)
    if not passing(found):
        words = [part for part in parts if isinstance(part, Word) and is_bare_word(part)]
        understanding = replace(
            understanding,
            words=tuple(WordCount(word.text, _count(asking, word)) for word in words),
            inflected=_inflected(asking, parsed.tree, passing),
        )
    return Read(node, found, wanted, understanding, leaves, parsed.tree)


def write(node: Typed) -> str:
    """Write a tree as it was run, in 1995 Latin; reading that again gives the same tree."""
    text = _written(node, "YOKI", "EMAS")
    return (
        text if any(char.islower() for char in text) else _written(node, "OR", "NOT")
    )  # see search.query_language.parser: capitals


def _written(node: Typed, either: str, no: str, inside: bool = False) -> str:
    def within(part: Typed) -> str:
        return _written(part, either, no, inside=True)

    match node:
        case Word(text, _, in_title):
            return _titled(to_latin(text), in_title)
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
    return f"({joined})" if inside else joined


def without_quotes(typed: str) -> str | None:
    """Return the words of a query without its quotation marks, None when it has none."""
    tree = parse(typed).tree
    return None if tree is None or unquoted(tree) == tree else write(unquoted(tree))


def any_of_the_words(typed: str) -> str | None:
    """Return the same bare words joined by OR, None when there is anything but bare words or only one."""
    tree = parse(typed).tree
    if not isinstance(tree, And) or not all(isinstance(part, Word) for part in tree.parts):
        return None
    return write(Or(tree.parts))


def _titled(text: str, in_title: bool) -> str:
    return f"sarlavha:{text}" if in_title else text


def _matched(asking: Asking, asked: Required, passing: Passing, steps: tuple[int, ...]) -> tuple[int, Scorer, Found]:
    """Return how many words had to match, and what did: the first step that gives enough, else what gives most."""
    best: tuple[int, Scorer, Found] | None = None
    most = -1
    for step in steps:
        node = _node(asking, asked.ask(step))
        found = asking.snapshot.searcher.matched(node)
        if len(steps) == 1:
            return step, node, found
        count = passing(found)
        if best is None or count > most:
            best, most = (step, node, found), count
        if most >= ENOUGH:
            break
    if best is None:
        raise ValueError("there is no step")
    return best


def _node(asking: Asking, asked: query.Query) -> Scorer:
    return asking.snapshot.searcher.plan(asked, asking.deadline)


def _count(asking: Asking, typed: Typed) -> int:
    return sum(map(len, asking.snapshot.searcher.matched(_node(asking, asking.ask(typed)))))


def _inflected(asking: Asking, tree: Typed, passing: Passing) -> int | None:
    """Return what the words give without their quotes; None when nothing is quoted or that gives nothing either."""
    bare = unquoted(tree)
    if bare == tree:
        return None
    return passing(asking.snapshot.searcher.matched(_node(asking, asking.ask(bare)))) or None
