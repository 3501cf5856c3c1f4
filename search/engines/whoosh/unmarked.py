"""Words of the index that a word typed without its marks may stand for: oʻ gʻ typed as o g, a tutuq left out."""

from collections.abc import Iterator

from search.engines.whoosh.codec.dictionary import Dictionary
from search.engines.whoosh.execution.searcher import Searcher

_MARKED = {"o": "ö", "g": "ğ"}
_TUTUQ = "ʼ"


def sharing_skeleton(searcher: Searcher, field: str, bare: str, *, prefix: bool = False) -> list[str]:
    """Return the words of a field whose skeleton is `bare`, or begins with it, in the order of their letters."""
    found = {
        word for segment in searcher.segments for word in _words(segment.files.fields[field].words, bare, prefix=prefix)
    }
    return sorted(found)


def _words(words: Dictionary, bare: str, *, prefix: bool) -> Iterator[str]:
    """Yield words by trying, letter after letter, only beginnings that some word has."""
    starts = [""]
    for letter in bare:
        grown = []
        for start in starts:
            for written in (letter, _MARKED.get(letter)):
                for mark in ("", _TUTUQ):
                    if written and _begins(words, start + mark + written):
                        grown.append(start + mark + written)
        starts = grown
    for start in starts:
        if prefix:
            yield from (word.decode() for word in words.slice(*words.beginning(start.encode())))
        else:
            yield from (word for word in (start, start + _TUTUQ) if words.find(word.encode()) >= 0)


def _begins(words: Dictionary, start: str) -> bool:
    low, high = words.beginning(start.encode())
    return low < high
