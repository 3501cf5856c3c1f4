"""The lines of a page: what stands between two blocks or line breaks, with the links in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from index.readers.saved_page.tree import TEXT, Tree
from index.readers.saved_page.words import Words, class_name_parts, fold, names

BLOCKS: Final = names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol option "
    "p pre search section summary table tbody td tfoot th thead tr ul"
)
HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LINE_BREAKS: Final = frozenset(("br", "hr", "img"))
# elements within a line that say something of their own: the day, a count
_APART: Final = names("date time datetime sana vaqt posted published views hits counter")
_BOLD: Final = frozenset(("b", "strong", *HEADINGS))
SENTENCE_ENDS: Final = tuple(".!?…;:»”\"')]")
_SMALL: Final = 8  # nodes of an element that says no more than a day or a count
_LEAST_WORDS: Final = 3  # of a sentence
_WORDS_OF_TEXT: Final = 10  # a line of so many is text, however it ends
_WORDS_OF_PARAGRAPH: Final = 6  # the same in a paragraph's element


@dataclass
class Line:
    """A line of a page: the numbers of its pieces of text, and the innermost block around it."""

    nodes: list[int]
    text: str
    block: int
    tag: str  # of that block
    linked: int  # code points of links
    bold: bool
    spaced: str  # the text with a space where elements meet: a count often touches the day before it
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.words = fold(self.spaced)

    @property
    def first(self) -> int:
        """The number of its first piece of text."""
        return self.nodes[0]

    @property
    def is_link(self) -> bool:
        """Whether most of it leads elsewhere."""
        return self.linked * 2 > len(self.text)

    @cached_property
    def is_text(self) -> bool:
        """Whether it reads as running text: a sentence, or many words, most of them no link."""
        said = len(self.words)
        if self.is_link and not (said >= _WORDS_OF_TEXT and self.text.endswith(".")):
            return False
        least = _WORDS_OF_PARAGRAPH if self.tag in ("p", "blockquote") else _WORDS_OF_TEXT
        return said >= least or (said >= _LEAST_WORDS and self.text.endswith(SENTENCE_ENDS))


def lines_of(tree: Tree) -> list[Line]:
    """Return the lines of a page in order; white space alone is none."""
    return [line for nodes, block, linked, bold in _runs(tree) if (line := _line(tree, nodes, block, linked, bold))]


def _line(tree: Tree, nodes: list[int], block: int, linked: list[bool], bold: list[bool]) -> Line | None:
    text = " ".join("".join(tree[number].text for number in nodes).split())
    if not text:
        return None
    first = next(at for at, number in enumerate(nodes) if tree[number].text.strip())
    nodes, linked, bold = nodes[first:], linked[first:], bold[first:]
    in_links = sum(len(tree[number].text.strip()) for number, in_link in zip(nodes, linked, strict=True) if in_link)
    all_bold = all(is_bold or not tree[number].text.strip() for number, is_bold in zip(nodes, bold, strict=True))
    spaced = " ".join(" ".join(tree[number].text for number in nodes).split())
    return Line(nodes, text, block, tree[block].tag, in_links, all_bold, spaced)


def _runs(tree: Tree) -> Iterator[tuple[list[int], int, list[bool], list[bool]]]:
    """Yield the pieces of text between two breaks, with their block and whether each is in a link, and bold."""
    blocks: list[int] = []
    links: list[bool] = []
    bolds: list[bool] = []
    nodes: list[int] = []
    linked: list[bool] = []
    bold: list[bool] = []
    block = 0
    for number, node in enumerate(tree.nodes):
        around = node.parent
        is_block = node.tag in BLOCKS
        if not is_block and node.tag and (name := node.attributes.get("class")):
            is_block = not _APART.isdisjoint(class_name_parts(name)) and node.end - number < _SMALL
        blocks.append(number if is_block or around < 0 else blocks[around])
        links.append((around >= 0 and links[around]) or (node.tag == "a" and bool(node.attributes.get("href"))))
        bolds.append((around >= 0 and bolds[around]) or node.tag in _BOLD or _is_large(node.tag, node.attributes))
        if nodes and (is_block or node.tag in _LINE_BREAKS or (node.tag == TEXT and blocks[number] != block)):
            yield nodes, block, linked, bold
            nodes, linked, bold = [], [], []
        if node.tag == TEXT:
            block = blocks[number]
            nodes.append(number)
            linked.append(links[number])
            bold.append(bolds[number])
    if nodes:
        yield nodes, block, linked, bold


def _is_large(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag == "font" and attributes.get("size", "").startswith(("+", "4", "5", "6", "7"))
