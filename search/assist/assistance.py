"""Assistance: the other queries that an answer offers, each with what its page shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeVar

from search.analysis.analyzer import Analyzer
from search.answer import Exit, Refinement, Suggestion, WordCount
from search.assist.filter_suggestions import NamedFilters, date_words, name_filters
from search.assist.spellcheck import Correction, correct
from search.assist.written_forms import WrittenForms
from search.assist.zero_results import any_word_query, ways_out
from search.clock import today
from search.deadline import Deadline
from search.engine import ExpectedPage, Snapshot
from search.errors import TooSlow
from search.facets.histogram import period_bounds
from search.query import NO, YES, Query
from search.query_language.generation_names import GenerationNames
from search.query_language.parser import Node, unquoted
from search.query_language.printer import write
from search.query_language.relaxation import Interpretation, count_words, interpret
from search.query_language.synonyms import Synonyms
from search.uzbek import to_cyrillic

REFINEMENTS: Final = 3  # offered at most
_TRIED: Final = 6  # named filters that are looked for, of a query that names many

Result = TypeVar("Result")
Ways = tuple[tuple[Exit, ...], Suggestion | None, tuple[WordCount, ...]]
_NO_WAYS: Final[Ways] = ((), None, ())


@dataclass(frozen=True, slots=True)
class Request:
    """What one request works with: a snapshot, the site's words and names, and the deadline for its answer.

    `apart` says whether releases that hold some of the words stand apart where a query does not say it.
    """

    snapshot: Snapshot
    synonyms: Synonyms
    analyzer: Analyzer
    names: GenerationNames
    written_forms: WrittenForms
    deadline: Deadline
    apart: bool
    _named: dict[Query, tuple[NamedFilters, ...]] = field(default_factory=dict)
    _corrections: dict[Node, Correction | None] = field(default_factory=dict)

    def interpret(self, query: Query, *, shown: bool = False) -> Interpretation:
        """Match a query, whose page is likely to be `shown`; raises TooSlow at the deadline."""
        partial = query.partial or (YES if self.apart else NO)
        dates = date_words(query, self.names, today())
        page = _expected(query) if shown else None
        return interpret(query, self.snapshot, self.synonyms, self.analyzer, self.deadline, partial, dates, page)

    def filters_named_by(self, query: Query) -> tuple[NamedFilters, ...]:
        """Return the query with words made filters, in all ways, as `name_filters`; read once a request."""
        named = self._named.get(query)
        if named is None:
            named = self._named[query] = tuple(name_filters(query, self.names, today()))
        return named

    def correction(self, tree: Node) -> Correction | None:
        """Return the tree with its rare words exchanged for likely ones, as `correct`; looked for once a request."""
        if tree not in self._corrections:
            correction = correct(tree, self.snapshot, self.analyzer, self.written_forms, self.deadline)
            self._corrections[tree] = correction
        return self._corrections[tree]


def _expected(query: Query) -> ExpectedPage:
    """Return what is asked of the matches of a query whose page is shown."""
    return ExpectedPage(
        query.filters,
        query.order,
        (query.page - 1) * query.per_page,
        query.per_page,
        overview=query.facets is None or bool(query.facets),
        bounds=period_bounds(today()),
    )


@dataclass(frozen=True, slots=True)
class Assistance:
    """What an answer offers beside its hits; the fields are those of `search.answer.Answer`."""

    meant: Suggestion | None
    refinements: tuple[Refinement, ...]
    exits: tuple[Exit, ...]
    unquoted: Suggestion | None
    words: tuple[WordCount, ...]
    left_out: tuple[str, ...]


def assist(request: Request, query: Query, interpretation: Interpretation) -> Assistance:
    """Return what may be offered beside an answer; what the deadline leaves no time for is named and left out."""
    left_out: list[str] = []

    def in_time(name: str, offer: Callable[[], Result], nothing: Result) -> Result:
        try:
            return offer()
        except TooSlow:
            left_out.append(name)
            return nothing

    def readings() -> tuple[Refinement, ...]:
        return tuple(islice(_refinements(request, query), REFINEMENTS))

    meant = in_time("did_you_mean", lambda: _meant(request, query, interpretation), None)
    none_named: tuple[Refinement, ...] = ()
    refinements = in_time("readings", readings, none_named)
    ways = (
        in_time("exits", lambda: _ways_out(request, query, interpretation), _NO_WAYS)
        if not interpretation.total
        else _NO_WAYS
    )
    return Assistance(meant, refinements, *ways, tuple(left_out))


def _meant(request: Request, query: Query, interpretation: Interpretation) -> Suggestion | None:
    """Return the query that was perhaps meant, when all its words match more than all the words typed."""
    correction = _correction(request, interpretation)
    better = correction and _corrected(query, correction, interpretation)
    likely = better and request.interpret(better)
    return Suggestion(better, likely.total) if better and likely and likely.strict > interpretation.strict else None


def surely_meant(request: Request, query: Query, interpretation: Interpretation) -> tuple[Query, Interpretation] | None:
    """Return what is answered in place of a query that finds nothing: the one correction that is sure."""
    correction = None if interpretation.total else _correction(request, interpretation)
    if correction is None or not correction.sure:
        return None
    better = _corrected(query, correction, interpretation)
    likely = request.interpret(better, shown=True)
    return (better, likely) if likely.strict else None


def _correction(request: Request, interpretation: Interpretation) -> Correction | None:
    typed = interpretation.tree
    if typed is None or any(each.how == "glossary" for each in interpretation.understanding.reached):
        return None  # words of another language are no misspelt ones
    return request.correction(typed)


def _corrected(query: Query, correction: Correction, interpretation: Interpretation) -> Query:
    text = write(correction.tree)
    return query.with_(q=to_cyrillic(text) if interpretation.understanding.script == "cyrl" else text)


def _refinements(request: Request, query: Query) -> Iterator[Refinement]:
    """Yield queries with words made filters, those whose other words are all found.

    Where nothing but names was typed, what they name together is told though it holds nothing.
    """
    for number, refined in enumerate(request.filters_named_by(query)[:_TRIED]):
        interpretation = request.interpret(refined.query)
        if interpretation.strict or (refined.whole and not number):
            yield refinement(request, refined, interpretation.total)


def refinement(request: Request, named: NamedFilters, count: int) -> Refinement:
    """Return a query with words made filters as it is offered."""
    labels = tuple(request.names.label(facet, value) for facet, value in named.filters)
    return Refinement(named.filters, named.query, count, labels)


def _ways_out(request: Request, query: Query, interpretation: Interpretation) -> Ways:
    """Return the ways out of an empty answer: without filters, without quotes, and what each word finds alone."""
    exits = tuple(_exits(request, query))
    if interpretation.tree is None:
        return exits, None, ()
    words = count_words(interpretation.tree, request.snapshot, request.synonyms, request.analyzer, request.deadline)
    bare = _without_quotes(request, query, interpretation)
    if bare is None:
        return exits, None, words
    without_quotes, found = bare
    if found.strict:
        return exits, Suggestion(without_quotes, found.total), words
    return (*exits, Exit("quotes", without_quotes, found.total)), None, words  # no other form of it: some of its words


def _exits(request: Request, query: Query) -> Iterator[Exit]:
    offered = False
    for dropped, wider in ways_out(query):
        if count := request.interpret(wider).total:
            offered = True
            yield Exit(dropped, wider, count)
    broader = any_word_query(query) if not offered and query.order != "relevance" else None
    if broader and (count := request.interpret(broader).total):
        yield Exit("all-words", broader, count)


def _without_quotes(
    request: Request, query: Query, interpretation: Interpretation
) -> tuple[Query, Interpretation] | None:
    """Return the query without its quotation marks, when it has any and that finds something."""
    tree = interpretation.tree and unquoted(interpretation.tree)
    if tree is None or tree == interpretation.tree:
        return None
    bare = query.with_(q=write(tree))
    found = request.interpret(bare)
    return (bare, found) if found.total else None
