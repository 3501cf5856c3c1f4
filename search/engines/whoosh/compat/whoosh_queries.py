"""Plans as Whoosh's query objects, for plain Whoosh to run: the oracle of the executor.

Whoosh has no class, or no right one, for some of the nodes; those here say plainly what its searcher is to walk. A
term's weight is its boost, so the searcher's weighting model must know no document frequencies.
"""

from collections.abc import Sequence
from typing import Any

from whoosh import query
from whoosh.matching import ListMatcher, Matcher

from search import plan as plans
from search.plan import Plan


def whoosh_query(plan: Plan) -> query.Query:
    """Return a plan as a query of Whoosh.

    Plain Whoosh takes a document that scores 0 out of an Or: where scores are compared, a Prefix or Phrase wants a
    Constant or Filtered around it.
    """
    match plan:
        case plans.Term(field, text, weight):
            return query.Term(field, text, boost=weight)
        case plans.Prefix(field, text):
            return query.ConstantScoreQuery(query.Prefix(field, text), 0.0)
        case plans.Phrase(field, slots, before):
            return Adjoining(field, slots, before)
        case plans.All(parts, forbidden, optional):
            required = [*map(whoosh_query, parts), *(Without(whoosh_query(part)) for part in forbidden)]
            every = query.And(required) if required else query.Every()
            return query.AndMaybe(every, query.Or([*map(whoosh_query, optional)])) if optional else every
        case plans.Any(parts):
            return query.Or([*map(whoosh_query, parts)])
        case plans.Best(parts):
            return Best([*map(whoosh_query, parts)])
        case plans.AtLeast(parts, least):
            return AtLeast([*map(whoosh_query, parts)], least)
        case plans.Filtered(scored, by):
            return Within(whoosh_query(scored), whoosh_query(by))
        case plans.Constant(part, score):
            return query.ConstantScoreQuery(whoosh_query(part), score)
        case plans.Everything():
            return query.Every()


class _Gathered(query.Or):  # type: ignore[misc]  # Whoosh is untyped
    """Any of the parts; a subclass says what the scores of those that match make together, None for no match."""

    def score(self, scores: list[float]) -> float | None:
        raise NotImplementedError

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Return the documents that match, found one part after another."""
        held: dict[int, list[float]] = {}
        for part in self.subqueries:
            for number, matcher in _walk(part, searcher, context):
                held.setdefault(number, []).append(matcher.score())
        found = {number: score for number in sorted(held) if (score := self.score(held[number])) is not None}
        return ListMatcher(list(found), [score * self.boost for score in found.values()])


class AtLeast(_Gathered):
    """At least so many of the parts; those that match add up."""

    def __init__(self, subqueries: Sequence[query.Query], least: int, boost: float = 1.0) -> None:
        super().__init__(list(subqueries), boost=boost)
        self.least = least

    def score(self, scores: list[float]) -> float | None:
        """Return the sum, None when too few match."""
        return sum(scores) if len(scores) >= self.least else None


class Best(_Gathered):
    """Any of the parts; the best score counts.

    What Whoosh's own DisjunctionMax should be: its matcher takes the better score of two parts also where only one of
    them matches.
    """

    def score(self, scores: list[float]) -> float | None:
        """Return the best."""
        return max(scores)


class Within(query.Query):  # type: ignore[misc]
    """What a query matches and scores, where another one matches too.

    What Whoosh's own Require says; the one of Whoosh 2.7.4 finds other documents.
    """

    def __init__(self, scored: query.Query, restricting: query.Query) -> None:
        self.scored = scored
        self.restricting = restricting
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"Within({self.scored!r}, {self.restricting!r})"

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many documents the rarer of the two matches, at most."""
        return min(int(part.estimate_size(ixreader)) for part in (self.scored, self.restricting))

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Return the documents that both match, with the scores of the first."""
        allowed = {number for number, _ in _walk(self.restricting, searcher, context)}
        found = {n: matcher.score() for n, matcher in _walk(self.scored, searcher, context) if n in allowed}
        return ListMatcher(list(found), list(found.values()))


class Without(query.Query):  # type: ignore[misc]
    """Every live document that a query does not match, unscored; Whoosh's own Not scores 1."""

    def __init__(self, banned: query.Query) -> None:
        self.banned = banned
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"Without({self.banned!r})"

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many documents there are."""
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Return the other documents."""
        banned = {number for number, _ in _walk(self.banned, searcher, context)}
        found = [number for number in searcher.reader().all_doc_ids() if number not in banned]
        return ListMatcher(found, [0.0] * len(found))


class Adjoining(query.Query):  # type: ignore[misc]
    """Words one after another in a field, any of a slot's words in each place; unscored.

    With `before` the first word must stand below that position.
    """

    def __init__(self, fieldname: str, slots: Sequence[Sequence[str]], before: int | None = None) -> None:
        self.fieldname = fieldname
        self.slots = tuple(map(tuple, slots))
        self.before = before
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"Adjoining({self.fieldname!r}, {self.slots!r}, {self.before!r})"

    def estimate_size(self, ixreader: Any) -> int:
        """Return in how many documents the rarest slot is, at most."""
        return min(sum(int(ixreader.doc_frequency(self.fieldname, word)) for word in slot) for slot in self.slots)

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Return the documents whose positions agree, compared one after another."""
        slots: list[dict[int, set[int]]] = []
        for slot in self.slots:
            places: dict[int, set[int]] = {}
            for word in slot:
                for number, matcher in _walk(query.Term(self.fieldname, word), searcher, context):
                    places.setdefault(number, set()).update(matcher.value_as("positions"))
            slots.append(places)
        found = []
        for number in sorted(set.intersection(*(set(places) for places in slots))):
            starts = slots[0][number]
            for at, places in enumerate(slots):
                starts = {start for start in starts if start + at in places[number]}
            if any(self.before is None or start < self.before for start in starts):
                found.append(number)
        return ListMatcher(found, [0.0] * len(found))


def _walk(asked: query.Query, searcher: Any, context: Any) -> Any:
    matcher = asked.matcher(searcher, context)
    while matcher.is_active():
        yield matcher.id(), matcher
        matcher.next()
