"""Relaxation: what a query matches, with fewer of its words required step by step while too little does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis.analyzer import Analyzer
from search.answer import Understanding, WordCount
from search.deadline import Deadline
from search.engine import Matches, Snapshot
from search.facets.selection import Filters
from search.highlighting import Highlights, Slot
from search.plan import EVERYTHING, Plan
from search.query import Query
from search.query_language.compiler import Compiled, Leaf, compile_tree, is_bare_word, is_stop_word
from search.query_language.parser import And, Node, Word, without_filter_terms
from search.query_language.printer import write
from search.query_language.synonyms import Synonyms
from search.uzbek import script_of

ENOUGH: Final = 5  # matches; with fewer the requirement relaxes


@dataclass(frozen=True, slots=True, eq=False)
class Interpretation:
    """A query as it was run over one snapshot: what matches (filters not applied), how it scores, what to say of it.

    `tree` is None for a query without words. `total` counts the matches that pass the query's filters, `strict` those
    that hold all words. `leaves` are the words whose scores add up to the whole.
    """

    tree: Node | None
    plan: Plan
    matches: Matches
    total: int
    strict: int
    highlights: Highlights
    leaves: tuple[Leaf, ...]
    understanding: Understanding


def interpret(
    query: Query, snapshot: Snapshot, synonyms: Synonyms, analyzer: Analyzer, deadline: Deadline
) -> Interpretation:
    """Match a query; under the order by relevance fewer of its words are required while too few releases match.

    Raises TooSlow at the deadline.
    """
    parsed, filters = query.parsed, query.filters
    understanding = Understanding(script=script_of(query.q), repairs=parsed.repairs)
    if parsed.tree is None:
        matches = snapshot.match(EVERYTHING, deadline)
        total = matches.count(filters)
        return Interpretation(None, EVERYTHING, matches, total, total, (), (), understanding)
    tree = without_filter_terms(parsed.tree)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    compiled = compile_tree(tree, snapshot.vocabulary, synonyms, analyzer, deadline)
    bare = len(compiled.words) if any(is_bare_word(part, analyzer) for part in parts) else 0
    steps = (relaxing_steps(bare) if query.order == "relevance" else ()) or (bare,)
    chosen, strict = _relaxed(compiled, steps, filters, snapshot, deadline)
    only_stop_words = all(is_stop_word(part, analyzer) for part in parts)
    understanding = replace(
        understanding,
        read_as=write(tree),
        matching="relaxed" if bare and chosen.required < bare else "all",
        required=chosen.required if bare else 0,
        of=bare,
        reached=compiled.reached,
        only_stop_words=only_stop_words,
    )
    highlights = compiled.highlights
    if only_stop_words:
        words = (part.text for part in parts if isinstance(part, Word))
        highlights = tuple((Slot(exact=frozenset((analyzer.key(word),))),) for word in words)
    return Interpretation(
        tree, chosen.plan, chosen.matches, chosen.count, strict, highlights, compiled.leaves, understanding
    )


def relaxing_steps(words: int) -> tuple[int, ...]:
    """Return how many of `words` bare words must match, step by step: all, all but one, then half."""
    return tuple(dict.fromkeys((words, max(words - 1, 1), max((words + 1) // 2, 1)))) if words else ()


def count_words(
    tree: Node, snapshot: Snapshot, synonyms: Synonyms, analyzer: Analyzer, deadline: Deadline
) -> tuple[WordCount, ...]:
    """Return each required word of a tree and how many releases hold it on its own, filters aside."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    closed = compile_tree(tree, snapshot.vocabulary, synonyms, analyzer, deadline).closed
    counts = []
    for part in parts:
        if isinstance(part, Word) and is_bare_word(part, analyzer) and part.text.lower() not in closed:
            word = compile_tree(part, snapshot.vocabulary, synonyms, analyzer, deadline).plan()
            counts.append(WordCount(part.text, snapshot.match(word, deadline).count(Filters())))
    return tuple(counts)


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    required: int
    plan: Plan
    matches: Matches
    count: int


def _relaxed(
    compiled: Compiled, steps: Sequence[int], filters: Filters, snapshot: Snapshot, deadline: Deadline
) -> tuple[_Step, int]:
    """Return the first step that gives enough, else the one that gives most, and what the first one counts."""
    best: _Step | None = None
    strict = 0
    for required in steps:
        plan = compiled.plan(required)
        matches = snapshot.match(plan, deadline)
        step = _Step(required, plan, matches, matches.count(filters))
        if best is None:
            best, strict = step, step.count
        elif step.count > best.count:
            best = step
        if best.count >= ENOUGH:
            break
    if best is None:
        raise ValueError("there is no step")
    return best, strict
