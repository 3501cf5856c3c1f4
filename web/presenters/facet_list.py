"""All values of a facet as the page that lists them shows them: by the alphabet, each to choose, alone or left out."""

from dataclasses import dataclass

from search.answer import Answer, Facet
from search.facets.selection import MISSING, Choice
from search.query import Query
from web.i18n.alphabet import by_letter
from web.i18n.labels import Labels
from web.presenters.facet_panel import LONG, Option, options
from web.urls import Links, Variants


@dataclass(frozen=True, slots=True)
class Row:
    """A value: its checkbox, the search with it alone and the one without it, and which of these is in force.

    The checkbox of what is left out says so, is ticked, and lets it in again when it no longer is.
    """

    value: str
    name: str
    option: Option
    only: str
    excluded: str
    is_only: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class FacetList:
    """The values of a facet: `groups` are (letter, rows), one without a letter where the list is short.

    `missing` stands for the releases without a value, `zeros` for the values that no release of the search has;
    `count` is how many there are but for those two; `long` says that the list is worth narrowing.
    """

    name: str
    label: str
    count: int
    groups: list[tuple[str, list[Row]]]
    missing: Row | None
    zeros: list[Option]
    long: bool


def facet_list(facet: Facet, whole: Facet | None, answer: Answer, labels: Labels, links: Links) -> FacetList:
    """Return all values of a facet in an answer; `whole` has those of the whole index, None where they say nothing."""
    choices, variants = answer.query.selection(facet.name).choices, links.page_variants(answer.query)
    chosen = {Choice(choice.value) for choice in choices}
    every = options(facet, labels)
    held = [option for option in every if option.count or Choice.read(option.value) in chosen]
    zeros = [option for option in every[:-1] if option not in held] if answer.total else []
    rows = [_row(option, facet.name, choices, labels, variants) for option in held]
    named = [row for row in rows if row.value != MISSING]
    if whole is not None:
        known = {option.value for option in (*held, *zeros)}
        zeros += [
            Option(value.value, labels.value(facet.name, value.value, value.label), 0, checked=False)
            for value in whole.values
            if value.value not in known
        ]
    alphabet = labels.alphabet(facet.name)
    letters = by_letter([row.name for row in named], alphabet)
    groups = [(letter, [named[place] for place in places]) for letter, places in letters]
    if len(named) <= LONG:
        groups = [("", [row for _, group in groups for row in group])] if named else []
    return FacetList(
        name=facet.name,
        label=labels.facet(facet.name),
        count=len(named),
        groups=groups,
        missing=next((row for row in rows if row.value == MISSING), None),
        zeros=[zeros[at] for _, places in by_letter([zero.label for zero in zeros], alphabet) for at in places],
        long=len(named) + len(zeros) > LONG,
    )


def carried(query: Query, facet: str, lang: str | None) -> list[tuple[str, str]]:
    """Return what the form of the list carries along unseen: all of the search but its words and what is listed."""
    fields = [(name, value) for name, value in query.parameters() if name not in ("q", "page", facet)]
    return [*fields, ("lang", lang)] if lang else fields


def _row(option: Option, facet: str, choices: tuple[Choice, ...], labels: Labels, variants: Variants) -> Row:
    choice = Choice.read(option.value)
    left_out = Choice(choice.value, excluded=True)
    is_excluded = left_out in choices
    shown = Option(str(left_out), labels.choice(facet, left_out, option.label), option.count, checked=True)
    return Row(
        value=option.value,
        name=option.label,
        option=shown if is_excluded else option,
        only=variants.only(facet, option.value),
        excluded=variants.excluded(facet, option.value),
        is_only=choices == (choice,),
        is_excluded=is_excluded,
    )
