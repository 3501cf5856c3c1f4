"""The layout of every page: its messages, addresses and languages, and whether its releases are samples."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, g, request

from search.clock import TASHKENT
from search.generation import Generation
from search.query import Query
from web.app_state import state
from web.assets import asset_url
from web.i18n.messages import LANGUAGES, TAGS, coded
from web.request_state import links
from web.urls import address_of

_NAMES: Final = {
    "uz": ("Oʻz", "Oʻzbekcha"),
    "uz-Cyrl": ("Ўз", "Ўзбекча"),
    "ru": ("Ру", "Русский"),
    "en": ("En", "English"),
}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    tag: str
    short: str
    name: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    """Say how templates are read and what they may call."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset_url
    app.jinja_env.filters["coded"] = coded


def variables() -> dict[str, Any]:
    """Return what every page needs."""
    generation: Generation | None = g.get("generation")
    to, site = links(), state().site
    return {
        "say": g.messages.text,
        "tell": g.messages.html,
        "number": g.messages.number,
        "page_lang": g.messages.tag,
        "links": to,
        "site": site,
        "site_title": site.titles[g.messages.lang],
        "home": to.page(Query()),
        "languages": _languages(),
        "samples": bool(generation and generation.samples),
        "generation": generation,
        "updated": _updated(generation) if generation else "",
    }


def _updated(generation: Generation) -> str:
    """Return when the index was made, in words and by the clock of Tashkent."""
    built = generation.built.astimezone(TASHKENT)
    return f"{g.messages.day(built.date())}, {built:%H:%M}"


def _languages() -> list[LanguageLink]:
    shown = g.get("shown_parameters", [])
    path = f"{links().base}/{quote(request.path.lstrip('/'))}"  # a second slash in front would name a host
    return [
        LanguageLink(
            tag=TAGS[lang],
            short=_NAMES[lang][0],
            name=_NAMES[lang][1],
            url=address_of(path, (*shown, ("lang", lang))),
            current=lang == g.messages.lang,
        )
        for lang in LANGUAGES
    ]
