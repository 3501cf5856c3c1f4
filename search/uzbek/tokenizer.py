"""Text to words: ICU finds the chunks by the rules in data/words.rbbi, and each chunk is taken apart once."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

import icu

from search.uzbek import data_files
from search.uzbek.letters import HYPHENS, MARKS, TUTUQ, composed, one_letter, small
from search.uzbek.transliteration import to_latin


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands: `text` is the source from `start` to `end`, `position` counts words.

    The parts of a compound have positions of their own; the whole stands, `joined`, at that of its first part.
    """

    text: str
    start: int
    end: int
    position: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    step: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk taken apart: its parts, how many positions they take, and what only the text around it can settle.

    `glued` is a mere ending, dropped after a quotation; `mark` the apostrophe at its end, which may close a quotation,
    and `unsure` says that it was taken for a letter.
    """

    parts: tuple[_Part, ...]
    steps: int
    glued: bool = False
    mark: str = ""
    unsure: bool = False


_QUOTES: Final = frozenset('"«»“”„‟‹›' + MARKS)
_OPENING: Final = frozenset("«‹„‚([{—–-/")
_OPENER_OF: Final = {"’": "‘", "ʼ": "ʻ"}
_SPAN: Final = 200
_LONGEST_KEPT: Final = 64
_WIDE: Final = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_LETTER_MARKS: Final = frozenset(MARKS) - set("'’")
_SPACES: Final = " \u00a0\u2009\u202f"
_FIGURES: Final = re.compile(f"[^{_SPACES}]+")
_GROUPED: Final = re.compile(f"\\d{{1,3}}(?:[{_SPACES}]\\d{{3}})+(?:[.,]\\d+)?(?![\\d{_SPACES}.,:])")
_NUMBER: Final = re.compile(f"\\d+(?:[.,:]\\d+)*(?=$|[{_SPACES}{re.escape(HYPHENS)}])")
_ENDED_FIGURE: Final = re.compile(f"(\\d+)[{re.escape(MARKS)}]([^\\W\\d_]+)")
_LETTERS: Final = "[A-Za-zÖĞŞÇöğşçА-Яа-яЁЎҚҒҲёўқғҳ]+"
_ONE_WORD: Final = re.compile(f"{_LETTERS}(?:[{re.escape(MARKS)}]+{_LETTERS})*")  # nothing in it to look for
_HYPHENATED: Final = re.compile(f"[^{re.escape(HYPHENS)}]+")
_DOTTED: Final = re.compile(r"\d+(?:[.,]\d+)+|[^._@+/?:=&#%~,;!*()]+")
_ADDRESS: Final = re.compile(
    r"(?P<scheme>[A-Za-z]+://)?(?:[\w.+-]+@)?(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+)?(?:[/?].*)?", re.DOTALL
)
_ADDRESS_END: Final = ".,;:!?)(*"
_ADDRESS_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Walk:
    """The words of a text, how many positions they take, and whether the text around it could have changed them.

    `opens`: a mark in it may open a quotation; `unsure`: a mark at a word's end was taken for a letter, which a
    quotation opened before would have made a closing mark.
    """

    tokens: list[Token]
    steps: int
    opens: bool
    unsure: bool


def words(text: str) -> list[Token]:
    """Return the words of a text in order, each compound before its parts."""
    return walk(text).tokens


def walk(text: str) -> Walk:
    """Return the words of a text in order, each compound before its parts, and what they hang on."""
    if _ONE_WORD.fullmatch(text):
        return Walk([Token(text, 0, len(text), 0)], 1, opens=False, unsure=False)
    # ICU counts UTF-16 units: every wide character is shown to it as a narrow one of its kind
    shown = text if text.isascii() else _WIDE.sub(_narrow, text)
    tokens: list[Token] = []
    position = 0
    opened: dict[str, int] = {}
    opens = unsure = False
    for start, end in _chunks(shown):
        piece = shown[start:end]
        if piece == " ":
            continue
        if piece[0] in MARKS or not piece[0].isalnum():
            opens |= _mind_quotes(piece, end, opened)
            continue
        chunk = _kept(piece) if end - start <= _LONGEST_KEPT else _taken_apart(piece)
        if chunk.glued and _after_quote(shown, start):
            continue
        parts = chunk.parts
        unsure |= chunk.unsure
        if chunk.mark and _closes(chunk.mark, opened, start) and chunk.unsure:
            parts = tuple(replace(part, end=part.end - (part.end == len(piece))) for part in parts)
        for part in parts:
            a, b = start + part.start, start + part.end
            tokens.append(Token(text[a:b], a, b, position + part.step, part.joined))
        position += chunk.steps
    return Walk(tokens, position, opens, unsure)


def _mind_quotes(between: str, end: int, opened: dict[str, int]) -> bool:
    """Note the mark that opens a quotation right before a word, forget those that close one; say whether one opens."""
    if opened:
        for mark in MARKS:
            if mark in between:
                _closes(mark, opened, end)
    if between[-1] not in MARKS:
        return False
    opened[between[-1]] = end
    return True


def _narrow(match: re.Match[str]) -> str:
    return "x" if match[0].isalnum() else "\ufffd"


_local: Final = threading.local()


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    # a BreakIterator holds the text it walks: one for each thread
    rules = getattr(_local, "rules", None)
    if rules is None:
        rules = _local.rules = icu.RuleBasedBreakIterator(data_files.text("words.rbbi"))
    rules.setText(text)
    return pairwise((0, *rules))


def _after_quote(text: str, start: int) -> bool:
    """Say whether a closing quotation mark stands right before, with or without a hyphen."""
    at = start - 1
    if at > 0 and text[at] in HYPHENS:
        at -= 1
    return at > 0 and text[at] in _QUOTES - _OPENING and not (text[at - 1].isspace() or text[at - 1] in _OPENING)


def _closes(mark: str, opened: dict[str, int], start: int) -> bool:
    opener = max(opened.pop(mark, -1), opened.pop(_OPENER_OF.get(mark, mark), -1))
    return opener >= 0 and start - opener <= _SPAN


def _taken_apart(chunk: str) -> _Chunk:
    if chunk[0].isdigit() and _NUMBER.match(chunk):
        if any(space in chunk for space in _SPACES) and not _GROUPED.match(chunk):
            return _several(chunk, _FIGURES)
    elif any(sign in chunk for sign in "._@+:"):
        return _address(chunk) or _several(chunk, _DOTTED)
    if figure := _ENDED_FIGURE.fullmatch(chunk):
        return _Chunk((_Part(0, figure.end(1), 0),), 1)
    parts = _compound(chunk, 0, len(chunk))
    mark = chunk[-1] if chunk[-1] in MARKS else ""
    return _Chunk(
        tuple(parts),
        parts[-1].step + 1,
        glued=_key(chunk) in _glued(),
        mark=mark,
        unsure=mark in _LETTER_MARKS and parts[-1].end == len(chunk),
    )


def _several(chunk: str, pattern: re.Pattern[str]) -> _Chunk:
    parts: list[_Part] = []
    step = 0
    for match in pattern.finditer(chunk):
        if compound := _compound(chunk, *match.span(), step):
            parts.extend(compound)
            step = compound[-1].step + 1
    return _Chunk(tuple(parts), step)


def _address(chunk: str) -> _Chunk | None:
    chunk = chunk.rstrip(_ADDRESS_END)
    match = _ADDRESS.fullmatch(chunk)
    if not match:
        return None
    label = match["host"].rsplit(".", 1)[-1]
    known = label.lower() in data_files.entries("domains.txt") and not label.istitle()
    if not (match["scheme"] or known):
        return None
    parts = [_Part(*found.span(), step) for step, found in enumerate(_ADDRESS_WORD.finditer(chunk))]
    return _Chunk((_Part(0, len(chunk), 0, joined=True), *parts), len(parts))


def _compound(chunk: str, start: int, end: int, step: int = 0) -> list[_Part]:
    """Cut a run of letters, digits, marks and hyphens into its parts, the whole before them if they are several.

    A mark alone is no part: there may be none.
    """
    parts: list[_Part] = []
    for match in _HYPHENATED.finditer(chunk, start, end):
        if match[0].strip(MARKS):
            parts.append(_Part(match.start(), _word_end(chunk, *match.span()), step + len(parts)))
    if len(parts) > 1:
        parts.insert(0, _Part(start, parts[-1].end, step, joined=True))
    return parts


def _word_end(chunk: str, start: int, end: int) -> int:
    """Return where a word ends: with its last mark if that is a letter, before it if not."""
    bare = end
    while bare > start and chunk[bare - 1] in MARKS:
        bare -= 1
    if bare == end:
        return end
    word, mark = chunk[start:bare], chunk[bare]
    if word[-1] not in "oOgG":
        return bare + 1 if _key(word) + TUTUQ in _final_words() else bare
    return bare + 1 if mark in _LETTER_MARKS or _key(word + mark) in _final_words() else bare


def _key(word: str) -> str:
    return one_letter(small(to_latin(composed(word))))


@cache
def _glued() -> frozenset[str]:
    return frozenset(map(_key, data_files.entries("glued.txt")))


@cache
def _final_words() -> frozenset[str]:
    return frozenset(_key(word) + TUTUQ * word.endswith(TUTUQ) for word in data_files.entries("finalmarks.txt"))


_kept = lru_cache(maxsize=1 << 12)(_taken_apart)
