"""The title of a page's release: what the page is called, without its site's name, and where the page shows it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.data import PageData
from index.readers.saved_page.lines import HEADINGS, Line
from index.readers.saved_page.tree import Node, Tree
from index.readers.saved_page.words import names

_SEPARATOR: Final = re.compile(r"(\s*\|\s*|\s*::\s*|\s+[-–—·•»«/\\]+\s+|:\s+)")
_NAMED_TITLE: Final = names("title headline heading sarlavha zagolovok contentheading name")
_OUTSIDE: Final = frozenset(["nav", "footer", "aside"])
_CUT: Final = re.compile(r"(?:\s*(?:\.{3}|…)\s*)$")
_LONGEST_WHOLE: Final = 90  # code points: a longer name of a page may have been cut off
_LONGEST: Final = 600  # code points of a heading: more is text
_MOST_PARTS: Final = 8
_MOST_NODES: Final = 100  # of a heading
_SHORT_LINES: Final = 3  # between a title and its text: the day, a count, the rubric
_SITE_WORDS: Final = 2  # of a site's name that nothing else tells apart
_BARS: Final = frozenset(("|", "::", "»", "«"))
_SURE: Final = 4  # the rank of a heading's element
_HOME: Final = re.compile(r"(?:https?://[^/]+)?/?(?:\w\w/?)?(?:index\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A title, "" where none is found, and the number of the element that shows it, None where the page does not."""

    text: str
    shown: int | None
    is_named: bool = False  # whether the page's own names say the same as what it shows


@dataclass(frozen=True, slots=True)
class _Heading:
    number: int
    text: str
    rank: int  # 0 is the surest
    key: words.Words


def find_title(tree: Tree, lines: list[Line], data: PageData, by_rule: int | None, by_site_rule: bool) -> Title:
    """Find the title of a page; `by_rule` is the element that a rule leads to.

    It comes first where the rule is one of the page's own host, else where the page's names are shown nowhere.
    """
    ruled = Title(text, by_rule, is_named=True) if by_rule is not None and (text := tree.text(by_rule)) else None
    if ruled and by_site_rule:
        return ruled
    headings = list(_headings(tree, lines))
    sites = {words.fold(site) for site in data.sites}
    by_key: dict[words.Words, _Heading] = {}
    for heading in sorted(headings, key=lambda heading: heading.rank):
        if heading.key and heading.key not in sites:
            by_key.setdefault(heading.key, heading)
    lead_in = _leading_in(headings, tree, lines)
    said = list(_names(data))
    for said_name in said:
        if title := _shown(said_name, by_key):
            name_of_all = words.fold(title.text)
            is_of_all = name_of_all in words.phrases("lists") or words.names_a_site(name_of_all)
            return (_below(title, headings, lead_in, sites) if is_of_all else None) or title
    if ruled and not data.articles:
        return ruled
    stripped = next(filter(None, (_without_site(name, sites) for name in said)), "")
    of_article = bool(data.articles and data.articles[0].headline)
    headings = [heading for heading in headings if _can_be_title(heading, sites)]
    if headings:
        heading = min(headings, key=lambda one: (one.rank > 0 and one.number not in lead_in, one.rank))
        folded = words.fold(stripped)
        says_nothing = not folded or words.names_a_site(folded) or folded in words.phrases("lists")
        told = of_article or (heading.rank > 0 and not says_nothing)
        return Title(stripped if told else heading.text, heading.number)
    return Title(stripped, None)


def _names(data: PageData) -> Iterator[str]:
    for article in data.articles[:1]:
        yield article.headline
    yield data.first_meta("og:title", "twitter:title", "dc.title", "dcterms.title")
    yield data.title


def _below(title: Title, headings: list[_Heading], lead_in: set[int], sites: set[words.Words]) -> Title | None:
    """Return the heading of a text below the name of a rubric, where the page is called by its rubric only."""
    for heading in headings:
        below = heading.number > (title.shown or 0) and heading.number in lead_in
        if below and heading.rank <= _SURE and _can_be_title(heading, sites):
            return Title(heading.text, heading.number)
    return None


def _leading_in(headings: list[_Heading], tree: Tree, lines: list[Line]) -> set[int]:
    """Return the headings that a text follows, with at most a few short lines and no link between."""
    before_text = [False] * (len(lines) + 1)
    distance = _SHORT_LINES + 1
    for at in range(len(lines) - 1, -1, -1):
        before_text[at] = distance <= _SHORT_LINES
        line = lines[at]
        distance = 0 if line.is_text and not line.is_link else _SHORT_LINES + 1 if line.is_link else distance + 1
    last_line = {}
    for at, line in enumerate(lines):
        for number in line.nodes:
            last_line[number] = at
    found = set()
    for heading in headings:
        within = range(heading.number, tree[heading.number].end)
        at = max((last_line[number] for number in within if number in last_line), default=-1)
        if at >= 0 and before_text[at] and not lines[at].is_link:
            found.add(heading.number)
    return found


