"""Who gave a release out, and under which heading its site has it."""

from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.data import PageData
from index.readers.saved_page.furniture import Furniture
from index.readers.saved_page.lines import Line
from index.readers.saved_page.tree import Tree
from index.records.cleaning import one_line

_CRUMBS: Final = frozenset(["breadcrumb", "breadcrumbs", "crumbs", "speedbar", "pathway"])


def find_source(tree: Tree, data: PageData) -> str:
    """Return the office that a page names as its publisher, never a person."""
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


def find_rubric(
    tree: Tree, lines: list[Line], furniture: Furniture, data: PageData, title: str, by_rule: str, by_site_rule: bool
) -> str:
    """Return the heading under which the site has the release: what it says of itself first, then the way to it.

    `by_rule` is what a rule's path leads to; it comes first where the rule is one of the page's own host.
    """
    said = [article.section for article in data.articles] + [data.first_meta("article:section", "articlesection")]
    by_site = by_rule if by_site_rule else ""
    if named := next(filter(None, (by_site, *said, by_rule)), ""):
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
    named_last = [crumb for crumb in crumbs[1:] if crumb and words.fold(crumb) != words.fold(title)]
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
