"""The id of a release: given, or made of a file's name or of what the release says; always fit for an address."""

import hashlib
import re
from typing import Final

from search.facets.table import slug
from search.release import UZBEK, Release

MAX_ID: Final = 200  # code points; an address with it stays far below what browsers and proxies take
_DIGITS: Final = 16  # of a digest that stands for what is too long or has no name
_PLAIN_ASCII: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_DATE_FIRST: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\D|$)")
_UNFIT: Final = re.compile(r"[^\S ]|[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def of_name(name: str) -> str:
    """Return the id of a text file: its name where that is plain ASCII, else its slug, a leading date kept."""
    if _PLAIN_ASCII.fullmatch(name) and len(name) <= MAX_ID:
        return name
    dated = _DATE_FIRST.match(name)
    rest = slug(name[len(dated[1]) :] if dated else name)
    parts = [dated[1] if dated else "", rest if len(rest) <= MAX_ID // 2 and rest else _digest(name)]
    return "-".join(part for part in parts if part)


def of_content(release: Release) -> str:
    """Return the id of a release that came without one: a hash of what it says."""
    return _digest(release.with_(id="", sample=False).to_json())


def in_language(name: str, language: str) -> str:
    """Return the id of a release in a language: its own, and the code of any but Uzbek behind it.

    Sites give one id to all languages of a release, and the Uzbek one is called by it. An id that has the code among
    its parts stays.
    """
    if language == UZBEK or language in name.lower().split("-"):
        return name
    room = MAX_ID - len(language) - 1
    return f"{name if len(name) <= room else f'{name[: room - _DIGITS - 1]}-{_digest(name)}'}-{language}"


def checked(given: str) -> str:
    """Return a given id; raises ValueError with the reason where it is not fit for an address."""
    if len(given) > MAX_ID:
        raise ValueError(f"the id has {len(given)} characters; at most {MAX_ID} are taken")
    if unfit := _UNFIT.search(given):
        raise ValueError(f"the id {given!r} holds {unfit[0]!r}, which no address can")
    if given in (".", ".."):
        raise ValueError(f"the id {given!r} means a folder in an address")
    return given


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
