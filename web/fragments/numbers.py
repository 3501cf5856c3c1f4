"""Numbers and sentences as HTML, kept for those that pages write again and again."""

from functools import lru_cache

from markupsafe import escape

from web.i18n.messages import Messages

_KEPT = 8_192  # numbers and sentences in all languages


@lru_cache(maxsize=_KEPT)
def number_html(messages: Messages, number: int) -> str:
    """Return a number with the language's grouping."""
    return str(escape(messages.number(number)))


@lru_cache(maxsize=_KEPT)
def count_html(messages: Messages, count: int) -> str:
    """Return how many releases something has, which eyes see as a number and ears hear as a sentence."""
    said = escape(messages.text("documents", n=count))
    return f'<span class="n">{number_html(messages, count)}<span class="sr"> {said}</span></span>'


@lru_cache(maxsize=_KEPT)
def said_html(messages: Messages, key: str) -> str:
    """Return a message without values."""
    return str(escape(messages.text(key)))
