"""The facets as the search form shows them: checkboxes with counts, and a chip for each filter that is on."""

from dataclasses import dataclass
from typing import Final

from search.answer import Answer, Facet
from search.facets.selection import MISSING, Choice
from search.facets.table import FACETS, USUAL
from search.query import Query
from web.i18n.labels import Labels
from web.parameters.table import Group, params_of
from web.urls import Links

_FIRST: Final = 8  # values seen at once; a longer list is longer than a phone
LONG: Final = 20  # values; a longer list has a page of its own, an alphabet and a box that narrows it
_FACETS: Final = frozenset(facet.name for facet in FACETS)
_CARRIED: Final = frozenset(param.name for param in params_of(Group.HIDDEN))


@dataclass(frozen=True, slots=True)
class Option:
    """A checkbox: what it sends, what it says and how many releases it would give."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A facet's checkboxes: those seen at once and those under "more", how many are chosen and how many there are.

    `page` lists all of them, None where they are all seen at once; `long` says that only that page has them all.
    """

    name: str
    label: str
    first: tuple[Option, ...]
    rest: tuple[Option, ...]
    chosen: int
    count: int
    page: str | None
    long: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the page without it; or one that is offered: the page with it, and what it shows."""

    label: str
    url: str
    count: int | None = None


def panels(answer: Answer, labels: Labels, links: Links) -> list[Panel]:
    """Return the checkboxes of every facet: chosen ones first, then by count, those at 0 under "more" alone.

    An answer that leaves values out has LONG of each facet at least, since a list of fewer is shown whole.
    One of which all releases have the usual value is left out until something is chosen in it.
    """
    return [_panel(facet, answer, labels, links) for facet in answer.facets if _tells(facet)]


def _tells(facet: Facet) -> bool:
    if facet.name not in USUAL or facet.missing_selected or facet.missing_excluded:
        return True
    return any(value.value != USUAL[facet.name] or value.selected or value.excluded for value in facet.values)


def options(facet: Facet, labels: Labels) -> list[Option]:
    """Return all values of a facet in the answer's order, then the releases without one, even where there are none."""
    values = [
        Option(value.value, labels.value(facet.name, value.value, value.label), value.count, value.selected)
        for value in facet.values
    ]
    return [*values, Option(MISSING, labels.missing(facet.name), facet.missing, facet.missing_selected)]


def _panel(facet: Facet, answer: Answer, labels: Labels, links: Links) -> Panel:
    every = options(facet, labels)
    held = [option for option in every if option.count or option.checked]
    zeros = [option for option in every[:-1] if not option.count and not option.checked] if answer.total else []
    unseen = facet.other - facet.other_held if answer.total else 0  # values at 0 that the answer leaves out
    held.sort(key=lambda option: not option.checked)
    chosen = sum(option.checked for option in held)
    few = len(held) <= _FIRST + 1
    cut = max(chosen, len(held) if few else _FIRST)
    count = sum(option.value != MISSING for option in held) + facet.other_held
    long = count + len(zeros) + unseen > LONG
    rest = () if long else (*held[cut:], *zeros)
    return Panel(
        name=facet.name,
        label=labels.facet(facet.name),
        first=tuple(held[:cut]),
        rest=rest,
        chosen=chosen,
        count=count,
        page=links.facet(answer.query, facet.name) if rest or long else None,
        long=long,
    )


def chips(answer: Answer, labels: Labels, links: Links) -> list[Chip]:
    """Return a chip for each filter that is on."""
    query = answer.query
    shown = [
        Chip(label, links.page(query.toggled(facet.name, choice)))
        for facet in FACETS
        for choice, label in labels.chosen(answer, facet.name)
    ]
    if span := labels.span(query):
        shown.append(Chip(span, links.page(query.with_(start=None, end=None, undated=False))))
    return shown


def offered(answer: Answer, labels: Labels, links: Links) -> list[Chip]:
    """Return a chip for each filter that words of the query name, where it would find something."""
    return [
        Chip(labels.refinement(refinement), links.page(refinement.query), refinement.count)
        for refinement in answer.refinements
        if refinement.count
    ]


def hidden_fields(query: Query, lang: str | None) -> list[tuple[str, str]]:
    """Return what the form carries along unseen: order, script, values that are left out and the like."""
    fields = [
        (name, value)
        for name, value in query.parameters()
        if name in _CARRIED or (name in _FACETS and Choice.read(value).excluded)
    ]
    return [*fields, ("lang", lang)] if lang else fields
