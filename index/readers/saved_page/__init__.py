"""One saved web page of a release: what it says of itself, where its title, day and text stand, all else left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import Final

from index.readers.saved_page.content import Content, ContentFinder
from index.readers.saved_page.data import PageData, read_data
from index.readers.saved_page.dates import DateFinder
from index.readers.saved_page.furniture import Furniture
from index.readers.saved_page.lines import Line, lines_of
from index.readers.saved_page.list_page import is_list_page
from index.readers.saved_page.markup import MAX_TAGS, parsable
from index.readers.saved_page.rubric import find_rubric, find_source
from index.readers.saved_page.rules import PageRule, PageRules, read_page_rules
from index.readers.saved_page.title import Title, find_title
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.written import written
from index.records.cleaning import one_line

__all__ = ["LIST_PAGE", "TOO_LARGE", "PageRule", "PageRules", "SavedPage", "read_page", "read_page_rules"]

LIST_PAGE: Final = "list page"
TOO_LARGE: Final = f"a page of more than {MAX_TAGS:,} tags"


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
    ruled = _ruled(tree, rules, data.host)
    by_site_rule = ruled is not None and ruled.of_site
    title = find_title(tree, lines, data, ruled.title if ruled else None, by_site_rule)
    furniture = Furniture(tree, lines, title.shown)
    content = _content(tree, lines, furniture, title, ruled)
    if content is None and title.shown is not None and tree[title.shown].tag != "h1":
        title = Title(title.text, None, title.is_named)  # what shows it stands below the text: not its heading
        furniture = Furniture(tree, lines, None)
        content = _content(tree, lines, furniture, title, ruled)
    dates = DateFinder(tree, lines, furniture, title.shown, content)
    day, found_in = dates.find(data, ruled.date if ruled else None, by_site_rule)
    rubric = tree.text(ruled.rubric) if ruled and ruled.rubric is not None else ""
    body = written(tree, lines, content) if content else _said_body(data)
    is_release = bool(data.articles or data.published or ruled)
    is_list = not is_release and is_list_page(tree, lines, furniture, title, content, is_dated=bool(day))
    return SavedPage(
        title=title.text,
        body_html=body,
        date_text=day,
        date_from=found_in,
        source=find_source(tree, data),
        site=next(iter(data.sites), ""),
        rubric=find_rubric(tree, lines, furniture, data, title.text, rubric, by_site_rule),
        url=data.url,
        alternates=data.alternates,
        language=data.language,
        skip=LIST_PAGE if is_list else "",
    )


def _ruled(tree: Tree, rules: PageRules, host: str) -> _Ruled | None:
    """Return what the first rule that fits leads to: of the page's host by its text alone, of any host by title too."""
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
