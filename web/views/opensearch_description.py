"""The description of the site for browsers that offer it as a search engine (OpenSearch 1.1)."""

from typing import Final
from xml.etree import ElementTree

from flask import Blueprint, Response, g

from web.app_state import state
from web.endpoints import ENDPOINTS, path_of
from web.request_state import absolute_links

_TYPE: Final = "application/opensearchdescription+xml"
_NAMESPACE: Final = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_SHORT_NAME: Final = 16  # letters, by the specification
_LONGEST_LONG_NAME: Final = 48  # letters, by the specification
_URLS: Final = (  # (endpoint, media type, relation)
    ("pages.search", "text/html", "results"),
    *((name, ENDPOINTS[name].media, "results") for name in ("feeds.atom", "api.search")),
    ("browsersearch.suggest", ENDPOINTS["browsersearch.suggest"].media, "suggestions"),
)

blueprint = Blueprint("opensearch", __name__)


@blueprint.get(path_of("browsersearch.description"))
def describe() -> Response:
    """Describe the site to a browser."""
    to, site = absolute_links(), state().site
    title = site.titles[g.messages.lang]
    root = ElementTree.Element("OpenSearchDescription", xmlns=_NAMESPACE)
    _add(root, "ShortName", title if len(title) <= _LONGEST_SHORT_NAME else "Izla")
    _add(root, "LongName", title[:_LONGEST_LONG_NAME])
    _add(root, "Description", g.messages.text("about"))
    if "@" in site.contact:
        _add(root, "Contact", site.contact)
    urls = [(media_type, relation, to.template(path_of(name))) for name, media_type, relation in _URLS]
    for media_type, relation, template in (*urls, (_TYPE, "self", to.description())):
        ElementTree.SubElement(root, "Url", type=media_type, rel=relation, template=template)
    image = ElementTree.SubElement(root, "Image", width="64", height="64", type="image/svg+xml")
    image.text = to.to(path_of("assets.favicon"))
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
