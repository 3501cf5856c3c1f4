"""The furniture of a page: what stands around a release's text, or between its paragraphs, and is not its text."""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.line_words import is_meta, is_more, is_of_page, leads_links_in
from index.readers.saved_page.lines import HEADINGS, Line
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import names

# an element is furniture by its tag or role; these hold a text in no page, the others in some
_NEVER: Final = names("nav button input label figcaption audio video object canvas dialog amp-sidebar amp-ad")
_SELDOM: Final = frozenset(["header", "footer", "aside", "fieldset", "menu"])
_ROLES: Final = names("navigation banner contentinfo complementary search menu menubar dialog alertdialog")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHOLE: Final = frozenset(["html", "body", "main", "article"])
_CALENDAR_DAYS: Final = 14  # cells that count up by one
_MOST_CELLS: Final = 200
_LAST_DAY: Final = 31
_CELLS: Final = frozenset(("td", "th"))
_ITEMS: Final = 3  # of a list of releases
_ITEMS_OF_A_NAME: Final = 2  # where they have a class of their own
_TEXT_ITEMS: Final = frozenset(["p", "li", "td", "th", "tr"])
_LONGEST_ITEM: Final = 2  # lines of text
_MOST_LINES: Final = 20  # of an item, all counted
_MOST: Final = 0.5
_MOST_AFTER_TEXT: Final = 0.8
_LABEL_WORDS: Final = 2  # that a heading may have beyond the words of a label


