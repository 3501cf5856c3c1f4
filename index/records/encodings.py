"""The encoding of a file: its bytes as text, and which encoding was taken; nothing is replaced by a guess."""

import codecs
import re
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

UTF8: Final = "utf-8"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD: Final = ["cp1251", "koi8_r", "cp866"]  # the encodings of one byte a letter in which offices keep old files
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_HEAD: Final = 2048  # bytes in which a page or a feed says its encoding
_SAMPLE: Final = 1 << 16  # bytes by which one of the old encodings is told from the others
_LEAST: Final = 20  # bytes by which an old encoding can be told
_EMPTY_BYTES: Final = 0.2  # of a sample: more of them is text of two bytes a letter without a mark
_STRAY: Final = 0.01  # of a text in UTF-8: so few empty bytes are a fault of its export and cost nothing else
_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """A text and the encoding that it was read in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Return the text of a file's bytes; raises ValueError with the reason and the remedy where it is none.

    A mark at the beginning decides, then UTF-8 if all of it is that, then what the file itself declares, then which of
    the Cyrillic encodings makes sense of it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        text = data.decode(UTF8)
    except UnicodeDecodeError as error:
        failed: UnicodeDecodeError | None = error
    else:
        if text.count("\x00") <= len(text) * _STRAY:
            return Decoded(text, UTF8)
        failed = None
    if wide := _wide(data):
        return _decoded(data, wide)
    if failed is None or len(data) < _LEAST or not _printable(data):
        raise ValueError("it is neither UTF-8 nor any other text; save it as UTF-8")
    for encoding in (_declared(data), _likeliest(data)):
        if encoding:
            try:
                return _decoded(data, encoding)
            except ValueError:
                continue
    raise ValueError(f"its encoding cannot be told (it is not UTF-8 at byte {failed.start}); save it as UTF-8")


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
    except (UnicodeDecodeError, LookupError) as error:
        raise ValueError(f"it is not {encoding} throughout ({error}); save it as UTF-8") from None


def _wide(data: bytes) -> str:
    """Return the encoding of two bytes a letter that a text without a mark is in, "" where it is none."""
    sample = data[:_SAMPLE]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    if max(low, high) / pairs < _EMPTY_BYTES or min(low, high) / pairs > _EMPTY_BYTES / 10:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def _printable(data: bytes) -> bool:
    return not _BINARY.search(data[:_SAMPLE].decode("latin-1"))


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""
    return "" if name.startswith(("utf-8", "ascii")) else name


def _likeliest(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_OLD).best()
    return best.encoding if best else ""
