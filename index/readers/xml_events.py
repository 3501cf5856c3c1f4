"""XML read element by element, so that exports of any size fit; what only attacks hold is refused."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import IO, Final, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from index.readers.input_file import MAX_WHOLE, Unreadable

_CHUNK: Final = 1 << 16
_HEAD: Final = 1 << 12
_DTD: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY: Final = re.compile(rb"&((?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};)")
_LONGEST_ENTITY: Final = 33  # bytes
_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # that no XML may hold, and exports do


def elements(file: IO[bytes], ends: frozenset[str]) -> Iterator[Element]:
    """Give the outermost elements of some names as they end, each emptied afterwards; raises Unreadable.

    A document type is refused: entities of its own could make any text of a few bytes.
    """
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    above: list[Element] = []  # the open elements around those that are given
    waiting = 0
    tail = b""
    inside = 0
    try:
        for chunk in _with_numbers(file):
            if _DTD.search(tail + chunk) and not inside:
                raise Unreadable("it declares a document type, which no export needs; take that out")
            tail = chunk[-16:]
            parser.feed(chunk)
            waiting += len(chunk)
            for event, element in cast(Iterator[tuple[str, Element]], parser.read_events()):
                waiting = 0
                name = local_name(element)
                if event == "start":
                    if name in ends:
                        inside += 1
                    elif not inside:
                        above.append(element)
                    continue
                if name in ends:
                    inside -= 1
                    if inside:
                        continue  # a part of one that is not whole yet
                    yield element
                elif inside:
                    continue
                else:
                    above.pop()
                element.clear()
                if above:
                    above[-1].remove(element)  # what was read is kept nowhere
            if waiting > MAX_WHOLE:
                raise Unreadable(f"one of its elements is larger than {MAX_WHOLE >> 20} MiB; one release is not")
        parser.close()
    except ParseError as error:
        raise Unreadable(f"it is no XML from line {error.position[0]} on ({error}); export it anew") from None


def _with_numbers(file: IO[bytes]) -> Iterator[bytes]:
    """Give the bytes of a file, no forbidden one, with the entities of HTML, which XML does not know, as numbers."""
    kept = b""
    while chunk := file.read(_CHUNK):
        chunk = kept + _FORBIDDEN.sub(b" ", chunk)
        cut = chunk.rfind(b"&", -_LONGEST_ENTITY)
        if cut >= 0 and b";" not in chunk[cut:]:
            chunk, kept = chunk[:cut], chunk[cut:]
        else:
            kept = b""
        yield _ENTITY.sub(_number, chunk)
    if kept:
        yield kept


def _number(entity: re.Match[bytes]) -> bytes:
    signs = html5.get(entity[1].decode("ascii"))
    return entity[0] if signs is None else "".join(f"&#{ord(sign)};" for sign in signs).encode("ascii")


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
