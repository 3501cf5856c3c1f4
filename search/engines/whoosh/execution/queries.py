"""Two queries that Whoosh has no class for; each also says, plainly, what plain Whoosh is to walk."""

from collections.abc import Sequence
from typing import Any

from whoosh import query
from whoosh.matching import ListMatcher, Matcher


class AtLeast(query.Or):  # type: ignore[misc]  # Whoosh is untyped
    """At least so many of the parts; those that match add up."""

    def __init__(self, subqueries: Sequence[query.Query], least: int, boost: float = 1.0) -> None:
        super().__init__(list(subqueries), boost=boost)
        self.least = least

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Return the documents that enough parts match, found one part after another."""
        held: dict[int, list[float]] = {}
        for part in self.subqueries:
            for number, matcher in _walk(part, searcher, context):
                held.setdefault(number, []).append(matcher.score())
        enough = sorted(number for number, scores in held.items() if len(scores) >= self.least)
        return ListMatcher(enough, [sum(held[number]) * self.boost for number in enough])


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
