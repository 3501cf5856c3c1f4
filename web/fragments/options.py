"""Checkboxes of facets as HTML."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from web.fragments.numbers import count_html
from web.i18n.messages import Messages
from web.presenters.facet_panel import Option


def option_html(option: Option, facet: str, messages: Messages) -> Markup:
    """Return the checkbox of a value with how many releases it gives."""
    return Markup(_option(option, facet, messages))  # noqa: S704  # every text in it is escaped


def options_html(options: Iterable[Option], facet: str, messages: Messages) -> Markup:
    """Return the items of a list of checkboxes."""
    rows = "".join([f"<li>{_option(option, facet, messages)}</li>\n" for option in options])
    return Markup(rows)  # noqa: S704  # every text in it is escaped


def _option(option: Option, facet: str, messages: Messages) -> str:
    field, label = _named(facet, option.value, option.label)
    zero = "" if option.count else ' class="zero"'
    checked = " checked" if option.checked else ""
    return f"<label{zero}>{field}{checked}>{label}{count_html(messages, option.count)}</label>"


@lru_cache(maxsize=16_384)  # values of all facets in a dozen of languages and scripts
def _named(facet: str, value: str, label: str) -> tuple[str, str]:
    field = f'<input type="checkbox" form="search" name="{escape(facet)}" value="{escape(value)}"'
    return field, f"<span>{escape(label)}</span>"
