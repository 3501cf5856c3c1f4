"""What a page says of itself for machines: JSON-LD, meta elements, links to its own and its other addresses."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from index.readers.saved_page.json_ld import WEB, Article, read_json_ld
from index.readers.saved_page.markup import Markup
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import Words, fold
from index.records.cleaning import one_line

_FRONT: Final = re.compile(
    r"/*(?:(?:uz|oz|ru|en|kaa|kk|qq)(?:[-_]\w+)?|uzb|rus|eng|lat|cyr|kr)?/*(?:(?:index|home)\.\w+)?", re.IGNORECASE
)
# names and properties of meta elements that give the day of publishing, the surest first
_PUBLISHED: Final = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article.published"),
    *("datepublished", "citation_publication_date", "parsely-pub-date", "sailthru.date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date"),
)


@dataclass(slots=True)
class PageData:
    """What a page says of itself; `articles` and `pages` are those of JSON-LD, `meta` the meta elements by name.

    `title` is the content of `<title>`, `sites` what its site is called, `crumbs` the names of the way to it. `url` is
    its own address, "" where only its site's is given; `host` is known in both cases.
    """

    articles: list[Article] = field(default_factory=list)
    pages: list[Article] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    title: str = ""
    url: str = ""
    host: str = ""
    alternates: dict[str, str] = field(default_factory=dict)
    language: str = ""

    @property
    def published(self) -> str:
        """The day of publishing as a meta element gives it."""
        return next((value for name in _PUBLISHED if (value := self.meta.get(name, ""))), "")

    def first_meta(self, *names: str) -> str:
        """Return the first of some meta elements that has a content."""
        return next((value for name in names if (value := self.meta.get(name, ""))), "")


def read_data(markup: Markup, tree: Tree) -> PageData:
    """Read what a page says of itself; what is broken is passed over."""
    data = PageData(title=one_line(unescape(markup.title)))
    for script in markup.data:
        said = read_json_ld(script)
        data.articles += said.articles
        data.pages += said.pages
        data.sites += said.sites
        data.crumbs = data.crumbs or said.crumbs
    _read_elements(tree, data, markup.saved_from)
    if site := data.first_meta("og:site_name", "application-name"):
        data.sites.append(site)
    if not data.language:
        languages = (article.language for article in data.articles)
        data.language = next(filter(None, languages), "") or data.first_meta(
            "content-language", "og:locale", "language"
        )
    return data


def _own_articles(data: PageData, addresses: list[str]) -> list[Article]:
    """Return the page's own article, none where several are told of and nothing says which it is."""
    if len(data.articles) < 2:
        return data.articles
    names = [fold(name) for name in (data.first_meta("og:title"), data.title) if name]
    own = [article for article in data.articles if article.address in addresses]
    own = own or [article for article in data.articles if any(_is_end(fold(article.headline), name) for name in names)]
    one_day = len({article.published for article in data.articles}) == 1
    return own[:1] or (data.articles[:1] if one_day else [])


def _is_end(part: Words, whole: Words) -> bool:
    """Say whether some words begin or end others."""
    return bool(part) and part in (whole[: len(part)], whole[-len(part) :])


def is_own_address(address: str) -> bool:
    """Say whether an address can be one page's: of the web, and not the root that some sites name on every page."""
    if not WEB.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.netloc) and (not _FRONT.fullmatch(parts.path) or bool(parts.query))


def _read_elements(tree: Tree, data: PageData, saved_from: str) -> None:
    base = canonical = ""
    others: dict[str, str] = {}
    for node in tree.nodes:
        if node.tag == "meta":
            content = one_line(unescape(node.attributes.get("content", "")))
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                name = node.attributes.get(attribute, "").lower()
                if name and content and (attribute != "itemprop" or name != "datepublished"):
                    data.meta.setdefault(name, content)
        elif node.tag == "link":
            relations = node.attributes.get("rel", "").lower().split()
            address = node.attributes.get("href", "").strip()
            if "canonical" in relations:
                canonical = canonical or address
            elif "alternate" in relations and address and (language := node.attributes.get("hreflang", "").strip()):
                others.setdefault(language, address)
        elif node.tag == "base":
            base = base or node.attributes.get("href", "").strip()
        elif node.tag == "html":
            data.language = (
                data.language or (node.attributes.get("lang") or node.attributes.get("xml:lang") or "").strip()
            )
    named = [address for address in (canonical, data.meta.get("og:url", ""), saved_from) if address]
    data.articles = _own_articles(data, named)
    said = [article.address for article in data.articles[:1]]
    root = next(filter(WEB.fullmatch, (base, data.meta.get("og:url", ""), saved_from, *said)), "")
    addresses = (_absolute(address, root) for address in (canonical, data.meta.get("og:url", ""), *said, saved_from))
    data.url = next(filter(is_own_address, addresses), "")
    root = data.url or _absolute(canonical, root) or root
    data.host = _host(root)
    data.alternates = {name: address for name, given in others.items() if (address := _absolute(given, root))}


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _absolute(address: str, root: str) -> str:
    """Return an address of the web, made whole by another; "" where that cannot be."""
    try:
        whole = urljoin(root, one_line(address)) if address else ""
    except ValueError:
        return ""
    return whole if WEB.fullmatch(whole) else ""
