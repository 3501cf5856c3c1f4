"""What every page has: the words, the addresses, the languages, and whether its releases are samples."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask, g, request

from search.generation import Generation
from search.query import Query
from web.app_state import service
from web.assets import asset_url
from web.i18n.labels import Labels
from web.i18n.messages import LANGUAGES, TAGS, coded
from web.urls import Links

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
    """Give templates what every page needs."""
    app.context_processor(_shared)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset_url
    app.jinja_env.filters["coded"] = coded


def links() -> Links:
    """Return the maker of addresses for this request."""
    return Links(service().address or request.script_root, g.named_lang)


def labels_for(query: Query) -> Labels:
    """Return the names of things for this request, in the script of a query."""
    return Labels(g.words, query.script, service().categories)


def absolute_links() -> Links:
    """Return the maker of whole addresses, for what is read away from the site."""
    return Links(service().address or request.url_root.rstrip("/"), g.named_lang)


def shown_from(generation: Generation, query: Query | None = None) -> None:
    """Note which generation and query the page in the making shows."""
    g.generation = generation
    g.here = query.parameters() if query else []


def _shared() -> dict[str, Any]:
    generation: Generation | None = g.get("generation")
    return {
        "say": g.words.say,
        "tell": g.words.tell,
        "number": g.words.number,
        "page_lang": g.words.tag,
        "links": links(),
        "site": service().site,
        "site_title": service().site.titles[g.words.lang],
        "home": links().page(Query()),
        "languages": _languages(),
        "samples": bool(generation and generation.samples),
        "generation": generation,
    }


def _languages() -> list[LanguageLink]:
    here = g.get("here", [])
    path = f"{links().base}/{quote(request.path.lstrip('/'))}"  # a second slash in front would name a host
    return [
        LanguageLink(
            tag=TAGS[lang],
            short=_NAMES[lang][0],
            name=_NAMES[lang][1],
            url=f"{path}?{urlencode(sorted([*here, ('lang', lang)]))}",
            current=lang == g.words.lang,
        )
        for lang in LANGUAGES
    ]
