"""JSON-LD: what the scripts of a page say of its article, of its site, of the way to it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from index.records.cleaning import one_line

WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)  # an address of the web
_ARTICLE: Final = re.compile(r"(?:.*[:/#])?(?:\w*NewsArticle|\w*Article|Report|\w*BlogPosting|PressRelease|\w*Posting)")
_PAGE: Final = frozenset(("WebPage", "ItemPage"))
_INNER: Final = ("@graph", "mainEntity", "mainEntityOfPage")  # what else holds the page's own article
_MOST_VALUES: Final = 10_000  # of one script: more are data of something else
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_WRAPPING: Final = ("//", "/*", "*/", "<!--", "-->", "<![CDATA[", "]]>", ";")
_ARTICLE_SAID: Final = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"')
_PUBLISHED_SAID: Final = re.compile(r'"datePublished"\s*:\s*"([^"\\]{1,80})"')
_HEADLINE_SAID: Final = re.compile(r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,1000})"\s*[,}]')


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
class JsonLd:
    """What one script says: of articles, of pages as such, the names of sites and offices, the way to the page."""

    articles: list[Article] = field(default_factory=list)
    pages: list[Article] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)


def read_json_ld(script: str) -> JsonLd:
    """Read one script; what of it is broken still says what it says plainly."""
    data = JsonLd()
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
    return data


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
    return value.strip() if isinstance(value, str) and WEB.fullmatch(value.strip()) else ""


def _crumb(item: dict[str, Any]) -> str:
    inner = item.get("item")
    return _text(item.get("name")) or (_text(inner.get("name")) if isinstance(inner, dict) else "")