def _headings(tree: Tree, lines: list[Line]) -> Iterator[_Heading]:
    """Yield what the page shows as headings, each with how surely it is one."""
    outside = tree.inherited(_is_outside)
    for number, node in enumerate(tree.nodes):
        if not node.tag or outside[number] or node.end - number > _MOST_NODES:
            continue
        named = node.attributes.get("itemprop") == "headline" or bool(
            _NAMED_TITLE.intersection(words.class_name_parts(node.attributes.get("class", "")))
        )
        rank = {"h1": 0, "h2": 2, "h3": 3}.get(node.tag, 4 if node.tag in HEADINGS else 5)
        if (node.tag in HEADINGS or named) and not _is_home_link(tree, number):
            text = tree.text(number)
            if 0 < len(text) <= _LONGEST:
                yield _Heading(number, text, 1 if named and rank > 1 else rank, words.fold(text))
    for line in lines:
        if len(line.text) <= _LONGEST and not line.is_link and not outside[line.first]:
            yield _Heading(line.first, line.text, 6 if line.bold else 7, line.words)


def _is_outside(node: Node) -> bool:
    """Say whether an element is a frame of the page, or leads to the front page."""
    if node.tag in _OUTSIDE or "breadcrumb" in node.attributes.get("class", "").lower():
        return True
    address = node.attributes.get("href", "").strip() if node.tag == "a" else ""
    return bool(address and _HOME.fullmatch(address))


def _is_home_link(tree: Tree, number: int) -> bool:
    """Say whether all of an element is a link to the front page."""
    links = [inner for inner in range(number + 1, tree[number].end) if tree[inner].attributes.get("href")]
    return any(
        _HOME.fullmatch(tree[link].attributes["href"].strip()) and tree.text(link) == tree.text(number)
        for link in links
    )


def _shown(name: str, by_key: dict[words.Words, _Heading]) -> Title | None:
    """Return the heading that a name of the page, or a part of it between separators, is shown as."""
    if not name:
        return None
    found = [(part, heading) for part in _joined_parts(name) if (heading := by_key.get(words.fold(part)))]
    if found and found[0][0] == name.strip():
        del found[1:]
    releases = [
        (part, one) for part, one in found if not (one.key in words.phrases("lists") or words.names_a_site(one.key))
    ]
    if found := releases or found:
        part, heading = min(found, key=lambda one: (one[1].rank > 1, -len(one[1].text)))
        in_capitals = heading.text.isupper() and not part.isupper()
        return Title(part if in_capitals else heading.text, heading.number, is_named=True)
    stems = [words.fold(part) for part in _joined_parts(name)]
    if _CUT.search(name) or len(name) >= _LONGEST_WHOLE:
        stems.append(words.fold(_CUT.sub("", name))[:-1])  # the last word may be cut too
    longer = (
        heading
        for stem in stems
        for key, heading in by_key.items()
        if len(stem) > 1 and key[: len(stem)] == stem and heading.rank <= _SURE and not words.names_a_site(stem)
    )
    return next((Title(heading.text, heading.number, is_named=True) for heading in longer), None)


def _joined_parts(name: str) -> Iterator[str]:
    """Yield the parts of a name between its separators, and what neighbours say together, the longest first."""
    pieces = _SEPARATOR.split(name)[: 2 * _MOST_PARTS - 1]
    count = (len(pieces) + 1) // 2
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            yield "".join(pieces[2 * start : 2 * (start + length) - 1]).strip()


def _without_site(name: str, sites: Iterable[words.Words]) -> str:
    """Return a name of a page without its site's name at either end."""
    pieces = _SEPARATOR.split(name)
    site_names = set(sites)

    def is_site(part: str) -> bool:
        folded = words.fold(part)
        return folded in site_names or words.names_a_site(folded) or folded in words.phrases("lists")

    if len(pieces) > 1 and not is_site(pieces[0]) and not is_site(pieces[-1]):
        pieces = _without_short_end(pieces)
    if len(pieces) > 2 and is_site(pieces[0]) and len(words.fold(pieces[0])) < len(words.fold(pieces[-1])):
        del pieces[:2]
    while len(pieces) > 2 and is_site(pieces[-1]):
        del pieces[-2:]
    while len(pieces) > 2 and is_site(pieces[0]):
        del pieces[:2]
    return "".join(pieces).strip()


def _without_short_end(pieces: list[str]) -> list[str]:
    """Return the parts of a name without one of two at most words at an end, if a bar stands before the rest."""
    first, last = len(words.fold(pieces[0])), len(words.fold(pieces[-1]))
    if last <= _SITE_WORDS and pieces[-2].strip() in _BARS and first > last + _SITE_WORDS:
        return pieces[:-2]
    if first <= _SITE_WORDS and pieces[1].strip() in _BARS and last > first + _SITE_WORDS:
        return pieces[2:]
    return pieces


def _can_be_title(heading: _Heading, sites: set[words.Words]) -> bool:
    """Say whether a heading may be the title where the page's names say nothing of it."""
    return (
        heading.rank < 7
        and len(heading.key) > 1
        and heading.key not in sites
        and heading.key not in words.phrases("lists")
        and words.begins_with(heading.key, "after") != len(heading.key)
        and not words.names_a_site(heading.key)
    )
