"""How a browser's own search box asks (OpenSearch 1.1): what the site is, and suggestions as one types."""

from xml.etree import ElementTree

from flask import Blueprint, Response, g, json, request

from search.answer import Completion
from search.query import MAX_Q, Query
from web.app_state import service
from web.endpoints import asked_at, door
from web.i18n.messages import Words
from web.middleware.conditional import entity_tag, keep, unchanged
from web.parameters import table
from web.presenters.layout import absolute_links, shown_from
from web.urls import Links

SUGGESTIONS = 6
_SUGGESTIONS_TYPE = "application/x-suggestions+json"
_TYPE = "application/opensearchdescription+xml"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_NAME = 16  # letters, by the specification


blueprint = Blueprint("browsersearch", __name__)


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Go on from what is typed, in the form that browsers read: [typed, texts, descriptions, addresses]."""
    asked = asked_at(door("suggest"))
    typed = asked.query.q
    shown_from(service().engine.generation(), asked.query)
    tag = entity_tag(g.generation, asked.query.canonical())
    if same := unchanged(tag):
        return same
    found = service().engine.suggest(typed, SUGGESTIONS)
    to = absolute_links()
    body = [
        typed,
        [each.text for each in found],
        [_description(each, g.words) for each in found],
        [_address(each, to) for each in found],
    ]
    return keep(Response(json.dumps(body), content_type=_SUGGESTIONS_TYPE), tag)


def _description(each: Completion, words: Words) -> str:
    return words.say("release") if each.release else words.say("hits", n=each.count)


def _address(each: Completion, to: Links) -> str:
    return to.release(each.release) if each.release else to.page(Query(each.text[:MAX_Q]))


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Describe the site to a browser that wants to offer it as a search engine."""
    table.read(request.args, page=True, only=("lang",))
    to, site = absolute_links(), service().site
    title = site.titles[g.words.lang]
    root = ElementTree.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    _add(root, "ShortName", title if len(title) <= _LONGEST_NAME else "Izla")
    _add(root, "LongName", title[:48])
    _add(root, "Description", g.words.say("about"))
    if "@" in site.contact:
        _add(root, "Contact", site.contact)
    for media_type, rel, template in (
        ("text/html", "results", to.template("/")),
        ("application/atom+xml", "results", to.template("/feed.atom")),
        ("application/json", "results", to.template("/api/search")),
        (_SUGGESTIONS_TYPE, "suggestions", to.template("/api/suggest")),
        (_TYPE, "self", to.description()),
    ):
        ElementTree.SubElement(root, "Url", type=media_type, rel=rel, template=template)
    image = ElementTree.SubElement(root, "Image", width="64", height="64", type="image/svg+xml")
    image.text = f"{to.base}/favicon.ico"
    for name, text in (
        ("Language", "uz"),
        ("SyndicationRight", "open"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        _add(root, name, text)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type=_TYPE, headers={"Cache-Control": "public, max-age=86400"})


def _add(root: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(root, name).text = text
