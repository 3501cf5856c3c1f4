"""The day of publishing as a page gives it: as it is written, never read here."""

import re
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.content import Content
from index.readers.saved_page.data import PageData
from index.readers.saved_page.furniture import Furniture
from index.readers.saved_page.line_words import is_meta, is_month
from index.readers.saved_page.lines import Line
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import names

JSON_LD, META, TIME, RULE, SHOWN = "jsonld", "meta", "time", "rule", "shown"

_YEAR: Final = r"(?:19|20)\d\d"
_DAY: Final = r"(?<!\d)[0-3]?\d"
_NUMBER: Final = r"[01]?\d"
_GAP: Final = r"\s?[./-]\s?"
_MONTH: Final = (
    r"(?:yanv|fev|mar|apr|may|i[yu]u?[nl]|avg|aug|sen|okt|oct|no[yv]|dek|dec|jan|feb|ju[nl]|янв|фев|мар|апр|ма[йя]|ию[нл]|"
    r"авг|сен|окт|ноя|дек)[^\W\d_]*\.?"
)
_AFTER_YEAR: Final = r"(?=\D|\Z|\d\d:\d\d)(?:\s?-?\s?(?:yil|йил|года?|г\.?)(?![^\W\d_]))?"
_DATE: Final = re.compile(
    rf"{_DAY}{_GAP}{_NUMBER}{_GAP}{_YEAR}(?=\D|\Z|\d\d:\d\d)"
    rf"|(?<!\d){_YEAR}{_GAP}{_NUMBER}{_GAP}[0-3]?\d(?=\D|\Z|\d\d:\d\d)"
    rf"|{_DAY}(?:st|nd|rd|th)?[\s.-]{{0,3}}{_MONTH}[\s,.-]{{1,4}}{_YEAR}{_AFTER_YEAR}"
    rf"|(?<!\d){_YEAR}\s?-?\s?(?:yil|йил)?[\s,.]{{0,3}}[0-3]?\d[\s-]{{1,3}}{_MONTH}(?!\w)"
    rf"|(?<!\w){_MONTH}\s+[0-3]?\d(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
    re.IGNORECASE,
)
# a day within a sentence: from, on, until it
_INFLECTED: Final = re.compile(r"(?:dan|da|gacha|ga|dagi|gi|ning|ni|дан|да|гача|га|даги|ги|нинг|ни)$", re.IGNORECASE)
_HAS_YEAR: Final = re.compile(rf"(?<!\d){_YEAR}|\d{{10}}")
_OTHER_WORDS: Final = 10  # of a line with the day: more are a sentence
_ABOVE_TITLE: Final = 4  # lines before the title in which the day may stand
_HEAD_LINES: Final = 6  # of an element of title, day, rubric and the like
_BELOW_TEXT: Final = 15  # lines after the text in which it may stand with its label
_MOST_CANDIDATES: Final = 1_000  # elements of a page that may hold its day
_RUBRIC_WORDS: Final = 2  # beside a day
_LABEL: Final = 4  # words before a day that say what day it is
_NAMED: Final = names("date time datetime sana vaqt posted published publish meta info created entry-date data")
_PUBLISHED: Final = frozenset(("published", "entry-date", "datepublished"))
_CHANGED: Final = frozenset(("updated", "modified", "changed"))
_PROPERTIES: Final = frozenset(("itemprop", "property"))
_RDFA: Final = frozenset(
    ("dc:date", "dc:created", "dcterms:created", "schema:datepublished", "schema:datecreated", "datepublished")
)
_NOT_OF_ARTICLE: Final = re.compile(r"Comment|Person|Organization|WebSite|Event|ListItem|ItemList", re.IGNORECASE)


