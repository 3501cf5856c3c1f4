"""The markup of a release's text, written anew of the page's elements: blocks, line breaks, links, plain emphasis."""

from html import escape
from typing import Final

from index.readers.saved_page.content import Content
from index.readers.saved_page.lines import BLOCKS, Line
from index.readers.saved_page.tree import Tree
from index.readers.saved_page.words import names

_NOT_WRITTEN: Final = names("html body option button label legend fieldset")
_WRITTEN: Final = (BLOCKS - _NOT_WRITTEN) | names("a abbr b cite code em i mark q s small strong sub sup u")


def written(tree: Tree, lines: list[Line], content: Content) -> str:
    """Return the markup of a content: its lines in their elements, links with their addresses, nothing else."""
    kept = {number for at in content.lines for number in lines[at].nodes}
    around: set[int] = set()
    for number in kept:
        for above in tree.above(number):
            if above in around or above == content.element:
                break
            around.add(above)
    first, last = min(kept), max(kept)
    pieces: list[str] = []
    ends: list[tuple[int, str]] = []
    for number in range(content.element + 1, last + 1):
        while ends and ends[-1][0] <= number:
            pieces.append(ends.pop()[1])
        node = tree[number]
        if number in kept:
            pieces.append(escape(node.text, quote=False))
        elif node.tag == "br" and number > first:
            pieces.append("<br>")
        elif number in around and node.tag in _WRITTEN:
            pieces.append(_start(node.tag, node.attributes.get("href", "")))
            ends.append((node.end, f"</{node.tag}>"))
    pieces.extend(end for _, end in reversed(ends))
    return "".join(pieces).strip()


def _start(tag: str, address: str) -> str:
    return f'<a href="{escape(address)}">' if tag == "a" and address else f"<{tag}>"
