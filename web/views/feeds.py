"""Feeds of any search, Atom (RFC 4287) and JSON Feed 1.1: the newest releases by when they were first seen."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify

from search.answer import Answer, Hit
from search.clock import TASHKENT, moment
from search.query import YES, Query
from web.app_state import state
from web.endpoints import ENDPOINTS, Endpoint, path_of
from web.i18n.labels import Labels
from web.i18n.markup import in_script, plain, script_of, tag_of
from web.middleware.conditional import answered, key_of
from web.parameters.strict import read_strictly
from web.request_state import absolute_links, labels_for
from web.site_settings import Site
from web.urls import Links, feed_query, web_address

NEWEST: Final = 50  # releases in a feed
_ATOM: Final = "http://www.w3.org/2005/Atom"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
_SINCE: Final = "2026"  # the year in our tag: URIs (RFC 4151); it only has to stay what it is
_NO_HOST: Final = "izla"
_NOBODY: Final = "Izla"  # Atom asks for an author
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2

blueprint = Blueprint("feeds", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in a feed; `published` and `updated` are RFC 3339, `paragraphs` plain text."""

    id: str
    url: str
    published_at: str | None
    title: str
    language: str
    published: str
    updated: str
    source: str
    sectors: tuple[str, ...]
    summary: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A search as a feed: who it is, where it is, and its entries, newest first."""

    id: str
    title: str
    language: str
    updated: str
    url: str
    page: str
    icon: str
    entries: tuple[Entry, ...]


@blueprint.get(path_of("feeds.atom"))
def atom() -> Response:
    """Return the newest releases of a search as Atom."""
    return _feed(ENDPOINTS["feeds.atom"])


@blueprint.get(path_of("feeds.json_feed"))
def json_feed() -> Response:
    """Return the newest releases of a search as JSON Feed."""
    return _feed(ENDPOINTS["feeds.json_feed"])


def _feed(endpoint: Endpoint) -> Response:
    query = feed_query(read_strictly(endpoint).query)

    def show(answer: Answer) -> Response:
        feed = feed_of(answer, query, labels_for(query), absolute_links(), endpoint.operation)
        response = jsonify(as_json_feed(feed)) if endpoint.operation == "json_feed" else Response(as_atom(feed))
        response.headers["Content-Type"] = endpoint.content_type
        response.headers["Link"] = f'<{feed.url}>; rel="self", <{feed.page}>; rel="alternate"; type="text/html"'
        return response

    return answered(key_of(query), lambda: newest(query), show, query=query)


def newest(query: Query, most: int = NEWEST) -> Answer:
    """Return the newest releases of a search as a feed has them, with the names of what is chosen in its facets."""
    named = None if query.read == YES else tuple(name for name, _ in query.selections)  # words read may choose in any
    return state().service.answer(replace(query, sort="-first_seen", per_page=most, facets=named))


def feed_of(answer: Answer, query: Query, labels: Labels, links: Links, name: str) -> Feed:
    """Return an answer as the feed of that operation; `links` make whole addresses."""
    site = state().site
    authority = tag_authority(site, state().public_url)
    entries = tuple(_entry(hit, labels, links, authority) for hit in answer.hits)
    description = labels.description(answer) or labels.messages.text("all-releases")
    if answer.generation.samples:
        description = f"{description}; {labels.messages.text('samples-note')}"
    return Feed(
        id=f"tag:{authority}:search?{query.canonical()}",
        title=f"{site.titles[labels.messages.lang]}: {description}",
        language=labels.messages.tag,
        updated=max((entry.updated for entry in entries), default=_midnight(answer.generation.built.date())),
        url=links.feed(name, query),
        page=links.page(query),
        icon=links.to(path_of("assets.favicon")),
        entries=entries,
    )


def tag_authority(site: Site, address: str) -> str:
    """Return who names things in tag: URIs: what the site says, else its public host; never one that a reader named."""
    return site.tag or f"{urlsplit(address).hostname or _NO_HOST},{_SINCE}"


def _entry(hit: Hit, labels: Labels, links: Links, authority: str) -> Entry:
    release, script = hit.release, script_of(hit.release, labels.script)
    body = in_script(release.body, script)
    return Entry(
        id=f"tag:{authority}:release/{quote(release.id, safe='')}",
        url=links.release(release.id),
        published_at=web_address(release),
        title=in_script(release.title, script) or labels.messages.text("untitled"),
        language=tag_of(release, release.title or release.body, script),
        published=_midnight(release.date) if release.date else moment(release.first_seen),
        updated=moment(release.changed),
        source=in_script(release.source, script),
        sectors=tuple(labels.category("sector", slug) for slug in release.sectors),
        summary=in_script(" … ".join(map(plain, hit.snippets)), script),
        paragraphs=tuple(part for part in body.split("\n\n") if part),
    )


def _midnight(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), TASHKENT).isoformat()


def as_atom(feed: Feed) -> bytes:
    """Write a feed as Atom; characters that XML cannot hold are left out."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(root, "icon", feed.icon)
    for entry in feed.entries:
        item = ElementTree.SubElement(root, "entry", {"xml:lang": entry.language})
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "link", rel="alternate", type="text/html", href=entry.url)
        if entry.published_at:
            _add(item, "link", rel="via", type="text/html", href=entry.published_at)
        _add(item, "published", entry.published)
        _add(item, "updated", entry.updated)
        _add(ElementTree.SubElement(item, "author"), "name", _legal(entry.source).strip() or _NOBODY)
        for sector in entry.sectors:
            _add(item, "category", term=sector)
        if entry.summary:
            _add(item, "summary", entry.summary)
        _add(item, "content", _html(entry), type="html")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def as_json_feed(feed: Feed) -> dict[str, Any]:
    """Write a feed as JSON Feed."""
    return {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "icon": feed.icon,
        "language": feed.language,
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                **({"external_url": entry.published_at} if entry.published_at else {}),
                "title": _legal(entry.title),
                "content_html": _legal(_html(entry)),
                **({"summary": _legal(entry.summary)} if entry.summary else {}),
                "date_published": entry.published,
                "date_modified": entry.updated,
                "authors": [{"name": name}] if (name := _legal(entry.source).strip()) else [],
                "tags": list(entry.sectors),
                "language": entry.language,
            }
            for entry in feed.entries
        ],
    }


def _html(entry: Entry) -> str:
    paragraphs = []
    for text in entry.paragraphs:
        paragraph = ElementTree.Element("p")
        paragraph.text = _legal(text)
        paragraphs.append(ElementTree.tostring(paragraph, encoding="unicode"))
    return "".join(paragraphs)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    legal = {key: _legal(value) for key, value in attributes.items()}
    ElementTree.SubElement(parent, name, legal).text = _legal(text) or None


def _legal(text: str) -> str:
    return _NOT_XML.sub("", text)
