"""The text of a page's release: the element that holds it, and which of its lines belong to it."""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.furniture import Furniture
from index.readers.saved_page.line_words import is_meta, is_month, is_signature
from index.readers.saved_page.lines import BLOCKS, HEADINGS, SENTENCE_ENDS, Line
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import names

_LINK_COST: Final = 10  # code points of text that a line of links outweighs, beyond a third of its own
_SHORT_COST: Final = 5
_NEAR_TITLE: Final = 150  # code points that the text right below the title counts more
_PARAGRAPHS: Final = names("p blockquote ul ol li dl dt dd pre table figure h1 h2 h3 h4 h5 h6")
_LISTS: Final = frozenset(["ul", "ol", "dl", "table", "blockquote", "pre"])
_CONTAINERS: Final = names("div td th article main section body html center fieldset header")
_LINKS_PER_TEXT: Final = 3  # a part of the text has at least so many lines of text for a line of links
_LINKS_PER_TEXT_AFTER_LEAD: Final = 2  # the same where a single line stands before it
_RUBRIC_WORDS: Final = 3  # before the text, so few words without a sentence's end are no text
_LINES_TO_SIGNATURE: Final = 6  # after the text: share lines and the like may stand between
_DATELINE: Final = re.compile(r"[^\W\d_][^\d,]{1,40},\s*\S*\d")


@dataclass(frozen=True, slots=True)
class Content:
    """A release's text in its page: the innermost element around it, and the numbers of its lines, in order."""

    element: int
    lines: tuple[int, ...]


