"""One saved web page of a release: what it says of itself, where its title, day and text stand, all else left out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from index.readers.cleaning import one_line
from index.readers.saved_page import words
from index.readers.saved_page.content import Content, ContentFinder, written
from index.readers.saved_page.data import PageData, read_data
from index.readers.saved_page.dates import DateFinder
from index.readers.saved_page.furniture import Furniture, is_more
from index.readers.saved_page.lines import Line, lines_of
from index.readers.saved_page.markup import MAX_TAGS, parsable
from index.readers.saved_page.rules import PageRule, PageRules, read_page_rules
from index.readers.saved_page.title import Title, find_title
from index.readers.saved_page.tree import Tree

__all__ = ["LIST_PAGE", "TOO_LARGE", "PageRule", "PageRules", "SavedPage", "read_page", "read_page_rules"]

LIST_PAGE: Final = "list page"
TOO_LARGE: Final = f"a page of more than {MAX_TAGS:,} tags"

_LIST_LINKS: Final = 4  # links in a row that make a list
_SHORT_TEXT: Final = 200  # code points: less beside a list is what a page of a list says of itself
_LIST_TEXT: Final = 400  # code points: the same of a page that is called as lists are
_LEADS: Final = 3  # so many texts right after links are leads
_SENTENCES: Final = 2  # of a release's text at least, where little else says that it is one
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)")
_MORE_LINKS: Final = 3  # "Batafsil" so often stands under the items of a list only


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What one saved page says of its release; "" for what it does not say.

    `body_html` is the markup of the release's own text: blocks, line breaks, links and plain emphasis. `date_text` is
    the day as written, for a reader of dates, and `date_from` where it was found: "jsonld", "meta", "time", "rule" (a
    path of the table) or "shown" (beside the title). `site` is what the site calls itself, weaker than `source`, and
    than a signature in the text. `url` is the page's own address, `alternates` those of its twins by hreflang,
    `language` the page's word for its language. `skip` is why the page is no release: LIST_PAGE, TOO_LARGE or "".
    """

    title: str = ""
    body_html: str = ""
    date_text: str = ""
    date_from: str = ""
    source: str = ""
    site: str = ""
    rubric: str = ""
    url: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    skip: str = ""


@dataclass(frozen=True, slots=True)
class _Ruled:
    """The elements that a rule's paths lead to; `of_site` says that the rule is one of the page's own host."""

    body: int
    title: int | None
    date: int | None
    rubric: int | None
    of_site: bool


def read_page(html: str, rules: PageRules) -> SavedPage:
    """Understand one saved page, whatever its markup; never raises, and takes a time bounded by the page's length."""
    markup = parsable(html)
    if markup.too_large:
        return SavedPage(skip=TOO_LARGE)
    tree = Tree(markup.text)
    data = read_data(markup, tree)
    if not len(tree):
        return SavedPage(title=data.title)
    lines = lines_of(tree)
    ruled = _ruled(tree, rules, data.url)
    title = find_title(tree, lines, data, ruled.title if ruled else None)
    furniture = Furniture(tree, lines, title.shown)
    content = _content(tree, lines, furniture, title, ruled)
    if content is None and title.shown is not None and tree[title.shown].tag != "h1":
        title = Title(title.text, None, title.is_named)  # what shows it stands below the text: not its heading
        furniture = Furniture(tree, lines, None)
        content = _content(tree, lines, furniture, title, ruled)
    dates = DateFinder(tree, lines, furniture, title.shown, content)
    day, found_in = dates.find(data, ruled.date if ruled else None, bool(ruled and ruled.of_site))
    body = written(tree, lines, content) if content else _said_body(data)
    is_release = bool(data.articles or data.published or ruled)
    is_list = not is_release and _is_list(tree, lines, furniture, title, content, is_dated=bool(day))
    return SavedPage(
        title=title.text,
        body_html=body,
        date_text=day,
        date_from=found_in,
        source=_source(tree, data),
        site=next(iter(data.sites), ""),
        rubric=_rubric(tree, lines, furniture, data, title, ruled),
        url=data.url,
        alternates=data.alternates,
        language=data.language,
        skip=LIST_PAGE if is_list else "",
    )


def _ruled(tree: Tree, rules: PageRules, address: str) -> _Ruled | None:
    """Return what the first rule that fits leads to: of the page's host by its text alone, of any host by title too."""
    host = urlsplit(address).hostname or "" if address else ""
    of_site = rules.of_host(host)
    for rule in chain(of_site, rules.of_any_host):
        bodies = [number for number in tree.select(rule.body) if tree.text(number)]
        title = _first(tree, rule.title)
        if bodies and (title is not None or rule in of_site):
            body = max(bodies, key=lambda number: len(tree.text(number)))
            return _Ruled(body, title, _first(tree, rule.date), _first(tree, rule.rubric), rule in of_site)
    return None


def _first(tree: Tree, path: str) -> int | None:
    return next(iter(tree.select(path)), None) if path else None


