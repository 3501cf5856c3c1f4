"""Copies: what a release in another script or from another office says beyond the release itself."""

from typing import Final

from search.uzbek import key, words

_NEW: Final = 0.25  # share of a paragraph's words that the release itself does not have: it is searched then


def extra_of(known: frozenset[str], title: str, body: str) -> str:
    """Return the paragraphs of a copy that say what is not `known`, as keys of words."""
    return "\n\n".join(paragraph for paragraph in (title, *body.split("\n\n")) if _says_new(paragraph, known))


def keys_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: the same in both scripts and all spellings."""
    return [key(token.text) for token in words(text) if not token.joined]


def _says_new(paragraph: str, known: frozenset[str]) -> bool:
    keys = keys_of(paragraph)
    return bool(keys) and sum(word not in known for word in keys) > _NEW * len(keys)
