"""Relaxation: what a query matches, with fewer of its words required step by step while too little does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis.analyzer import Analyzer
from search.answer import Understanding, Unread, WordCount
from search.deadline import Deadline
from search.engine import ExpectedPage, Matches, Snapshot
from search.facets.selection import Filters
from search.highlighting import Highlights, Slot
from search.plan import EVERYTHING, Any, Plan
from search.query import NO, ONLY, Query
from search.query_language.compiled import Compiled, Leaf
from search.query_language.compiler import compile_tree, is_bare_word, is_stop_word
from search.query_language.parser import And, Node, Word, filter_terms_of, without_filter_terms
from search.query_language.printer import write
from search.query_language.synonyms import Synonyms
from search.uzbek import script_of

ENOUGH: Final = 5  # matches; with fewer the requirement relaxes
PARTIAL_HITS: Final = 10  # releases shown that hold some of the words, beside those that hold all


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """The releases that hold some of the words of a query and not all: what matches, and what passes the filters."""

    required: int
    matches: Matches
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Interpretation:
    """A query as it was run over one snapshot: what matches (filters not applied), how it scores, what to say of it.

    `tree` is None for a query without words. `total` counts the matches that pass the query's filters, `strict` those
    that hold all words. `leaves` are the words whose scores add up to the whole. `partial` is there where few hold all
    the words and others hold some, and these stand apart.
    """

    tree: Node | None
    plan: Plan
    matches: Matches
    total: int
    strict: int
    highlights: Highlights
    leaves: tuple[Leaf, ...]
    understanding: Understanding
    partial: Partial | None = None


def interpret(
    query: Query,
    snapshot: Snapshot,
    synonyms: Synonyms,
    analyzer: Analyzer,
    deadline: Deadline,
    partial: str = NO,
    dates: frozenset[Word] = frozenset(),
    page: ExpectedPage | None = None,
) -> Interpretation:
    """Match a query; under the order by relevance fewer of its words are required while too few releases match.

    `partial` says where those stand that hold some of the words, as `Query.partial`; where no release holds all, they
    are the answer in any case. `dates` are words that say days, see `compile_tree`; `page` is what will be asked of
    what matches, where it is known. Raises TooSlow at the deadline.
    """
    parsed, filters = query.parsed, query.filters
    unread = tuple(
        Unread(query.q[term.start : term.end], term.field, term.texts[-1]) for term in filter_terms_of(parsed.tree)
    )
    understanding = Understanding(script=script_of(query.q), repairs=parsed.repairs, unread=unread)
    tree = parsed.tree and without_filter_terms(parsed.tree)
    if tree is None:
        plan = Any(()) if "no-words" in parsed.repairs else EVERYTHING
        matches = snapshot.match(plan, deadline, page)
        total = matches.count(filters)
        return Interpretation(None, plan, matches, total, total, (), (), understanding)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    compiled = compile_tree(tree, snapshot.vocabulary, synonyms, analyzer, deadline, dates)
    relaxes = query.order == "relevance"
    compiled = compiled.held() if relaxes else replace(compiled, unheld=())
    bare = len(compiled.words) if any(is_bare_word(part, analyzer) for part in parts) else 0
    relaxing = relaxing_steps(bare) if relaxes or partial == ONLY else ()
    steps = _Steps(compiled, relaxing or (bare,), filters, snapshot, deadline, page)
    strict = steps.first()
    chosen, apart = strict, None
    if strict.count < ENOUGH:
        if partial == NO or not strict.count:
            chosen = steps.relaxed(strict)
        else:
            apart = steps.partial(strict)
    if partial == ONLY and strict.count:
        chosen, apart = apart or steps.nothing(), None
    only_stop_words = all(is_stop_word(part, analyzer) for part in parts)
    understanding = replace(
        understanding,
        read_as=write(tree),
        matching="relaxed" if bare and chosen.required < bare else "all",
        required=chosen.required if bare else 0,
        of=bare,
        reached=compiled.reached,
        unheld=compiled.unheld,
        only_stop_words=only_stop_words,
    )
    highlights = compiled.highlights
    if only_stop_words:
        words = (part.text for part in parts if isinstance(part, Word))
        highlights = tuple((Slot(exact=frozenset((analyzer.key(word),))),) for word in words)
    return Interpretation(
        tree,
        chosen.plan,
        chosen.matches,
        chosen.count,
        strict.count,
        highlights,
        compiled.leaves,
        understanding,
        Partial(apart.required, apart.matches, apart.count) if apart else None,
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


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """The steps of relaxing one compiled query: how many of its words must match in each, all of them in the first."""

    compiled: Compiled
    required: Sequence[int]
    filters: Filters
    snapshot: Snapshot
    deadline: Deadline
    page: ExpectedPage | None

    def first(self) -> _Step:
        """Return the step that requires all the words."""
        return self._step(self.required[0], self.compiled.plan(self.required[0]), self.page)

    def relaxed(self, strict: _Step) -> _Step:
        """Return the first step that gives enough, else the one that gives most."""
        further = (self._step(required, self.compiled.plan(required), self.page) for required in self.required[1:])
        return self._enough(strict, further)

    def partial(self, strict: _Step) -> _Step | None:
        """Return, as `relaxed` would, the step for those that hold some of the words and not all; None without any."""
        nothing = _Step(strict.required, strict.plan, strict.matches, 0)
        page = replace(self.page, offset=0, limit=PARTIAL_HITS, overview=False) if self.page else None
        further = (self._step(required, self.compiled.partial(required), page) for required in self.required[1:])
        chosen = self._enough(nothing, further)
        return chosen if chosen.count else None

    def nothing(self) -> _Step:
        """Return a step that matches nothing."""
        return self._step(self.required[-1], Any(()))

    def _enough(self, best: _Step, further: Iterable[_Step]) -> _Step:
        for step in further:
            if step.count > best.count:
                best = step
            if best.count >= ENOUGH:
                break
        return best

    def _step(self, required: int, plan: Plan, page: ExpectedPage | None = None) -> _Step:
        matches = self.snapshot.match(plan, self.deadline, page)
        return _Step(required, plan, matches, matches.count(self.filters))
