"""A page's markup made fit to be parsed: what no text stands in taken out, and what could grow in the parser bounded.

An HTML parser may need the square of its input: it scans its open elements for each tag, compares each attribute with
those before, and copies unclosed `<font>`s into each new paragraph (8 kB of them make 250,000 elements). One linear
reading of the tags keeps depth, attributes and copies below the constants here; no text is lost by it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from index.readers.saved_page.words import names
from index.records.cleaning import clean

MAX_TAGS: Final = 300_000  # the longest of the saved pages that we know has 9,000
MAX_DEPTH: Final = 512  # open elements: as deep as browsers nest
MAX_ATTRIBUTES: Final = 64  # of one tag
MAX_VALUE: Final = 4_000  # code points of an attribute's value; longer are pictures written into the page
MAX_COPIES: Final = 200_000  # copies of unclosed formatting elements that the parser may make

_SHORT_TAG: Final = 200  # code points of attributes that cannot be too many
_ATTRIBUTE: Final = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_TOKEN: Final = re.compile(
    rf"""<!--(?P<comment>-?>|.*?(?:--!?>|\Z))
    |<(?P<raw>script|style|title|textarea|iframe|noembed|xmp)(?=[\s/>])(?P<raw_attributes>(?:[\s/]++|{_ATTRIBUTE})*+)>
     (?P<content>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*+>?|\Z)
    |</(?P<end>[a-z][^\s/>]*+)[^>]*+(?:>|\Z)
    |<(?P<start>[a-z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)(?:>|(?P<torn>\Z))
    |<[!?/][^>]*+(?:>|\Z)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_DATA: Final = re.compile(r"ld\s*\+\s*json", re.IGNORECASE)
_SAVED_FROM: Final = re.compile(r"saved from url=\(\d+\)(\S+)|Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)

_VOID: Final = names("area base br col embed hr img input link meta param source track wbr")
_DOCUMENT: Final = frozenset(("html", "head", "body"))
_FORMATTING: Final = names("b big code em font i nobr s small strike strong tt u")
_TABLE_PARTS: Final = names("caption colgroup tbody td tfoot th thead tr")
_CELLS: Final = frozenset(["td", "th", "caption", "object", "marquee", "applet"])
_BOUNDARIES: Final = _CELLS | {"table"}
_BLOCKS: Final = frozenset(  # each ends a paragraph
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
_SPECIAL: Final = _BLOCKS | _BOUNDARIES | _TABLE_PARTS | {"li", "dt", "dd", "button"}
# what an element that begins ends before it: up to which elements the parser looks for those to end
_ENDED_BY: Final = {
    "li": (frozenset({"li"}), _SPECIAL - {"address", "div", "p", "li"}),
    "dt": (frozenset({"dt", "dd"}), _SPECIAL - {"address", "div", "p", "dt", "dd"}),
    "dd": (frozenset({"dt", "dd"}), _SPECIAL - {"address", "div", "p", "dt", "dd"}),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"}))),
    "table": (frozenset({"table"}), frozenset({"td", "th", "caption"})),
}
_LOOKED_THROUGH: Final = 64  # open elements that are looked through for the one to end
# elements of no text that change how what is in them is parsed: read as one that no parser knows
NO_TEXT: Final = "x-no-text"
_NO_TEXT: Final = names("select svg math template noscript datalist")
_NO_TEXT_TAG: Final = re.compile(rf"<(/?)({'|'.join(sorted(_NO_TEXT))})(?=[\s/>])[^<>]*+(?<!/)>", re.IGNORECASE)
_FORM: Final = "fieldset"  # a form within a form ends otherwise than all other elements
_LEFT_OUT: Final = names("option optgroup plaintext frameset frame noframes listing path g use circle rect")


@dataclass(slots=True)
class Markup:
    """Markup that can be parsed in bounded time, and what was read on the way.

    `title` is the content of `<title>` and `data` those of the JSON-LD scripts, as written; `saved_from` the address
    that a browser notes when it saves a page. `too_large` says that the page has more tags than MAX_TAGS: no markup.
    """

    text: str = ""
    title: str = ""
    data: list[str] = field(default_factory=list)
    saved_from: str = ""
    too_large: bool = False


def parsable(html: str) -> Markup:
    """Return a page's markup without scripts and styles, its depth, attributes and copied elements bounded."""
    html = clean(html)
    if html.count("<") > MAX_TAGS:
        return Markup(too_large=True)
    last_ends = _last_ends(html)
    reading = _Reading(last_ends, formatting=True)
    text = _TOKEN.sub(reading.token, html)
    if reading.copies > MAX_COPIES:
        reading = _Reading(last_ends, formatting=False)
        text = _TOKEN.sub(reading.token, html)
    reading.markup.text = text
    return reading.markup


class _Reading:
    """One reading of a page's tags; `copies` is how many formatting elements the parser may come to copy.

    The open elements are never fewer than the parser has: an end tag ends here what it surely ends there.
    """

    def __init__(self, last_ends: Mapping[str, int], formatting: bool) -> None:
        self.markup: Final = Markup()
        self.copies = 0
        self._formatting: Final = formatting
        # where elements of no text end last: one that begins after it, or never ends, would take all text
        self._last_ends: Final = last_ends
        self._no_text: list[str] = []  # those that are open, of one name; tags in them are passed over
        self._open: list[str] = []
        self._tables = 0
        self._unclosed: list[dict[str, int]] = [{}]  # formatting elements by name, of each cell that is open
        self._too_deep = 0

    def token(self, match: re.Match[str]) -> str:
        """Return what is put in place of a token."""
        tag = (match["start"] or match["end"] or "").lower()
        if self._no_text or tag in _NO_TEXT:
            return self._within_no_text(tag, match)
        if name := match["start"]:
            return "" if match["torn"] is not None else self._start(name.lower(), match["attributes"])
        if name := match["end"]:
            return self._end(name.lower())
        if name := match["raw"]:
            self._raw(name.lower(), match["raw_attributes"], match["content"])
        elif not self.markup.saved_from and (found := _SAVED_FROM.search(match["comment"] or "")):
            self.markup.saved_from = found[1] or found[2]
        return " " if match["raw"] else ""

    def _raw(self, name: str, attributes: str, content: str) -> None:
        if name == "title":
            self.markup.title = self.markup.title or content
        elif name == "script" and _DATA.search(attributes):
            self.markup.data.append(content)

    def _start(self, name: str, attributes: str) -> str:
        name = _FORM if name == "form" else name
        if self._left_out(name):
            return " "
        if len(attributes) > _SHORT_TAG:
            attributes = _bounded(attributes)
        self.copies += sum(self._unclosed[-1].values())
        if name in _VOID or name in _DOCUMENT:
            return f"<{name}{attributes}>"
        if name in _BLOCKS:
            self._close(frozenset({"p"}), _SPECIAL - {"p"})
        if name in _ENDED_BY:
            self._close(*_ENDED_BY[name])
        if len(self._open) >= MAX_DEPTH:
            self._too_deep += 1
            return " "
        self._open.append(name)
        if name in _FORMATTING:
            self._unclosed[-1][name] = self._unclosed[-1].get(name, 0) + 1
        elif name in _CELLS:
            self._unclosed.append({})
        self._tables += name == "table"
        return f"<{name}{attributes}>"

    def _end(self, name: str) -> str:
        name = _FORM if name == "form" else name
        if self._left_out(name) or name in _VOID or name in _DOCUMENT:
            return {"br": "<br>", "p": "</p>", "head": "</head>"}.get(name, "")
        if self._too_deep:
            self._too_deep -= 1
            return " "
        if name in _FORMATTING or name == "a":
            self._end_formatting(name)
        elif name not in _SPECIAL:
            self._close(frozenset({name}), _SPECIAL)
        elif name == "table" or name in _TABLE_PARTS:
            self._close(frozenset({name}), frozenset({"table"}) - {name})
        else:
            further = {"li": {"ul", "ol"}, "p": {"button"}}.get(name, set())
            self._close(frozenset({name}), (_BOUNDARIES | further) - {name})
        return f"</{name}>"

    def _left_out(self, name: str) -> bool:
        return (
            name in _LEFT_OUT
            or (name in _FORMATTING and not self._formatting)
            or (name in _TABLE_PARTS and not self._tables)  # the parser passes over parts of no table
        )

    def _within_no_text(self, tag: str, match: re.Match[str]) -> str:
        """Read a tag that begins or ends an element of no text, or stands in one."""
        if match["start"]:
            is_closed = not match["attributes"].endswith("/") and match.start() < self._last_ends.get(tag, -1)
            if tag in (self._no_text[:1] or [tag]) and is_closed:
                self._no_text.append(tag)
                return f"<{NO_TEXT}>" if len(self._no_text) == 1 else ""
        elif match["end"] and self._no_text[-1:] == [tag]:
            self._no_text.pop()
            return "" if self._no_text else f"</{NO_TEXT}>"
        return ""

    def _end_formatting(self, name: str) -> None:
        """End the nearest formatting element of a name; what is open within it stays so."""
        if self._unclosed[-1].get(name):
            self._unclosed[-1][name] -= 1
        for at in range(len(self._open) - 1, max(len(self._open) - _LOOKED_THROUGH, 0) - 1, -1):
            if self._open[at] == name:
                del self._open[at]
                return
            if self._open[at] in _BOUNDARIES:
                return

    def _close(self, names: frozenset[str], boundaries: frozenset[str]) -> None:
        """End the nearest of some open elements, and all within it; nothing where a boundary is nearer."""
        for at in range(len(self._open) - 1, max(len(self._open) - _LOOKED_THROUGH, 0) - 1, -1):
            if self._open[at] in names:
                for closed in self._open[at:]:
                    self._tables -= closed == "table"
                    if closed in _CELLS:
                        self._unclosed.pop()
                del self._open[at:]
                return
            if self._open[at] in boundaries:
                return


def _last_ends(html: str) -> dict[str, int]:
    """Return where each element of no text ends last, of those that end as often as they begin."""
    begun: dict[str, int] = {}
    last: dict[str, int] = {}
    for match in _NO_TEXT_TAG.finditer(html):
        name = match[2].lower()
        begun[name] = begun.get(name, 0) + (-1 if match[1] else 1)
        if match[1]:
            last[name] = match.start()
    return {name: at for name, at in last.items() if begun[name] <= 0}


def _bounded(attributes: str) -> str:
    """Return the first attributes of a tag, without those of a long value."""
    kept: list[str] = []
    for match in _ATTRIBUTES.finditer(attributes):
        if len(kept) == MAX_ATTRIBUTES:
            break
        if len(match[0]) <= MAX_VALUE:
            kept.append(match[0])
    return f" {' '.join(kept)}"
