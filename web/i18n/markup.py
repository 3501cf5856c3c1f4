"""Pieces of source text as HTML: transliterated as one text, escaped, then marked."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final

from markupsafe import Markup

from search import uzbek
from search.answer import Snippet
from search.release import Release

SOURCE: Final = "source"  # the display script that leaves every text as it was written
_SENTENCE_END: Final = re.compile(r"""[.!?…:;]["'”»)]*\s*$""")
_TEXTS: Final = {"latn": uzbek.to_latin, "cyrl": uzbek.to_cyrillic}
_PIECES: Final = {"latn": uzbek.to_latin_pieces, "cyrl": uzbek.to_cyrillic_pieces}


def in_script(text: str, script: str) -> str:
    """Return a text in a display script; `source` leaves it as it was written."""
    return _TEXTS[script](text) if script in _TEXTS else text


@lru_cache(maxsize=8_192)  # more names than a site has sources, in either script
def name_in_script(name: str, script: str) -> str:
    """Return the name of a facet's value in a display script, transliterated once: a page shows hundreds of them."""
    return in_script(name, script)


def plain(snippet: Snippet) -> str:
    """Return the source text of a snippet."""
    return "".join(piece.text for piece in snippet)


def marked(snippet: Snippet, script: str = SOURCE) -> Markup:
    """Return a snippet as HTML: escaped text with <mark> and nothing else."""
    return Markup(_html(snippet, script))  # noqa: S704  # every text in it is escaped


def _html(snippet: Snippet, script: str) -> str:
    texts: Sequence[str] = [piece.text for piece in snippet]
    if script in _PIECES:
        texts = _PIECES[script](texts)
    return "".join(
        [
            f"<mark>{escape(text)}</mark>" if piece.marked and text else escape(text)
            for piece, text in zip(snippet, texts, strict=True)
        ]
    )


def excerpt(snippet: Snippet, whole: str, script: str = SOURCE) -> Markup:
    """Return a snippet of a whole text as HTML, with dots where it was cut out of a sentence."""
    before, after = _cuts(plain(snippet), whole)
    cut = f"{'… ' if before else ''}{_html(snippet, script)}{' …' if after else ''}"
    return Markup(cut)  # noqa: S704  # every text in it is escaped


def excerpts(snippets: Sequence[Snippet], whole: str, script: str = SOURCE) -> Markup:
    """Return several snippets of one text as one run of HTML."""
    return Markup(" ").join(excerpt(snippet, whole, script) for snippet in snippets).replace("… …", "…")


def tag(text: str, script: str = SOURCE) -> str:
    """Return the language tag of Uzbek text as it is shown."""
    shown = script if script in _TEXTS else uzbek.script_of(text)
    return "uz-Cyrl" if shown == "cyrl" else "uz-Latn"


def script_of(release: Release, script: str) -> str:
    """Return the display script of a release: one that is not Uzbek is shown as it was written in any."""
    return script if release.is_uzbek else SOURCE


def tag_of(release: Release, text: str, script: str = SOURCE) -> str:
    """Return the language tag of a text of a release as it is shown."""
    return tag(text, script) if release.is_uzbek else release.language


def _cuts(text: str, whole: str) -> tuple[bool, bool]:
    start = whole.find(text)
    if start < 0 or not text:
        return False, False
    before, after = whole[:start].rstrip(), whole[start + len(text) :].strip()
    within = before and not _SENTENCE_END.search(before[-9:]) and "\n" not in whole[len(before) : start]
    return bool(within), bool(after) and not _SENTENCE_END.search(text[-9:])