class Furniture:
    """Says of each line of a page whether it is furniture; `title` is the number of the element of the title."""

    def __init__(self, tree: Tree, lines: list[Line], title: int | None) -> None:
        self._tree: Final = tree
        self._lines: Final = lines
        self._title: Final = title
        self._first: Final = _first_lines(tree, lines)
        self.listed: Final = [False] * len(lines)  # of a list of releases
        self._find_lists()
        self._said: Final = [0]  # code points of text before each line
        for line in lines:
            after_title = title is None or line.first >= title
            counts = line.is_text and after_title and not self.listed[len(self._said) - 1]
            self._said.append(self._said[-1] + (len(line.text) if counts else 0))
        self._elements: Final = [False] * len(tree)  # nodes that stand in furniture
        self._others: Final = [False] * len(tree)  # in furniture that no page has its text in
        self.outside: Final = [False] * len(lines)  # of these, and what a label such as "Izohlar" leads in
        self.announced: Final[set[int]] = set()  # links of a list that the text announces
        self.worded: Final = [False] * len(lines)  # by its own words
        self.counts: Final = [False] * len(lines)  # of these: a number alone
        self._find()

    def passed_over(self, at: int) -> bool:
        """Say whether a line is furniture for any reason."""
        return self.outside[at] or self.listed[at] or self.worded[at]

    def is_outside(self, number: int) -> bool:
        """Say whether a node stands in furniture."""
        lines = self.of(number)
        return self._elements[number] or (len(lines) > 0 and (self.outside[lines[0]] or self.listed[lines[0]]))

    def is_of_others(self, number: int) -> bool:
        """Say whether a node stands where others are told of: comments, related releases."""
        return self._others[number]

    def _find(self) -> None:
        for number, node in enumerate(self._tree.nodes):
            if node.parent >= 0:
                self._elements[number] = self._elements[node.parent]
                self._others[number] = self._others[node.parent]
            if node.tag and not self._others[number] and self._is_furniture(number):
                if not self._elements[number]:
                    self._mark(self.outside, number)
                self._elements[number] = True
                self._others[number] = self._never_holds_text(number)
        # where the next line of text is, and the last link before: what a label leads in ends after its links
        lines = self._lines
        self._next_text = [len(lines)] * (len(lines) + 1)
        for at in range(len(lines) - 1, -1, -1):
            is_text = lines[at].is_text and not self.listed[at]
            self._next_text[at] = at if is_text else self._next_text[at + 1]
        self._last_link = [-1]
        for at, line in enumerate(lines):
            self._last_link.append(at if line.is_link or self.listed[at] else self._last_link[-1])
        for at, line in enumerate(self._lines):
            if not self.outside[at] and not self._is_own_title(line):
                self._judge(at, line)
                if line.text.endswith(":") and not self.worded[at]:
                    self._keep_announced(at)

    def _keep_announced(self, at: int) -> None:
        """Take a list of links that the text announces ("Quyidagi hujjatlar tasdiqlandi:") for text."""
        for after in range(at + 1, len(self._lines)):
            if not self.listed[after] or self._lines[after].tag != "li":
                break
            self.listed[after] = False
            self.announced.add(after)

    def of(self, number: int) -> range:
        """Return the lines within an element."""
        return range(self._first[number], self._first[self._tree[number].end])

    def _mark(self, marks: list[bool], number: int) -> None:
        end = self._tree[number].end
        for at in self.of(number):
            if self._lines[at].nodes[-1] < end:  # else the line only begins in the element
                marks[at] = True

    def _holds_title(self, number: int) -> bool:
        return self._title is not None and self._tree.within(self._title, number)

    def _is_own_title(self, line: Line) -> bool:
        return self._title is not None and self._tree.within(line.first, self._title)

    def _holds_most(self, number: int) -> bool:
        """Say whether most of the page's text stands in an element: nearly all, where some stands before it."""
        lines = self.of(number)
        share = _MOST_AFTER_TEXT if self._said[lines.start] else _MOST
        return self._said[lines.stop] - self._said[lines.start] > share * self._said[-1]

    def _is_furniture(self, number: int) -> bool:
        node = self._tree[number]
        if node.tag in _WHOLE or self._holds_title(number):
            return False
        if self._never_holds_text(number):
            return self._title is not None or not self._holds_most(number)
        named = self._class_name_parts(number)
        seldom = (
            (node.tag in _SELDOM and not self._is_of_article(number))
            or "hidden" in node.attributes
            or node.attributes.get("role", "").lower() in _ROLES
            or not words.class_parts("seldom_text").isdisjoint(named)
            or bool(_HIDDEN.search(node.attributes.get("style", "")))
        )
        return seldom and not self._holds_most(number)

    def _class_name_parts(self, number: int) -> Collection[str]:
        attributes = self._tree[number].attributes
        return words.class_name_parts(f"{attributes.get('class', '')} {attributes.get('id', '')}")

    def _never_holds_text(self, number: int) -> bool:
        tag = self._tree[number].tag
        return (
            tag in _NEVER
            or not words.class_parts("never_text").isdisjoint(self._class_name_parts(number))
            or (tag == "table" and self._is_calendar(number))
        )

    def _is_of_article(self, number: int) -> bool:
        """Say whether a header or footer is that of the article itself."""
        if self._tree[number].tag not in ("header", "footer"):
            return False
        return any(
            self._tree[above].tag == "article" and (self._holds_title(above) or self._holds_most(above))
            for above in self._tree.above(number)
        )

    def _is_calendar(self, number: int) -> bool:
        lines = self.of(number)
        cells = [self._lines[at].text for at in lines] if len(lines) <= _MOST_CELLS else []
        days = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and int(cell[:4]) <= _LAST_DAY]
        return sum(later == earlier + 1 for earlier, later in pairwise(days)) >= _CALENDAR_DAYS

    def _find_lists(self) -> None:
        """Mark the items of lists of releases: alike elements in a row, each a linked heading and little text."""
        for number, node in enumerate(self._tree.nodes):
            if not node.tag or node.end - number < 2 * _ITEMS:
                continue
            alike: dict[tuple[str, str], list[int]] = {}
            for child in self._tree.children(number):
                tag = self._tree[child].tag
                if tag and not self._holds_title(child):
                    alike.setdefault((tag, self._tree[child].attributes.get("class", "")), []).append(child)
            for (tag, name), children in alike.items():
                least = _ITEMS_OF_A_NAME if tag == "article" or (name and tag not in _TEXT_ITEMS) else _ITEMS
                if len(children) >= least:
                    items = [child for child in children if self._is_item(child)]
                    if len(items) >= least and 3 * len(items) >= 2 * len(children):
                        for child in items:
                            self._mark(self.listed, child)

    def _is_item(self, number: int) -> bool:
        within = self.of(number)
        lines = [self._lines[at] for at in within] if len(within) <= _MOST_LINES else []
        return any(line.is_link and (len(line.words) > 1 or is_more(line)) for line in lines) and (
            sum(line.is_text for line in lines) <= _LONGEST_ITEM
        )

    def _judge(self, at: int, line: Line) -> None:
        """Mark a line that its words betray, and what it leads in."""
        is_label = line.words in words.phrases("after") and (line.bold or line.tag in HEADINGS)
        is_count = is_meta(line) and not is_label and (bool(line.words) or line.tag not in _CELLS)
        if is_count or is_of_page(line):
            self.worded[at] = True
            self.counts[at] = is_count and not line.words
        elif length := words.begins_with(line.words, "after"):
            rest = len(line.words) - length
            if rest == 0 or (line.tag in HEADINGS and rest <= _LABEL_WORDS and not line.is_text):
                self._pass_over_after(at)
            elif leads_links_in(line, length):
                self.worded[at] = True
                self._pass_over_links(at)

    def _pass_over_links(self, at: int) -> None:
        """Mark the lines of links right after a label."""
        for after in range(at + 1, len(self._lines)):
            if not self._lines[after].is_link:
                break
            self.outside[after] = True

    def _pass_over_after(self, at: int) -> None:
        """Mark a label and what it leads in: its element, else what follows in the element around it."""
        self.worded[at] = True
        region = None
        around = 0
        for around in self._tree.above(self._lines[at].first):
            if self.of(around).start < at or self._holds_title(around) or self._tree[around].tag in _WHOLE:
                break
            region = around
        is_after_text = self._said[at] > 0
        if region is not None and len(self.of(region)) > 1:
            if is_after_text or not self._holds_most(region):
                self._mark(self.outside, region)
        elif self._title is None or self._lines[at].first > self._title:
            end = self.of(around).stop
            # the text goes on where after the label and its links no more links follow
            stop = min(self._next_text[max(self._last_link[end] + 1, at + 2)], end) if at + 2 <= end else end
            if is_after_text or 2 * (self._said[stop] - self._said[at]) <= self._said[-1]:
                for after in range(at + 1, stop):
                    self.outside[after] = True


def _first_lines(tree: Tree, lines: list[Line]) -> list[int]:
    """Return for each node, and for the end, the number of the first line at or after it."""
    first = [len(lines)] * (len(tree) + 1)
    at = len(lines)
    for number in range(len(tree) - 1, -1, -1):
        while at and lines[at - 1].first >= number:
            at -= 1
        first[number] = at
    return first
