"""Whether a page lists releases instead of being one."""

import re
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.content import Content
from index.readers.saved_page.furniture import Furniture
from index.readers.saved_page.line_words import is_more
from index.readers.saved_page.lines import Line
from index.readers.saved_page.title import Title
from index.readers.saved_page.tree import Tree

_LIST_LINKS: Final = 4  # links in a row that make a list
_SHORT_TEXT: Final = 200  # code points: less beside a list is what a page of a list says of itself
_LIST_TEXT: Final = 400  # code points: the same of a page that is called as lists are
_LEADS: Final = 3  # so many texts right after links are leads
_SENTENCES: Final = 2  # of a release's text at least, where little else says that it is one
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)")
_MORE_LINKS: Final = 3  # "Batafsil" so often stands under the items of a list only


def is_list_page(
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
    # the title is a heading of a page whose names say nothing of it, or there is none
    is_unsure = not title.is_named and not is_shown and (title.shown is not None or not title.text)
    texts = [lines[at].text for at in content.lines if lines[at].is_text] if content else []
    if not texts:
        return is_named_so or not (is_shown and is_dated)
    if content and _leads(links, content, lines) >= max(_LEADS, len(texts) // 2):
        return True
    more = sum(map(is_more, lines))
    sentences = sum(len(_SENTENCE_END.findall(text)) for text in texts)
    is_short = sum(map(len, texts)) < _SHORT_TEXT and sentences < _SENTENCES and not is_dated
    return (any(furniture.listed) or more >= _MORE_LINKS) and (
        (is_named_so and sum(map(len, texts)) < _LIST_TEXT) or (is_short and (more >= _MORE_LINKS or is_unsure))
    )


def _leads(links: list[int], content: Content, lines: list[Line]) -> int:
    """Return how many lines of text come right after a link that is a line of its own: leads of other releases."""
    text = {at for at in content.lines if lines[at].is_text}
    return sum(at + 1 in text or (at + 2 in text and not lines[at + 1].is_link) for at in links)
