"""Typed words over one snapshot: what matches, what to mark, and how they were read."""

from dataclasses import dataclass, replace

from search.answer import Understanding, WordCount
from search.engines.whoosh.columns import Mask
from search.engines.whoosh.matching import Floats, Matcher, Matches, is_bare_word, is_stop_word
from search.snippets import Slot, Wanted
from search.syntax import And, Node, Not, Or, Prefix, Quote, Word, parse, unquoted
from search.uzbek import key, script_of, to_latin


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What typed words match (filters not yet applied), what to mark, and what to say about them.

    `shares` are each leaf's scores, which add up to the whole.
    """

    matches: Matches
    wanted: Wanted
    understanding: Understanding
    shares: tuple[tuple[str, Floats], ...] = ()


def read(matcher: Matcher, typed: str, filters: Mask, relax: bool) -> Read:
    """Match typed words; with `relax`, fewer of them step by step while too few documents pass the filters."""
    parsed = parse(typed)
    understanding = Understanding(script=script_of(typed), repairs=parsed.repairs)
    if parsed.tree is None:
        return Read(matcher.everything(), (), understanding)
    parts = parsed.tree.parts if isinstance(parsed.tree, And) else (parsed.tree,)
    bare = sum(map(is_bare_word, parts))
    matches, required = matcher.all_of(parts, filters if relax else None)
    wanted, shares = tuple(matcher.notes.wanted), tuple(matcher.notes.shares)
    only_stop_words = all(is_stop_word(part) for part in parts)
    if only_stop_words:
        wanted = tuple((Slot(exact=frozenset((key(part.text),))),) for part in parts if isinstance(part, Word))
    understanding = replace(
        understanding,
        read_as=write(parsed.tree),
        matching="relaxed" if bare and required < bare else "all",
        required=required if bare else 0,
        of=bare,
        reached=tuple(matcher.notes.reached.values()),
        only_stop_words=only_stop_words,
    )
    if not (matches.mask & filters).any():
        understanding = replace(
            understanding,
            words=tuple(_word_count(matcher, part) for part in parts if isinstance(part, Word) and is_bare_word(part)),
            inflected=_inflected(matcher, parsed.tree, filters),
        )
    return Read(matches, wanted, understanding, shares)


def write(node: Node, inside: bool = False) -> str:
    """Write a tree as it was run, in 1995 Latin; reading that again gives the same tree."""
    match node:
        case Word(text, _, in_title):
            return _titled(to_latin(text), in_title)
        case Quote(text, in_title):
            return _titled(f"“{to_latin(text)}”", in_title)
        case Prefix(text, in_title):
            return _titled(f"{to_latin(text)}*", in_title)
        case Not(part):
            return f"EMAS {write(part, inside=True)}"
        case And(parts):
            joined = " ".join(write(part, inside=True) for part in parts)
        case Or(parts):
            joined = " YOKI ".join(write(part, inside=True) for part in parts)
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


def _word_count(matcher: Matcher, word: Word) -> WordCount:
    return WordCount(word.text, int(matcher.match(word).mask.sum()))


def _inflected(matcher: Matcher, tree: Node, filters: Mask) -> int | None:
    """Return what the words give without their quotes; None when nothing is quoted or that gives nothing either."""
    bare = unquoted(tree)
    if bare == tree:
        return None
    return int((matcher.match(bare).mask & filters).sum()) or None
