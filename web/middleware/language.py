"""The language and the script of a response: the address, else the cookie, else what the browser asks for, else Uzbek.

The script is that of releases on pages; the cookie keeps it with its language.
"""

from typing import Final

from flask import Flask, Response, g, request

from search.query import SCRIPTS
from web.endpoints import Kind, requested
from web.i18n.messages import LANGUAGES, TAGS, catalog, own_script

_COOKIE: Final = "lang"
_BESIDE: Final = "."  # between a language and a script
_YEAR: Final = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    """Choose a language before each request and remember it after."""
    app.before_request(_choose)
    app.after_request(_remember)


def _choose() -> None:
    named = request.args.get("lang")
    g.named_lang = named if named in LANGUAGES else None
    remembered, script = _remembered()
    g.messages = catalog(g.named_lang or remembered or _accepted() or LANGUAGES[0])
    endpoint = requested()
    g.script = g.named_script = None
    if endpoint and endpoint.kind is Kind.PAGE:
        named_script = request.args.get("script")
        g.named_script = named_script if named_script in SCRIPTS else None
        kept = script if g.named_lang is None and remembered == g.messages.lang else None
        g.script = g.named_script or kept or own_script(g.messages.lang)


def _remembered() -> tuple[str | None, str | None]:
    """Return the language and the script that the cookie names, None for what it does not."""
    lang, _, script = request.cookies.get(_COOKIE, "").partition(_BESIDE)
    return (lang if lang in LANGUAGES else None), (script if script in SCRIPTS else None)


def _to_remember() -> str:
    """Return what the cookie is to say: the language, and a script that is not its own."""
    lang, (remembered, script) = g.messages.lang, _remembered()
    chosen = g.named_script or (script if remembered == lang else None)
    return lang if chosen in (None, own_script(lang)) else f"{lang}{_BESIDE}{chosen}"


def _accepted() -> str | None:
    for tag in request.accept_languages.values():
        language, _, rest = tag.lower().replace("_", "-").partition("-")
        if language == "uz":
            return "uz-Cyrl" if rest.startswith("cyrl") else "uz"
        if language in LANGUAGES:
            return language
    return None


def _remember(response: Response) -> Response:
    endpoint = requested()
    if endpoint and endpoint.kind is Kind.ASSET:
        return response
    response.headers["Content-Language"] = TAGS[g.messages.lang]
    if g.named_lang is None:
        response.vary.update(("Accept-Language", "Cookie"))
    if (g.named_lang or g.named_script) and request.cookies.get(_COOKIE) != (cookie := _to_remember()):
        if not endpoint or endpoint.kind is not Kind.PAGE:
            return response
        path = request.script_root or "/"
        response.set_cookie(_COOKIE, cookie, max_age=_YEAR, path=path, samesite="Lax", httponly=True)
        response.headers["Cache-Control"] = "private, no-cache"
    return response
