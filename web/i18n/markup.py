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
_ENDING: Final = 9  # code points in which the end of a sentence is seen
_NEAR: Final = 64  # code points in which it nearly always stands, white space after it included
_LATIN: Final = re.compile("[A-Za-z]")
_OTHER_LATIN: Final = re.compile("[a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
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
    return "".join([piece.text for piece in snippet])


def marked(snippet: Snippet, script: str = SOURCE) -> Markup:
    """Return a snippet as HTML: escaped text with <mark> and nothing else."""
    return Markup(marked_html(snippet, script))  # noqa: S704  # every text in it is escaped


def marked_html(snippet: Snippet, script: str = SOURCE) -> str:
    """Return what `marked` does as a plain string, for JSON."""
    if script not in _PIECES:
        return "".join([f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in snippet])
    texts = _PIECES[script]([piece.text for piece in snippet])
    return "".join(
        [
            f"<mark>{escape(text)}</mark>" if piece.marked and text else escape(text)
            for piece, text in zip(snippet, texts, strict=True)
        ]
    )


def excerpt(snippet: Snippet, whole: str, script: str = SOURCE) -> Markup:
    """Return a snippet of a whole text as HTML, with dots where it was cut out of a sentence."""
    return Markup(excerpt_html(snippet, whole, script))  # noqa: S704  # every text in it is escaped


def excerpt_html(snippet: Snippet, whole: str, script: str = SOURCE) -> str:
    """Return what `excerpt` does as a plain string, for JSON."""
    before, after = _cuts(plain(snippet), whole)
    return f"{'… ' if before else ''}{marked_html(snippet, script)}{' …' if after else ''}"


def excerpts(snippets: Sequence[Snippet], whole: str, script: str = SOURCE) -> Markup:
    """Return several snippets of one text as one run of HTML."""
    run = " ".join([excerpt_html(snippet, whole, script) for snippet in snippets]).replace("… …", "…")
    return Markup(run)  # noqa: S704  # every text in it is escaped


def tag(text: str, script: str = SOURCE) -> str:
    """Return the language tag of Uzbek text as it is shown."""
    if script in _TEXTS:
        return "uz-Cyrl" if script == "cyrl" else "uz-Latn"
    if _LATIN.search(text):  # as nearly every text has near its beginning
        return "uz-Latn"
    return "uz-Cyrl" if _CYRILLIC.search(text) and not _OTHER_LATIN.search(text.lower()) else "uz-Latn"


def script_of(release: Release, script: str) -> str:
    """Return the display script of a release: one that is not Uzbek is shown as it was written in any."""
    return script if release.is_uzbek else SOURCE


def tag_of(release: Release, text: str, script: str = SOURCE) -> str:
    """Return the language tag of a text of a release as it is shown."""
    return tag(text, script) if release.is_uzbek else release.language


def _cuts(text: str, whole: str) -> tuple[bool, bool]:
    """Say whether a text was cut out of a sentence of the whole, at its beginning and at its end."""
    start = whole.find(text)
    if start < 0 or not text:
        return False, False
    near = whole[max(start - _NEAR, 0) : start]
    before = near.rstrip()
    if len(before) < _ENDING and start > _NEAR:
        near = whole[:start]
        before = near.rstrip()
    within = before and not _SENTENCE_END.search(before[-_ENDING:]) and "\n" not in near[len(before) :]
    end = start + len(text)
    after = whole[end : end + _NEAR].strip() or whole[end + _NEAR :].strip()
    return bool(within), bool(after) and not _SENTENCE_END.search(text[-_ENDING:])
