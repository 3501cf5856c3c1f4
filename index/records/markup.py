"""Markup: the paragraphs of a text that stands in HTML, with the marks that content management systems leave in it."""

import html
import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.records.word_sets import word_set
from search.uzbek import joined_soft_hyphens

_TAG: Final = re.compile(
    r"</?(?:p|br|div|span|b|strong|em|i|u|a|img|ul|ol|li|h[1-6]|table|tbody|tr|td|figure|blockquote|hr|font|center|"
    r"iframe|script|style|section|article|sup|sub|pre|code|!--)\b[^<>]*>|<!--",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPED: Final = 2  # times that an export may escape a text on top of what is needed

_BLOCKS: Final = word_set(
    "address article blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_DROPPED: Final = word_set(
    "script style noscript template iframe object embed svg math audio video canvas map button select input "
    "textarea form figure figcaption picture nav aside head title link meta amp-sidebar amp-ad drupal-media "
    "drupal-entity"
)
# words of a class or an id whose element is not the release's own text
_ASIDE: Final = re.compile(
    r"(?<![a-z])(?:related|relation|read-?also|readmore|read-more|also|more-news|share|sharing|social|addthis|yashare|tags?"
    r"|tag-?list|hashtags?|breadcrumbs?|comments?|counter|views?|viewed|pager|pagination|calendar|banner|advert\w*|promo"
    r"|subscribe|print|rating|author-?box|sharedaddy|jp-relatedposts|wp-caption\w*|mistake|orphus)(?![a-z])",
    re.IGNORECASE,
)
_LOOSE: Final = word_set("article blockquote body center div section")  # in which text may stand without <p>
_DEEPEST_PARSED: Final = 5_000  # elements within each other that are parsed
_ANY_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_UNCLOSED: Final = word_set(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr"
)
_DEEPEST: Final = 400  # elements within each other; what lies deeper is text of the element there

# marks of content management systems, in square brackets and in braces
_WITH_CONTENT: Final = re.compile(
    r"\[(caption|gallery|audio|video|playlist|embed|img|youtube)\b[^\]\n]*\].{0,4000}?\[/\1\]"
    r"|\{(gallery|youtube|vimeo|mp3|mp4|audio|video|avsplayer|slider|modal|phocagallery)\b[^{}\n]*\}[^{}]{0,2000}\{/\2\}",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN: Final = re.compile(
    r"\[/?(?:vc|et_pb|fusion|av|ux|cs|tdc?|fusion_builder)_\w+(?:\s[^\]\n]*)?\]|\[/?av_\w+[^\]]*\]", re.IGNORECASE
)
_MARK: Final = re.compile(
    r"\[/?(?:caption|gallery|audio|video|playlist|embed|attachment|attach|page|pagebreak|hide|quote|spoiler|leech|media"
    r"|thumb|img|url|color|size|font|left|right|center|justify|list|b|i|u|s|\*|contact-form(?:-7)?|ninja_form|vc_\w+"
    r"|et_pb_\w+|fusion_\w+|elementor\w*|su_\w+|cs_\w+|rev_slider|metaslider|smartslider3|table|wpforms|sc_\w+|tdc?_\w+"
    r"|[a-z][a-z0-9_-]*(?=\s+[a-z_-]+=))(?:[ =:][^\]\n]*)?\]"
    r"|\{/?(?:loadposition|loadmodule|loadmoduleid|module|mosimage|mospagebreak|pagebreak|rsform|attachments|jcomments"
    r"|k2splitter|article|source|tab|tabs|sliders|social|plusone|fblike|emailcloak)\b[^{}\n]*\}|\{(?:PAGEBREAK|THUMB)[^{}]*\}",
    re.IGNORECASE,
)
_NO_WIDTH: Final = ("\u200b", "\u2060")
_BLANKS: Final = ("\t", "\u00a0", "\u202f", "\u205f", "\u3000", *map(chr, range(0x2000, 0x200B)))
_WIDE: Final = re.compile(" {2,}")
_EMPTY_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LOST_MARKUP: Final = re.compile(r"\s*</?(?:iframe|script|div|p|img|a|blockquote|embed|object)\b", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Say whether a text is HTML, also one that was escaped once more."""
    return ("<" in text and _TAG.search(text) is not None) or (
        "&" in text and "lt;" in text and _TAG.search(unescaped(text)) is not None
    )


def unescaped(text: str) -> str:
    """Return a text with its entities as the characters that they stand for, also where they were escaped twice."""
    for _ in range(1 + _ESCAPED):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def plain_line(text: str) -> str:
    """Return a text of one line, as a title is, without markup, entities and marks."""
    if "<" in text or "&" in text:
        text = unescaped(text)
        if "<" in text and _TAG.search(text):
            text = " ".join(paragraphs_of(text))
    return " ".join(with_plain_blanks(without_marks(text)).split())


def without_invisible(text: str) -> str:
    """Return a text without soft hyphens and blanks of no width."""
    text = joined_soft_hyphens(text)
    for sign in _NO_WIDTH:
        if sign in text:
            text = text.replace(sign, "")
    return text


def with_plain_blanks(text: str) -> str:
    """Return a text without what cannot be seen, its blanks plain and single, as markup shows them."""
    text = without_invisible(text)
    for sign in _BLANKS:
        if sign in text:
            text = text.replace(sign, " ")
    return _WIDE.sub(" ", text) if "  " in text else text


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text in HTML or with empty lines between; lines of one are kept apart by a break.

    Raises ValueError with the reason where the markup is no page of anybody.
    """
    if "[" in text or "{" in text:
        text = without_marks(text)
    if is_markup(text):
        text = _text_of(text if _TAG.search(text) else unescaped(text))
    paragraphs = (_tidied(paragraph) for paragraph in _EMPTY_LINES.split(unescaped(text)))
    return [paragraph for paragraph in paragraphs if paragraph and not _LOST_MARKUP.match(paragraph)]


def without_marks(text: str) -> str:
    """Return a text without the marks of content management systems; those of columns and rows end a paragraph."""
    if "[" not in text and "{" not in text:
        return text
    return _MARK.sub("", _COLUMN.sub("\n\n", _WITH_CONTENT.sub("\n\n", text)))


def _tidied(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in with_plain_blanks(paragraph).split("\n"))
    return "\n".join(line for line in lines if line)


def _text_of(markup: str) -> str:
    """Return the text of some HTML: an empty line between blocks, a break where one is written."""
    refuse_too_deep(markup)
    body = LexborHTMLParser(markup).body
    if body is None:
        return ""
    pieces: list[str] = []
    _gather(body, pieces)
    return "".join(pieces)


def refuse_too_deep(markup: str) -> None:
    """Raise ValueError for HTML that nests deeper than any page: a parser takes the square of its depth."""
    if markup.count("<") <= _DEEPEST_PARSED:
        return
    depth = 0
    for tag in _ANY_TAG.finditer(markup):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in _UNCLOSED:
            depth += 1
            if depth > _DEEPEST_PARSED:
                raise ValueError(f"its markup nests more than {_DEEPEST_PARSED:,} elements deep; no page does")


def _gather(root: LexborNode, pieces: list[str]) -> None:
    """Gather the text below an element, in order, without recursion: pages nest deeper than Python may."""
    waiting: list[tuple[LexborNode | None, str, int]] = [(root, "", 0)]
    while waiting:
        node, after, depth = waiting.pop()
        if node is None:
            pieces.append(after)
            continue
        tag = node.tag
        if tag == "-text":
            pieces.append(_of_text_node(node))
            continue
        if tag == "br":
            pieces.append("\n")
            continue
        gap = "\n\n" if tag in _BLOCKS else ""
        if tag is None or tag.startswith("-") or tag in _DROPPED or (depth and tag != "hr" and _is_aside(node)):
            pieces.append(gap)
            continue
        if tag in ("td", "th"):
            gap = "\n"
        pieces.append(gap)
        if depth > _DEEPEST:
            pieces.append(node.text(deep=True, separator=" "))
            continue
        waiting.append((None, gap, depth))
        child = node.last_child
        while child is not None:
            waiting.append((child, "", depth + 1))
            child = child.prev


def _of_text_node(node: LexborNode) -> str:
    """Return the text of a node; an empty line right below a block ends a paragraph, as WordPress reads it."""
    text = node.text_content or ""
    parent = node.parent
    if "\n" in text and parent is not None and parent.tag in _LOOSE and _EMPTY_LINES.search(text):
        return "\n\n".join(" ".join(_kept_ends(part)) for part in _EMPTY_LINES.split(text))
    return " ".join(_kept_ends(text))


def _kept_ends(text: str) -> list[str]:
    """Return the words of a text node, an empty one at an end where a blank stands there."""
    words = text.split()
    if not words:
        return ["", ""] if text else []
    return [*([""] if text[0].isspace() else []), *words, *([""] if text[-1].isspace() else [])]


def _is_aside(node: LexborNode) -> bool:
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(named) > 1 and _ASIDE.search(named) is not None
