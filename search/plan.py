"""The plan of a search: ten frozen nodes that the compiler makes of a query and an engine runs over its index.

A plan says which releases match and what each scores, and nothing about how an engine finds out. Scores are those of
`search.ranking`: a term gives its weight times its saturation, and the nodes below say what becomes of that.

    Term        holds the term                          weight · saturation
    Prefix      holds a term that begins so             0
    Phrase      holds terms side by side                0
    All         matches every part, no forbidden one    sum of the parts and of the optional parts that match
    Any         matches a part                          sum of the parts that match
    Best        matches a part                          the best of the parts that match
    AtLeast     matches so many of the parts            sum of the parts that match
    Filtered    matches both                            that of `scored`
    Constant    matches the part                        `score`
    Everything  every release                           0

A query DSL has the same ten: term, prefix, span_near, bool, dis_max, minimum_should_match, filter, constant_score,
match_all.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """The releases that hold a term in a field; `weight` (its inverse document frequency and boosts) scores it."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """The releases that hold any term of a field that begins so; unscored."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The releases whose field has terms at adjoining positions, any of a slot's terms at each; unscored.

    With `before` the first of them must stand below that position.
    """

    field: str
    slots: tuple[tuple[str, ...], ...]
    before: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """The releases that match every part and no forbidden part; optional parts only score. No part: every release."""

    parts: tuple["Plan", ...]
    forbidden: tuple["Plan", ...] = ()
    optional: tuple["Plan", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """The releases that match a part; scores add up. No part: none."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The releases that match a part; the best score counts. No part: none."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The releases that match at least so many of the parts; scores add up."""

    parts: tuple["Plan", ...]
    least: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """The releases that match both; only `scored` scores."""

    scored: "Plan"
    by: "Plan"


@dataclass(frozen=True, slots=True)
class Constant:
    """The releases that match a part, each with the same score."""

    part: "Plan"
    score: float


@dataclass(frozen=True, slots=True)
class Everything:
    """Every release, unscored."""


Plan = Term | Prefix | Phrase | All | Any | Best | AtLeast | Filtered | Constant | Everything
EVERYTHING = Everything()
