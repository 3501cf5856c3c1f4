"""Names for people: facets, their values, ranges of days and whole queries."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from search.answer import Answer, Exit, Refinement
from search.facets.selection import DATE, Choice
from search.facets.table import FACETS
from search.facets.taxonomies import Categories
from search.query import Query
from web.i18n.alphabet import by_letter
from web.i18n.markup import name_in_script
from web.i18n.messages import Messages


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Names in the reader's language; names in Uzbek are shown in `script` (source, latn, cyrl).

    One is made for all requests of a language and a script: what is written with its names again and again is kept
    under it.
    """

    messages: Messages
    script: str
    categories: Mapping[str, Categories]

    def facet(self, name: str) -> str:
        """Return a facet's name."""
        return self.messages.text(f"facet-{name}")

    def value(self, facet: str, value: str, label: str = "") -> str:
        """Return a facet value's name; `label` is what the releases call it."""
        return self.category(facet, value) if facet in self.categories else name_in_script(label or value, self.script)

    def missing(self, facet: str) -> str:
        """Return what the releases without a value of a facet are called."""
        return self.messages.text(f"none-{facet}")

    def choice(self, facet: str, choice: Choice, label: str = "") -> str:
        """Return a chosen value's name, written as left out where it is; `label` is what the releases call it."""
        if choice.value is None:
            excluded = self.messages.text("included-only", facet=self.facet(facet))
            return excluded if choice.excluded else self.missing(facet)
        name = self.value(facet, choice.value, label)
        return self.messages.text("excluded", value=name) if choice.excluded else name

    @lru_cache(maxsize=8_192)  # noqa: B019  # there are a dozen of them, which live as long as their application
    def category(self, facet: str, slug: str) -> str:
        """Return the name of a sector, region or country; the slug itself when its table does not hold it."""
        row = self.categories[facet].get(slug)
        if row is None:
            return slug
        if self.messages.lang in ("ru", "en"):
            return row.labels[self.messages.lang]
        script = "cyrl" if self.script == "source" and self.messages.lang == "uz-Cyrl" else self.script
        return name_in_script(row.labels["uz"], script)

    def alphabet(self, facet: str) -> str:
        """Return the one of LANGUAGES whose alphabet the values of a facet are listed by."""
        lang = self.messages.lang
        if lang in ("ru", "en"):
            lang = lang if facet in self.categories else "uz"
        return {"latn": "uz", "cyrl": "uz-Cyrl"}.get(self.script, lang) if lang in ("uz", "uz-Cyrl") else lang

    def ordered_categories(self, facet: str) -> list[tuple[str, str]]:
        """Return (value, name) of all the categories of a facet, in the order of the alphabet."""
        slugs = list(self.categories[facet])
        names = [self.category(facet, slug) for slug in slugs]
        return [(slugs[at], names[at]) for _, places in by_letter(names, self.alphabet(facet)) for at in places]

    def chosen(self, answer: Answer, facet: str) -> list[tuple[Choice, str]]:
        """Return the choices in a facet with their names."""
        choices = answer.query.selection(facet).choices
        if not choices:
            return []
        counted = answer.facet(facet)
        labels = {value.value: value.label for value in counted.values} if counted else {}
        return [(choice, self.choice(facet, choice, labels.get(choice.value or "", ""))) for choice in choices]

    def span(self, query: Query) -> str:
        """Return the chosen range of days in words, empty when none is chosen."""
        return self.messages.text("none-date") if query.undated else self.messages.span(query.start, query.end)

    def refinement(self, refined: Refinement) -> str:
        """Return the filters that words of a query were made."""
        return "; ".join(
            self.span(refined.query)
            if facet == DATE
            else self.messages.text("describe-facet", facet=self.facet(facet), values=self.value(facet, value, label))
            for (facet, value), label in zip(refined.filters, refined.labels, strict=True)
        )

    def way_out(self, way: Exit, answer: Answer) -> str:
        """Return what was taken away from a query without results."""
        if way.dropped in ("filters", "all-words", "quotes"):
            return self.messages.text(f"exit-{way.dropped}")
        if way.dropped == DATE:
            return self.messages.text("exit-without", what=self.span(answer.query))
        chosen = ", ".join(label for _, label in self.chosen(answer, way.dropped))
        return self.messages.text("exit-without", what=chosen or self.facet(way.dropped))

    def description(self, answer: Answer) -> str:
        """Return a query in words: what was run, and its filters."""
        parts = [answer.understanding.read_as] if answer.understanding.read_as else []
        for facet in FACETS:
            if chosen := self.chosen(answer, facet.name):
                names = ", ".join(label for _, label in chosen)
                parts.append(self.messages.text("describe-facet", facet=self.facet(facet.name).lower(), values=names))
        if span := self.span(answer.query):
            parts.append(span)
        return "; ".join(parts)


def bucket_label(messages: Messages, start: dt.date, interval: str) -> str:
    """Return the name of a year, month or day."""
    return {"year": messages.year, "month": messages.month, "day": messages.day}[interval](start)


def bucket_value(start: dt.date, interval: str) -> str:
    """Return a bucket as a parameter: 2026, 2026-03 or 2026-03-05."""
    return start.isoformat()[: {"year": 4, "month": 7, "day": 10}[interval]]