class ContentFinder:
    """Finds the text of a page's release; `title` is the number of the element that shows its title, if any does."""

    def __init__(self, tree: Tree, lines: list[Line], furniture: Furniture, title: int | None, title_text: str) -> None:
        self._tree: Final = tree
        self._lines: Final = lines
        self._furniture: Final = furniture
        self._title: Final = title
        title_words = words.fold(title_text)
        self._open: Final = [
            not furniture.passed_over(at)
            and (title is None or line.first >= tree[title].end)
            and not (title_words and line.words == title_words)
            for at, line in enumerate(lines)
        ]
        self._near_title: Final = self._first_text() if title is not None else None

    def _first_text(self) -> int | None:
        """Return the line of text right below the title, with no link between."""
        for at, is_open in enumerate(self._open):
            if is_open:
                if self._lines[at].is_text:
                    return at
                if self._lines[at].is_link:
                    return None
        return None

    def within(self, element: int) -> Content | None:
        """Return the text within an element that is known to hold it, None where it holds none."""
        kept = [at for at in self._furniture.of(element) if self._open[at] or self._is_linked_text(at)]
        texts = [at for at in kept if self._lines[at].is_text] or kept
        if not texts:
            return None
        kept = [at for at in kept if at >= texts[0] or self._may_begin(self._lines[at])]
        return self._content([at for at in kept if at <= texts[-1] or self._may_end(at)])

    def densest(self) -> Content | None:
        """Return the text that is found by its density, None where there is none."""
        if not any(is_open and line.is_text for is_open, line in zip(self._open, self._lines, strict=True)):
            return self._short_text()
        self._leave_out_others(self._best_element())
        texts = [at for at in self._in_best if self._open[at] and self._lines[at].is_text]
        container = self._tree.common(self._lines[texts[0]].first, self._lines[texts[-1]].first)
        while self._tree[container].tag not in _CONTAINERS:
            container = self._tree[container].parent
        if len(texts) == 1 and self._tree[container].tag == "div" and len(self._furniture.of(container)) == 1:
            around = self._tree[container].parent  # an element of a single paragraph: others may be beside it
            container = container if self._tree[around].tag in ("body", "html") else around
        kept = [
            at
            for at in self._furniture.of(container)
            if (self._open[at] and self._belongs(at, texts)) or self._is_number_of_text(at, texts)
        ]
        return self._content(kept + self._signature(max(kept)))

    def _content(self, kept: list[int]) -> Content:
        element = self._tree.common(self._lines[kept[0]].first, self._lines[kept[-1]].nodes[-1])
        while self._tree[element].tag not in _CONTAINERS:
            element = self._tree[element].parent
        return Content(element, tuple(kept))

    def _is_linked_text(self, at: int) -> bool:
        """Say whether a line is a link among the text: in a known text a list of links may be of documents."""
        return self._furniture.listed[at] and not (self._furniture.outside[at] or self._furniture.worded[at])

    def _best_element(self) -> int:
        """Return the innermost element whose text outweighs the links and short lines in it by most."""
        sums = [0, *accumulate(map(self._weight, range(len(self._lines))))]
        best, most = 0, sums[-1]
        said = self._sums()
        for number, node in enumerate(self._tree.nodes):
            if node.tag and self._text_within(number, said):
                lines = self._furniture.of(number)
                worth = sums[lines.stop] - sums[lines.start]
                if worth > most or (worth == most and self._tree.within(number, best)):
                    best, most = number, worth
        return best

    def _weight(self, at: int) -> int:
        line = self._lines[at]
        if not self._open[at]:
            return 0
        if line.is_text:
            return max(len(line.text) - 2 * line.linked, 0) + (_NEAR_TITLE if at == self._near_title else 0)
        return -_LINK_COST - len(line.text) // 3 if line.is_link else -_SHORT_COST

    def _leave_out_others(self, element: int) -> None:
        """Go down from an element to the text, leaving out its neighbours that only look like text."""
        self._in_best = self._furniture.of(element)
        sums = self._sums()
        while True:
            texts = {child: said for child in self._tree.children(element) if (said := self._text_within(child, sums))}
            if not texts:
                return
            main = max(texts, key=lambda child: texts[child])
            others = [
                child
                for child in texts
                if child != main and not (self._is_part(child, main) and self._is_next(child, main))
            ]
            for child in others:
                for at in self._furniture.of(child):
                    self._open[at] = False
            if others:
                sums = self._sums()
            if len(texts) - len(others) > 1 or not self._tree[main].tag:
                return
            element = main

    def _sums(self) -> list[int]:
        """Return how much open text stands before each line."""
        said = [len(line.text) if self._open[at] and line.is_text else 0 for at, line in enumerate(self._lines)]
        if self._near_title is not None and self._open[self._near_title]:
            said[self._near_title] += _NEAR_TITLE
        return [0, *accumulate(said)]

    def _text_within(self, number: int, sums: list[int]) -> int:
        lines = self._furniture.of(number)
        return sums[lines.stop] - sums[lines.start]

    def _is_part(self, number: int, main: int) -> bool:
        """Say whether a neighbour of the main text is a part of it, not a column or a list beside it."""
        tag, main_tag = self._tree[number].tag, self._tree[main].tag
        if not tag or (tag in _PARAGRAPHS and tag != "table") or tag not in BLOCKS:
            return True
        if tag == main_tag and tag in ("td", "th", "article"):
            return False
        lines = [self._lines[at] for at in self._furniture.of(number) if not self._furniture.outside[at]]
        links = sum(line.is_link for line in lines)
        after_lead = number > main and sum(self._open[at] for at in self._furniture.of(main)) == 1
        least = _LINKS_PER_TEXT_AFTER_LEAD if after_lead else _LINKS_PER_TEXT
        return links * least <= sum(line.is_text for line in lines)

    def _is_next(self, number: int, main: int) -> bool:
        """Say whether no list and no links stand between the main text and an element after or before it."""
        if not self._tree[number].tag or self._tree[number].tag in _PARAGRAPHS or self._tree[number].tag not in BLOCKS:
            return True
        first, second = sorted((number, main))
        ends = [at for at in self._furniture.of(first) if self._open[at] and self._lines[at].is_text]
        begins = [at for at in self._furniture.of(second) if self._open[at] and self._lines[at].is_text]
        between = range(ends[-1] + 1, begins[0])
        return not any(self._furniture.listed[at] or self._lines[at].is_link for at in between)

    def _belongs(self, at: int, texts: list[int]) -> bool:
        """Say whether an open line around or among the lines of text is of the release."""
        line = self._lines[at]
        if line.is_text or at in self._furniture.announced:
            return True
        if at < texts[0]:
            return self._may_begin(line)
        if line.is_link:
            return (line.tag == "li" and at < texts[-1]) or self._is_source_link(at)
        return at < texts[-1] or is_signature(line) or self._goes_on(at, texts[-1])

    def _is_number_of_text(self, at: int, texts: list[int]) -> bool:
        """Say whether a number alone stands in a paragraph among those of the text."""
        if not (self._furniture.counts[at] and texts[0] < at < texts[-1]):
            return False
        block, before = self._lines[at].block, self._lines[at - 1].block
        beside = (
            self._tree[block].parent == self._tree[before].parent and self._tree[block].tag == self._tree[before].tag
        )
        return self._open[at - 1] and beside

    def _may_begin(self, line: Line) -> bool:
        """Say whether a line before the text is its beginning: a heading, a dateline, or more than a rubric."""
        if line.is_link or is_meta(line):
            return False
        if _DATELINE.match(line.text) and any(map(is_month, line.words)):
            return not words.begins_with(line.words, "meta")
        is_said = line.tag in HEADINGS or line.text.endswith(SENTENCE_ENDS)
        return len(line.words) > (1 if is_said else _RUBRIC_WORDS)

    def _may_end(self, at: int) -> bool:
        """Say whether a line after the last of a known text is its end: no link, but of a list or a source."""
        return not self._lines[at].is_link or self._lines[at].tag == "li" or self._is_source_link(at)

    def _is_source_link(self, at: int) -> bool:
        """Say whether a link is what the line before it announces: Manba:, and its name below."""
        return at > 0 and words.begins_with(self._lines[at - 1].words, "source") > 0

    def _goes_on(self, at: int, last: int) -> bool:
        """Say whether a short line after the last of the text stands beside it, or in a list or table after it."""
        beside = self._tree[self._lines[last].block].parent
        block = self._lines[at].block
        if block == self._lines[last].block or self._tree[block].parent == beside:
            return True
        return any(
            self._tree[above].tag in _LISTS and self._tree[above].parent == beside for above in self._tree.above(block)
        )

    def _signature(self, last: int) -> list[int]:
        """Return the line below the text that names the source, and the link that may follow it."""
        for at in range(last + 1, min(last + 1 + _LINES_TO_SIGNATURE, len(self._lines))):
            line = self._lines[at]
            if self._furniture.listed[at] or self._furniture.outside[at]:
                return []
            if self._open[at] and is_signature(line) and not line.is_text:
                after = at + 1
                linked = after < len(self._lines) and self._open[after] and self._is_source_link(after)
                return [at, after] if linked and self._lines[after].is_link else [at]
        return []

    def _short_text(self) -> Content | None:
        """Return the short lines after the title in its own element, where a page holds no sentence at all."""
        if self._title is None:
            return None
        for element in self._tree.above(self._title):
            if self._tree[element].tag in ("body", "html"):
                return None
            lines = [at for at in self._furniture.of(element) if self._open[at]]
            kept = [at for at in lines if not self._lines[at].is_link and len(self._lines[at].words) > _RUBRIC_WORDS]
            if kept and not any(self._lines[at].is_link for at in lines):
                return self._content(kept)
        return None
