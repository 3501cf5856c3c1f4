"""What a page says of itself for machines: JSON-LD, meta elements, links to its own and its other addresses."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from index.readers.cleaning import one_line
from index.readers.saved_page.markup import Markup
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import Words, fold

_ARTICLE: Final = re.compile(r"(?:.*[:/#])?(?:\w*NewsArticle|\w*Article|Report|\w*BlogPosting|PressRelease|\w*Posting)")
_PAGE: Final = frozenset(("WebPage", "ItemPage"))
_INNER: Final = ("@graph", "mainEntity", "mainEntityOfPage")  # what else holds the page's own article
_MOST_VALUES: Final = 10_000  # of one script: more are data of something else
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_WRAPPING: Final = ("//", "/*", "*/", "<!--", "-->", "<![CDATA[", "]]>", ";")
_ARTICLE_SAID: Final = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"')
_PUBLISHED_SAID: Final = re.compile(r'"datePublished"\s*:\s*"([^"\\]{1,80})"')
_HEADLINE_SAID: Final = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,1000})"\s*[,}]')
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
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
class Article:
    """What JSON-LD says of an article, "" for what it does not say."""

    headline: str = ""
    published: str = ""
    publisher: str = ""
    section: str = ""
    language: str = ""
    address: str = ""
    body: str = ""


@dataclass(slots=True)
class PageData:
    """What a page says of itself; `articles` and `pages` are those of JSON-LD, `meta` the meta elements by name.

    `titles` are what it is called, the surest first, `<title>` last; `sites` what its site is called. `crumbs` are the
    names of the way to it.
    """

    articles: list[Article] = field(default_factory=list)
    pages: list[Article] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    title: str = ""
    url: str = ""
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
        _read_script(script, data)
    _read_elements(tree, data, markup.saved_from)
    if site := data.first_meta("og:site_name", "application-name"):
        data.sites.append(site)
    if not data.language:
        said = (article.language for article in data.articles)
        data.language = next(filter(None, said), "") or data.first_meta("content-language", "og:locale", "language")
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
    if not _WEB.fullmatch(address):
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
    root = next(filter(_WEB.fullmatch, (base, data.meta.get("og:url", ""), saved_from, *said)), "")
    addresses = (_absolute(address, root) for address in (canonical, data.meta.get("og:url", ""), *said, saved_from))
    data.url = next(filter(is_own_address, addresses), "")
    root = data.url or root
    data.alternates = {name: address for name, given in others.items() if (address := _absolute(given, root))}


def _absolute(address: str, root: str) -> str:
    """Return an address of the web, made whole by another; "" where that cannot be."""
    try:
        whole = urljoin(root, one_line(address)) if address else ""
    except ValueError:
        return ""
    return whole if _WEB.fullmatch(whole) else ""


def _read_script(script: str, data: PageData) -> None:
    values, rest = _json(script)
    if article := _said_in_broken(rest):
        data.articles.append(article)
    for value in _objects(values):
        types = value.get("@type")
        names = {name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)}
        if any(_ARTICLE.fullmatch(name) for name in names):
            data.articles.append(_article(value))
        elif names & _PAGE:
            data.pages.append(_article(value))
        elif names & {"WebSite", "Organization", "NewsMediaOrganization", "GovernmentOrganization"}:
            if name := _text(value.get("name")):
                data.sites.append(name)
        elif "BreadcrumbList" in names and not data.crumbs:
            items = value.get("itemListElement")
            data.crumbs = [
                _crumb(item) for item in (items if isinstance(items, list) else []) if isinstance(item, dict)
            ]


def _json(script: str) -> tuple[Any, str]:
    """Return the value of a script, None where it cannot be read, and what of the script is no JSON."""
    text = script.strip()
    for wrapping in _WRAPPING * 3:  # one may stand in another
        text = text.removeprefix(wrapping).removesuffix(wrapping).strip()
    for form in (text, _TRAILING_COMMA.sub("", text), unescape(text)):
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(form.lstrip())
            return value, form.lstrip()[end:]
        except (ValueError, RecursionError):
            continue
    return None, text


def _said_in_broken(script: str) -> Article | None:
    """Return what a script that is no JSON still says plainly of an article."""
    if not (article := _ARTICLE_SAID.search(script)):
        return None
    days = set(_PUBLISHED_SAID.findall(script))
    day = days.pop() if len(days) == 1 else ""
    if not day and (found := _PUBLISHED_SAID.search(script, article.start())):
        day = found[1]
    headline = _HEADLINE_SAID.search(script, article.start())
    return Article(headline=_unescaped(headline[1]) if headline else "", published=day)


def _unescaped(text: str) -> str:
    try:
        return _text(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return _text(text)


def _objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that a page is described by: those on top, and those that are its main part."""
    waiting = [values]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[name] for name in reversed(_INNER) if isinstance(value.get(name), (list, dict)))


def _article(value: dict[str, Any]) -> Article:
    main = value.get("mainEntityOfPage")
    return Article(
        headline=_text(value.get("headline")) or _text(value.get("name")),
        published=_text(value.get("datePublished")),
        publisher=_name(value.get("publisher")),
        section=_text(value.get("articleSection")),
        language=_text(value.get("inLanguage")),
        address=_address(main) or _address(value.get("url")) or _address(value.get("@id")),
        body=value["articleBody"] if isinstance(value.get("articleBody"), str) else "",
    )


def _text(value: Any) -> str:
    """Return a value's text on one line, of a list its first."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:10])), "") if not any(isinstance(one, list) for one in value) else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
        value = next(iter(value), "") if isinstance(value, list) else value
    return one_line(unescape(value)) if isinstance(value, str) else ""


def _name(value: Any) -> str:
    """Return the name of an office, "" of a person."""
    if isinstance(value, list):
        return next(filter(None, (_name(one) for one in value[:10] if not isinstance(one, list))), "")
    if isinstance(value, dict) and value.get("@type") == "Person":
        return ""
    return _text(value)


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) and _WEB.fullmatch(value.strip()) else ""


def _crumb(item: dict[str, Any]) -> str:
    inner = item.get("item")
    return _text(item.get("name")) or (_text(inner.get("name")) if isinstance(inner, dict) else "")
