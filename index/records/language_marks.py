"""Language marks: one text that holds a release in several languages, as qTranslate writes it, cut into those."""

import re
from typing import Final

_MARKED: Final = re.compile(r"\[:[A-Za-z]{2}\]|<!--:[A-Za-z]{2}-->|\{:[A-Za-z]{2}\}")
_UZBEK: Final = ("uz", "oz", "la", "kr")
_MARK: Final = re.compile(r"(?:\[:|<!--:|\{:)(?:([A-Za-z]{2}))?(?:\]|-->|\})")


def by_language(text: str) -> dict[str, str] | None:
    """Return the parts of a text by the codes of their languages, None where it holds no marks.

    What stands outside of any mark belongs to all languages and is left out where a part has words of its own.
    """
    if not _MARKED.search(text):
        return None
    parts: dict[str, str] = {}
    language = ""
    end = 0
    for mark in _MARK.finditer(text):
        if language:
            parts[language] = parts.get(language, "") + text[end : mark.start()]
        language, end = (mark[1] or "").lower(), mark.end()
    if language:
        parts[language] = parts.get(language, "") + text[end:]
    return parts


def in_uzbek(text: str) -> str:
    """Return what a text says in Uzbek, or in the first of its languages; itself where it holds no marks."""
    parts = by_language(text)
    if not parts:
        return text if parts is None else ""
    return next((parts[code] for code in _UZBEK if code in parts), next(iter(parts.values()))).strip()