def _content(tree: Tree, lines: list[Line], furniture: Furniture, title: Title, ruled: _Ruled | None) -> Content | None:
    finder = ContentFinder(tree, lines, furniture, title.shown, title.text)
    if ruled and (content := finder.within(ruled.body)):
        return content
    named = [
        number
        for number, node in enumerate(tree.nodes)
        if node.attributes.get("itemprop") == "articleBody" and not furniture.is_outside(number)
    ]
    for number in named:
        if content := finder.within(number):
            return content
    return finder.densest()


def _said_body(data: PageData) -> str:
    """Return the text of JSON-LD, for a page that has none in its markup: a script was to write it."""
    paragraphs: Iterable[str] = data.articles[0].body.splitlines() if data.articles else ()
    return "".join(f"<p>{escape(line, quote=False)}</p>" for text in paragraphs if (line := one_line(text)))


def _source(tree: Tree, data: PageData) -> str:
    for article in data.articles:
        if article.publisher:
            return article.publisher
    if named := data.first_meta("publisher", "dc.publisher", "dcterms.publisher", "citation_publisher"):
        return named
    for number, node in enumerate(tree.nodes):
        if node.attributes.get("itemprop") == "publisher":
            for inner in range(number + 1, node.end):
                if tree[inner].attributes.get("itemprop") == "name":
                    return one_line(tree[inner].attributes.get("content", "")) or tree.text(inner)
            return one_line(node.attributes.get("content", "")) or tree.text(number)
    return ""


def _rubric(
    tree: Tree, lines: list[Line], furniture: Furniture, data: PageData, title: Title, ruled: _Ruled | None
) -> str:
    """Return the heading under which the site has the release: what it says of itself first, then the way to it."""
    by_rule = tree.text(ruled.rubric) if ruled and ruled.rubric is not None else ""
    if by_rule and ruled and ruled.of_site:
        return by_rule
    said = [article.section for article in data.articles] + [data.first_meta("article:section", "articlesection")]
    if named := next(filter(None, said), "") or by_rule:
        return named
    for number, node in enumerate(tree.nodes):
        is_rubric = node.attributes.get("itemprop") == "articleSection" or (
            node.tag == "a" and "category" in node.attributes.get("rel", "").lower().split()
        )
        if is_rubric and not furniture.is_outside(number) and (text := tree.text(number)):
            return text
    for at, line in enumerate(lines):
        length = words.begins_with(line.words, "rubric")
        if 0 < length < len(line.words) and ":" in line.text and not furniture.outside[at] and not furniture.listed[at]:
            return line.text.partition(":")[2].strip()
    crumbs = data.crumbs or _shown_crumbs(tree)
    named_last = [crumb for crumb in crumbs[1:] if crumb and words.fold(crumb) != words.fold(title.text)]
    return named_last[-1] if named_last else ""


def _shown_crumbs(tree: Tree) -> list[str]:
    """Return the links of the page's way from its front page."""
    for number, node in enumerate(tree.nodes):
        parts = words.class_name_parts(f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}")
        if not _CRUMBS.isdisjoint(parts):
            links = [inner for inner in range(number, node.end) if tree[inner].tag == "a"]
            if links:
                return [tree.text(link) for link in links]
    return []


def _is_list(
    tree: Tree, lines: list[Line], furniture: Furniture, title: Title, content: Content | None, is_dated: bool
) -> bool:
    """Say whether a page is one of links to releases, not a release; where both may be, it is a release."""
    links = [
        at
        for at, line in enumerate(lines)
        if line.is_link and (furniture.listed[at] or (len(line.words) > 1 and not furniture.outside[at]))
    ]
    name = words.fold(title.text)
    is_named_so = name in words.phrases("lists") or words.names_a_site(name)
    if len(links) < (_LIST_LINKS if content or not is_named_so else 1):
        return False
    is_shown = title.is_named or (title.shown is not None and tree[title.shown].tag == "h1")
    texts = [lines[at].text for at in content.lines if lines[at].is_text] if content else []
    if not texts:
        return is_named_so or not (is_shown and is_dated)
    if content and _leads(links, content, lines) >= max(_LEADS, len(texts) // 2):
        return True
    more = sum(map(is_more, lines))
    sentences = sum(len(_SENTENCE_END.findall(text)) for text in texts)
    is_short = sum(map(len, texts)) < _SHORT_TEXT and sentences < _SENTENCES and not is_dated
    return (any(furniture.listed) or more >= _MORE_LINKS) and (
        (is_named_so and sum(map(len, texts)) < _LIST_TEXT) or (is_short and (more >= _MORE_LINKS or not is_shown))
    )


def _leads(links: list[int], content: Content, lines: list[Line]) -> int:
    """Return how many lines of text come right after a link that is a line of its own: leads of other releases."""
    text = {at for at in content.lines if lines[at].is_text}
    return sum(at + 1 in text or (at + 2 in text and not lines[at + 1].is_link) for at in links)


_CRUMBS: Final = frozenset(["breadcrumb", "breadcrumbs", "crumbs", "speedbar", "pathway"])