class DateFinder:
    """Finds the day of publishing in a page whose title and text are known."""

    def __init__(
        self, tree: Tree, lines: list[Line], furniture: Furniture, title: int | None, content: Content | None
    ) -> None:
        self._tree: Final = tree
        self._lines: Final = lines
        self._furniture: Final = furniture
        self._title: Final = title
        self._content: Final = content
        self._line_of: Final = {number: at for at, line in enumerate(lines) for number in line.nodes}
        anchors = [
            number for number in (title, lines[content.lines[0]].first if content else None) if number is not None
        ]
        self._begin: Final = min(anchors, default=0)
        self._text: Final = anchors[-1] if content else None  # the first piece of the text
        around = tree.common(min(anchors), content.element) if content and anchors else 0
        articles = (above for above in (around, *tree.above(around)) if tree[above].tag == "article")
        self._scope: Final = next(articles, around)

    def find(self, data: PageData, by_rule: int | None, by_site_rule: bool) -> tuple[str, str]:
        """Return the day as written and where it was found; ("", "") where nothing says it."""
        ruled = self.of_element(by_rule) if by_rule is not None else ""
        if ruled and by_site_rule:
            return ruled, RULE
        for article in data.articles:
            if _HAS_YEAR.search(article.published):
                return article.published, JSON_LD
        if day := data.published or self._in_attributes():
            return day, META
        for page in data.pages:
            if _HAS_YEAR.search(page.published):
                return page.published, JSON_LD
        if day := self._in_time():
            return day, TIME
        if ruled:
            return ruled, RULE
        if day := self._shown():
            return day, SHOWN
        return "", ""

    def of_element(self, number: int) -> str:
        """Return the day that an element gives: its attribute for programs, else the day in its text, else its text."""
        node = self._tree[number]
        if given := self._given(number):
            return given
        text = node.text or self._tree.text(number)
        return ((found := _day_in(text)) and found) or text

    def _given(self, number: int) -> str:
        attributes = self._tree[number].attributes
        given = (attributes.get(name, "").strip() for name in ("datetime", "content"))
        return next((value for value in given if _HAS_YEAR.search(value)), "")

    def _in_attributes(self) -> str:
        """Return the day that microdata or RDFa of the article give."""
        given = [
            number
            for number, node in enumerate(self._tree.nodes)
            if "itemprop" in node.attributes or "property" in node.attributes
        ]
        for number in given[:_MOST_CANDIDATES]:
            node = self._tree[number]
            named = node.attributes.get("itemprop") == "datePublished" or not _RDFA.isdisjoint(
                node.attributes.get("property", "").lower().split()
            )
            if named and not self._furniture.is_of_others(number) and self._is_of_article(number):
                day = self._given(number) or _day_in(self._tree.text(number))
                if day:
                    return day
        return ""

    def _is_of_article(self, number: int) -> bool:
        """Say whether the item that a property is of is the page's article, not one beside it."""
        for above in self._tree.above(number):
            attributes = self._tree[above].attributes
            if "itemscope" in attributes or "typeof" in attributes:
                kind = attributes.get("itemtype") or attributes.get("typeof") or ""
                holds_it = self._text is None or self._tree.within(self._text, above)
                return holds_it and not _NOT_OF_ARTICLE.search(kind)
        return True

    def _in_time(self) -> str:
        """Return the day of a time element of the article that is not in its text."""
        found: dict[int, str] = {}
        times = [number for number, node in enumerate(self._tree.nodes) if node.tag == "time"]
        for number in times[:_MOST_CANDIDATES]:
            node = self._tree[number]
            if self._may_date(number):
                named = words.class_name_parts(
                    f"{node.attributes.get('class', '')} {node.attributes.get('itemprop', '')}"
                )
                day = self._given(number) or _day_in(self._tree.text(number))
                is_sure = "pubdate" in node.attributes or not _PUBLISHED.isdisjoint(named)
                if day and (is_sure or _CHANGED.isdisjoint(named)):
                    rank = 0 if is_sure else self._place(number)
                    found.setdefault(rank, day)
        return found[min(found)] if found else ""

    def _may_date(self, number: int) -> bool:
        """Say whether an element stands where a page dates its article: around the text, not in it nor in a frame."""
        if self._text is None or not self._tree.within(number, self._scope) or self._furniture.is_outside(number):
            return False
        if self._tree[self._scope].tag in ("body", "html") and not self._begin <= number <= self._text:
            return False
        within = range(number, self._tree[number].end)
        lines = [self._lines[at] for at in {self._line_of[inner] for inner in within if inner in self._line_of}]
        return not any(
            line.is_text or self._after_change(line, line.spaced.find(_day_in(line.spaced))) for line in lines
        )

    def _place(self, number: int) -> int:
        return 1 if self._begin <= number <= (self._text or 0) else 2 if number < self._begin else 3

    def _shown(self) -> str:
        """Return a day that stands beside the title, or around the text with a label."""
        if self._text is None or self._content is None:
            return self._shown_below_title()
        for at, line in enumerate(self._lines):
            if self._begin <= line.first < self._text and not self._is_title(line) and (day := self._of_line(at)):
                return day
        if self._title is not None:
            before = self._furniture.of(self._title).start
            for at in range(before - 1, max(before - 1 - _ABOVE_TITLE, -1), -1):
                if self._is_beside_title(at) and self._is_named(at) and (day := self._of_line(at)):
                    return day
        first, last = self._content.lines[0], self._content.lines[-1]
        for at in range(first, min(last + 1 + _BELOW_TEXT, len(self._lines))):
            line = self._lines[at]
            if line.is_text:
                continue
            is_told = words.begins_with(line.words, "published") or (self._is_within(at) and self._is_named(at))
            if is_told and (day := self._of_line(at)):
                return day
        return ""

    def _shown_below_title(self) -> str:
        """Return the day below the title in its own element, of a page without a text."""
        around = self._tree[self._title].parent if self._title is not None else 0
        if self._tree[around].tag in ("body", "html"):
            return ""
        own = (at for at in self._furniture.of(around) if is_meta(self._lines[at]))
        return next(
            (day for at in own if self._lines[at].first > (self._title or 0) and (day := self._of_line(at))), ""
        )

    def _is_title(self, line: Line) -> bool:
        return self._title is not None and self._tree.within(line.first, self._title)

    def _is_within(self, at: int) -> bool:
        """Say whether a line stands within the element of title and text, which is not the whole page."""
        within = self._tree.within(self._lines[at].first, self._scope)
        return within and self._tree[self._scope].tag not in ("body", "html")

    def _is_beside_title(self, at: int) -> bool:
        """Say whether a line stands in one element with the title: the head of an article, or all of it."""
        around = self._tree.common(self._lines[at].first, self._title or 0)
        is_head = len(self._furniture.of(around)) <= _HEAD_LINES
        return self._tree[around].tag not in ("body", "html") and (
            is_head or self._tree.within(self._text or 0, around)
        )

    def _is_named(self, at: int) -> bool:
        """Say whether the elements of a line call themselves a date, and the line does not read as today's."""
        line = self._lines[at]
        if line.is_link or any(word in words.single_words("weekdays") for word in line.words):
            return False
        others = [word for word in line.words if not is_month(word) and word not in words.single_words("meta")]
        if len(others) > _RUBRIC_WORDS:
            return False
        for above in self._tree.above(line.first):
            if self._tree.within(self._begin, above):
                return False
            attributes = self._tree[above].attributes
            if not _NAMED.isdisjoint(
                words.class_name_parts(f"{attributes.get('class', '')} {attributes.get('id', '')}")
            ):
                return True
        return False

    def _of_line(self, at: int) -> str:
        """Return the day in a line that is no sentence and stands in no frame."""
        line = self._lines[at]
        if self._furniture.outside[at] or self._furniture.listed[at] or len(line.words) > _OTHER_WORDS:
            return ""
        for found in _DATE.finditer(line.spaced):
            if not self._after_change(line, found.start()) and not _INFLECTED.search(found[0]):
                return found[0]
        return ""

    def _after_change(self, line: Line, start: int) -> bool:
        """Say whether the words right before a day say that it is not the day of publishing."""
        before = words.fold(line.spaced[: max(start, 0)])
        labels = [
            name for length in range(1, _LABEL + 1) for name in ("changed", "published")
            if before[-length:] in words.phrases(name)
        ]  # fmt: skip
        return "changed" in labels and "published" not in labels


def _day_in(text: str) -> str:
    found = _DATE.search(text)
    return found[0] if found else ""
