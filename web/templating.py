"""Templates, compiled once for each language: what they include and what they say without values stands in them.

A page is one template then: nothing is looked up, no context is made and no message is written while it is rendered.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from flask import current_app, g
from jinja2 import BaseLoader, Environment
from markupsafe import escape

from web.fragments.charts import chart_html, rows_html
from web.fragments.hits import hits_html
from web.fragments.options import option_html, options_html
from web.i18n.messages import Messages
from web.presenters.layout import variables

_INCLUDE: Final = re.compile(r'\{% include "([\w.]+)" %\}\n?')  # a tag takes the end of its line with it
_SAID: Final = re.compile(r"\{\{ say\('([\w-]+)'\) \}\}")
_SYNTAX: Final = re.compile(r"\{[{%#]")
_KEY: Final = "izla-templates"  # of Flask's extensions: messages → the environment of their language


class WholeLoader(BaseLoader):
    """Loads a template with what it includes in its place, and with the messages of one language."""

    def __init__(self, inner: BaseLoader, messages: Messages) -> None:
        self._inner = inner
        self._messages = messages

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the whole source of a template."""
        fresh: list[Callable[[], bool] | None] = []

        def whole(name: str) -> str:
            source, _, is_fresh = self._inner.get_source(environment, name)
            fresh.append(is_fresh)
            return _INCLUDE.sub(lambda match: whole(match[1]).removesuffix("\n"), source)

        source = _SAID.sub(self._said, whole(template))
        return source, None, lambda: all(is_fresh is None or is_fresh() for is_fresh in fresh)

    def _said(self, match: re.Match[str]) -> str:
        said = str(escape(self._messages.text(match[1])))
        return match[0] if _SYNTAX.search(said) else said


def render_page(name: str, /, **values: Any) -> str:
    """Return a template rendered for this request, with what every page needs besides the values."""
    return _environment(g.messages).get_template(name).render(variables() | values)


def _environment(messages: Messages) -> Environment:
    made: dict[Messages, Environment] = current_app.extensions.setdefault(_KEY, {})
    environment = made.get(messages)
    if environment is None:
        common = current_app.jinja_env
        assert common.loader is not None  # noqa: S101  # narrows what Jinja leaves open
        environment = common.overlay(loader=WholeLoader(common.loader, messages))
        environment.globals = common.globals | {
            "hits": partial(hits_html, messages=messages),
            "option": partial(option_html, messages=messages),
            "options": partial(options_html, messages=messages),
            "chart": partial(chart_html, messages=messages),
            "rows": partial(rows_html, messages=messages),
        }
        made[messages] = environment
    return environment
