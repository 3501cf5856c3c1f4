"""Rich text: the blocks that editors keep as JSON (EditorJS, Quill, ProseMirror, Slate, Lexical), as HTML."""

import html
from collections.abc import Iterator
from typing import Any, Final

import orjson

_BEGINS: Final = ('{"', '[{"', "{\n", "[\n", "{ ", "[ ")  # as text that holds such blocks begins
_SIGNS: Final = ('"blocks"', '"ops"', '"children"', '"content"')
_INLINE: Final = frozenset(("text", "link", "a", "mention", "hardBreak", "linebreak", "span", "autolink", "hyperlink"))
_BREAKS: Final = frozenset(("hardBreak", "linebreak", "br"))
_DEEPEST: Final = 40  # blocks within each other


def markup_of(value: Any) -> str | None:
    """Return the text of an editor's blocks as HTML, None where a value is none of them.

    `value` may be the JSON of such blocks as text; pictures, videos and their captions are left out.
    """
    if isinstance(value, str):
        if not value.startswith(_BEGINS) or not any(sign in value for sign in _SIGNS):
            return None
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
        if isinstance(value, str):
            return None
    blocks = _blocks_of(value)
    return None if blocks is None else "".join(f"<p>{text}</p>\n" for text in blocks if text.strip())


def _blocks_of(value: Any) -> Iterator[str] | None:
    if isinstance(value, list):
        nodes = [one for one in value if isinstance(one, dict)]
        is_tree = bool(nodes) and any(isinstance(node.get("children"), list) for node in nodes)
        return _of_nodes(nodes, 0) if is_tree else None
    if not isinstance(value, dict):
        return None
    if isinstance(root := value.get("root"), dict) and isinstance(root.get("children"), list):
        return _of_nodes(root["children"], 0)
    if (value.get("type") == "doc" or value.get("nodeType") == "document") and isinstance(value.get("content"), list):
        return _of_nodes(value["content"], 0)
    if isinstance(operations := value.get("ops"), list):
        return _of_operations(operations)
    blocks = value.get("blocks")
    if isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks):
        return (text for block in blocks for text in _of_block(block))
    return None


def _of_nodes(nodes: list[Any], depth: int) -> Iterator[str]:
    """Give the paragraphs of a tree of nodes: a node whose children are words is one."""
    for node in nodes:
        if not isinstance(node, dict) or depth > _DEEPEST:
            continue
        below = _below(node)
        if below and any(_is_inline(child) for child in below):
            yield _words(below, depth)
        elif below:
            yield from _of_nodes(below, depth + 1)
        elif words := _word(node):
            yield html.escape(words, quote=False)


def _below(node: dict[str, Any]) -> list[Any]:
    below = node.get("children", node.get("content"))
    return below if isinstance(below, list) else []


def _is_inline(node: Any) -> bool:
    return isinstance(node, dict) and (
        isinstance(node.get("text"), str) or str(node.get("type", node.get("_type", node.get("nodeType")))) in _INLINE
    )


def _word(node: dict[str, Any]) -> str:
    """Return the words of a leaf: `text` everywhere but in Contentful's documents, where they are a `value`."""
    word = node.get("text", node.get("value") if node.get("nodeType") == "text" else "")
    return word if isinstance(word, str) else ""


def _words(nodes: list[Any], depth: int) -> str:
    words = ""
    for node in nodes:
        if not isinstance(node, dict) or depth > _DEEPEST:
            continue
        if str(node.get("type")) in _BREAKS:
            words += "<br>"
        elif word := _word(node):
            words += html.escape(word, quote=False).replace("\n", "<br>")
        else:
            words += _words(_below(node), depth + 1)
    return words


def _of_operations(operations: list[Any]) -> Iterator[str]:
    """Give the lines of Quill's insertions."""
    text = "".join(one["insert"] for one in operations if isinstance(one, dict) and isinstance(one.get("insert"), str))
    yield from (html.escape(line, quote=False) for line in text.split("\n"))


def _of_block(block: dict[str, Any]) -> Iterator[str]:
    """Give the paragraphs of a block of EditorJS, whose texts are HTML, or of Draft.js, whose texts are plain."""
    data = block.get("data")
    if isinstance(block.get("text"), str):
        if block.get("type") != "atomic":
            yield html.escape(block["text"], quote=False)
        return
    if not isinstance(data, dict) or "file" in data or "embed" in data:
        return
    for name in ("title", "text", "message", "html"):
        if isinstance(data.get(name), str):
            yield data[name]
    yield from _items(data.get("items"), 0)
    rows = data.get("content")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list):
            yield " ".join(str(cell) for cell in row)


def _items(items: Any, depth: int) -> Iterator[str]:
    for item in items if isinstance(items, list) and depth < _DEEPEST else ():
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            words = item.get("content", item.get("text"))
            if isinstance(words, str):
                yield words
            yield from _items(item.get("items"), depth + 1)
