"""The language of a response: the address, else the cookie, else what the browser asks for, else Uzbek."""

from typing import Final

from flask import Flask, Response, g, request

from web.endpoints import Kind, requested
from web.i18n.messages import LANGUAGES, TAGS, catalog

_COOKIE: Final = "lang"
_YEAR: Final = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    """Choose a language before each request and remember it after."""
    app.before_request(_choose)
    app.after_request(_remember)


def _choose() -> None:
    named = request.args.get("lang")
    g.named_lang = named if named in LANGUAGES else None
    remembered = request.cookies.get(_COOKIE)
    g.messages = catalog(g.named_lang or (remembered if remembered in LANGUAGES else None) or _accepted() or "uz")


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
    elif endpoint and endpoint.kind is Kind.PAGE and request.cookies.get(_COOKIE) != g.named_lang:
        path = request.script_root or "/"
        response.set_cookie(_COOKIE, g.named_lang, max_age=_YEAR, path=path, samesite="Lax", httponly=True)
        response.headers["Cache-Control"] = "private, no-cache"
    return response
