"""A page as a list of its elements in the order of the page, made by an HTML parser (Lexbor) in bounded time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from index.readers.saved_page.markup import NO_TEXT

MAX_NODES: Final = 1_000_000  # elements and pieces of text; the markup's own bounds keep all but made-up pages below
TEXT: Final = ""  # the tag of a piece of text


@dataclass(slots=True)
class Node:
    """An element of a page, or a piece of its text (tag TEXT).

    `parent` is the number of the element around it (-1 of the root), `end` the number after the last within it, so
    that everything within node N is N + 1 … end - 1.
    """

    tag: str
    parent: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


class Tree:
    """The nodes of a page by their numbers; the root is 0."""

    def __init__(self, markup: str) -> None:
        self._parser: Final = LexborHTMLParser(markup)
        self.nodes: Final[list[Node]] = []
        self._numbers: Final[dict[int, int]] = {}
        self._read()

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, number: int) -> Node:
        return self.nodes[number]

    def within(self, number: int, outer: int) -> bool:
        """Say whether a node is another one or stands within it."""
        return outer <= number < self.nodes[outer].end

    def above(self, number: int) -> Iterator[int]:
        """Yield the elements around a node, the nearest first."""
        while (number := self.nodes[number].parent) >= 0:
            yield number

    def inherited(self, own: Callable[[Node], bool]) -> list[bool]:
        """Say of each node whether something holds of it or of an element around it."""
        marks: list[bool] = []
        for node in self.nodes:
            marks.append((node.parent >= 0 and marks[node.parent]) or own(node))
        return marks

    def children(self, number: int) -> Iterator[int]:
        """Yield the nodes directly within an element."""
        child, end = number + 1, self.nodes[number].end
        while child < end:
            yield child
            child = self.nodes[child].end

    def common(self, first: int, second: int) -> int:
        """Return the innermost element that holds two nodes, either of which it may be."""
        while not self.within(second, first):
            first = self.nodes[first].parent
        return first

    def text(self, number: int) -> str:
        """Return the text within a node on one line, a space where elements meet."""
        return " ".join(
            " ".join(node.text for node in self.nodes[number : self.nodes[number].end] if node.text).split()
        )

    def select(self, path: str) -> list[int]:
        """Return the elements that a CSS path selects, in the order of the page."""
        found = (self._numbers.get(node.mem_id) for node in self._parser.css(path))
        return sorted({number for number in found if number is not None})

    def _read(self) -> None:
        node: LexborNode | None = self._parser.root
        above: list[int] = []
        while node is not None and len(self.nodes) < MAX_NODES:
            number = len(self.nodes)
            tag = node.tag or ""
            child = None
            if tag == NO_TEXT:
                pass
            elif node.is_text_node:
                self.nodes.append(Node(TEXT, above[-1] if above else -1, number + 1, text=node.text_content or ""))
            elif node.is_element_node:
                attributes = {name: value or "" for name, value in node.attributes.items()}
                self.nodes.append(Node(tag, above[-1] if above else -1, number + 1, attributes))
                self._numbers[node.mem_id] = number
                child = node.first_child
            if child is not None:
                above.append(number)
                node = child
                continue
            while node is not None and node.next is None and above:
                self.nodes[above.pop()].end = len(self.nodes)
                node = node.parent
            node = node.next if node is not None and above else None
        for number in above:
            self.nodes[number].end = len(self.nodes)


def is_css_path(path: str) -> bool:
    """Say whether a text is a CSS path that the parser can follow."""
    try:
        LexborHTMLParser("<p>").css(path)
    except SelectolaxError:
        return False
    return True
