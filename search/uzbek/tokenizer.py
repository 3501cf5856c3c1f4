"""The tokenizer: ICU finds runs of a text by the rules in data/words.rbbi, and each run is split into tokens once.

A run has no white space but that of a number (1 234,5), and may hold several tokens: yoʻl-xarita, https://gov.uz/a.
"""

import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import icu

from search.uzbek import data_files
from search.uzbek.letters import HYPHENS, MARKS, TUTUQ, composed, one_letter, small
from search.uzbek.transliteration import to_latin


class Token(NamedTuple):
    """A token: `text` is the source from `start` to `end` (code points), `position` counts tokens from 0.

    The parts of a compound have positions of their own; the whole stands, `joined`, at that of its first part.
    """

    text: str
    start: int
    end: int
    position: int
    joined: bool = False


class _Part(NamedTuple):
    """A token within its run: `start` and `end` in code points, `position` in tokens, each from the run's beginning."""

    start: int
    end: int
    position: int
    joined: bool = False


class _Run(NamedTuple):
    """A run, split: its parts, how many positions they take, and what only the text around it can settle.

    `glued`: it is a mere ending, which after a quotation is no token: “Makon”-da. `mark` is the apostrophe at its end,
    which may close a quotation. `mark_is_letter`: that mark was taken for a letter, as in togʻ, which it is not in
    ‘qogʻ where a quotation is open.
    """

    parts: tuple[_Part, ...]
    position_count: int
    glued: bool = False
    mark: str = ""
    mark_is_letter: bool = False


SIGNS: Final = '.,;:!?()"«»“”„…'  # of a sentence, around its words
_QUOTES: Final = frozenset('"«»“”„‟‹›' + MARKS)
_OPENING: Final = frozenset("«‹„‚([{—–-/")
_OPENER_OF: Final = {"’": "‘", "ʼ": "ʻ"}
_LONGEST_QUOTATION: Final = 200  # code points: a mark further from its opener closes another quotation, or none
_LONGEST_CACHED: Final = 64  # code points of a run that is cached: longer ones are hardly ever met again
_CACHED: Final = 1 << 12  # runs: the chunk cache above (`search.analysis.chunks`) catches most of them first
_WIDE: Final = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_LETTER_MARKS: Final = frozenset(MARKS) - set("'’")
_SPACES: Final = " \u00a0\u2009\u202f"
_FIGURES: Final = re.compile(f"[^{_SPACES}]+")
_GROUPED: Final = re.compile(f"\\d{{1,3}}(?:[{_SPACES}]\\d{{3}})+(?:[.,]\\d+)?(?![\\d{_SPACES}.,:])")
_NUMBER: Final = re.compile(f"\\d+(?:[.,:]\\d+)*(?=$|[{_SPACES}{re.escape(HYPHENS)}])")
_ENDED_FIGURE: Final = re.compile(f"(\\d+)[{re.escape(MARKS)}]([^\\W\\d_]+)")
_LETTERS: Final = "[A-Za-zÖĞŞÇöğşçА-Яа-яЁЎҚҒҲёўқғҳ]+"
_ONE_WORD: Final = re.compile(f"{_LETTERS}(?:[{re.escape(MARKS)}]+{_LETTERS})*")  # nothing in it to look for
_CHARACTERS: Final = "[0-9A-Za-zÖĞŞÇöğşçА-Яа-яЁЎҚҒҲёўқғҳ]+"
_PIECE: Final = f"{_CHARACTERS}(?:(?<![0-9])[{re.escape(MARKS)}]+(?![0-9]){_CHARACTERS})*"
_ONE_RUN: Final = re.compile(  # what words.rbbi would find to be one run, and no address: 2022, 12,5-yil, qand-qurs
    f"(?:[0-9]+(?:[.,:][0-9]+)+|{_PIECE})(?:[-\u2010-\u2013]{_PIECE})*"
)
_HYPHENATED: Final = re.compile(f"[^{re.escape(HYPHENS)}]+")
_DOTTED: Final = re.compile(r"\d+(?:[.,]\d+)+|[^._@+/?:=&#%~,;!*()]+")
_ADDRESS: Final = re.compile(
    r"(?P<scheme>[A-Za-z]+://)?(?:[\w.+-]+@)?(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+)?(?:[/?].*)?", re.DOTALL
)
_ADDRESS_END: Final = ".,;:!?)(*"
_ADDRESS_WORD: Final = re.compile(r"[^\W_]+")


class TokenizedText(NamedTuple):
    """The tokens of a text, how many positions they take, and whether a text around it could have changed them.

    `opens_quotation`: a mark in it may open a quotation, as that of ‘Salom does. `ends_in_letter_mark`: a mark at a
    token's end was taken for a letter, as in togʻ, which a quotation opened before would have made a closing mark.
    """

    tokens: list[Token]
    position_count: int
    opens_quotation: bool
    ends_in_letter_mark: bool


def is_one_word(text: str) -> bool:
    """Say whether a text is nothing but the letters of one word: its one token, then, is all of it."""
    return bool(_ONE_WORD.fullmatch(text))


def words(text: str) -> list[Token]:
    """Return the tokens of a text in order, each compound before its parts."""
    return tokenize(text).tokens


def tokenize(text: str) -> TokenizedText:
    """Return the tokens of a text in order, each compound before its parts, and what a text around it could change."""
    if is_one_word(text):
        return TokenizedText([Token(text, 0, len(text), 0)], 1, opens_quotation=False, ends_in_letter_mark=False)
    if _ONE_RUN.fullmatch(text):
        return _of_one_run(text)
    # ICU counts UTF-16 units: every wide character is shown to it as a narrow one of its kind
    shown = text if text.isascii() else _WIDE.sub(_narrow, text)
    tokens: list[Token] = []
    position = 0
    opened: dict[str, int] = {}  # marks that may have opened a quotation, and where it begins
    opens_quotation = ends_in_letter_mark = False
    for start, end in _breaks(shown):
        written = shown[start:end]
        if written == " ":
            continue
        if written[0] in MARKS or not written[0].isalnum():
            opens_quotation |= _note_quotation_marks(written, end, opened)
            continue
        run = _cached_run(written) if end - start <= _LONGEST_CACHED else _split(written)
        if run.glued and _after_quote(shown, start):
            continue
        parts = run.parts
        ends_in_letter_mark |= run.mark_is_letter
        if run.mark and _closes(run.mark, opened, start) and run.mark_is_letter:
            parts = tuple(part._replace(end=part.end - (part.end == len(written))) for part in parts)
        for part in parts:
            token_start, token_end = start + part.start, start + part.end
            tokens.append(
                Token(text[token_start:token_end], token_start, token_end, position + part.position, part.joined)
            )
        position += run.position_count
    return TokenizedText(tokens, position, opens_quotation, ends_in_letter_mark)


def _of_one_run(text: str) -> TokenizedText:
    """Return the tokens of a text that is one run of words and numbers, as ICU would find it."""
    parts = _compound(text, 0, len(text))
    tokens = [Token(text[start:end], start, end, position, joined) for start, end, position, joined in parts]
    return TokenizedText(tokens, parts[-1].position + 1, opens_quotation=False, ends_in_letter_mark=False)


def _note_quotation_marks(between: str, end: int, opened: dict[str, int]) -> bool:
    """Note the mark that opens a quotation right before a word, forget those that close one; say whether one opens.

    `between` stands between two words and ends at `end`. In ‘Salom!’ dedi the ‘ is noted as an opener; the ’ takes it
    off the notes again, and is noted itself, since nothing tells it from an opener before another word.
    """
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


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run, and of what stands between two."""
    # a BreakIterator holds the text it walks: one for each thread
    rules = getattr(_local, "rules", None)
    if rules is None:
        rules = _local.rules = icu.RuleBasedBreakIterator(data_files.text("words.rbbi"))
    rules.setText(text)
    return pairwise((0, *rules))


def _after_quote(text: str, start: int) -> bool:
    """Say whether a closing quotation mark stands right before, with or without a hyphen, and something before that."""
    at = start - 1
    if at > 0 and text[at] in HYPHENS:
        at -= 1
    if at < 1 or text[at] not in _QUOTES - _OPENING or text[at - 1] in _OPENING:
        return False
    while at > 0 and text[at - 1] in SIGNS:  # signs alone close nothing: a chunk is analysed without those at its ends
        at -= 1
    return at > 0 and not text[at - 1].isspace()


def _closes(mark: str, opened: dict[str, int], start: int) -> bool:
    """Say whether a mark, met at or after `start`, closes a quotation that was opened; that one is then over.

    In ‘qogʻ dedi the last mark of qogʻ closes what the first one opened: the word is qog. In togʻ nothing is open.
    """
    opener = max(opened.pop(mark, -1), opened.pop(_OPENER_OF.get(mark, mark), -1))
    return opener >= 0 and start - opener <= _LONGEST_QUOTATION


def _split(run: str) -> _Run:
    """Split a run: a number, an address, a figure with an ending, or words between hyphens."""
    if run[0].isdigit() and _NUMBER.match(run):
        if any(space in run for space in _SPACES) and not _GROUPED.match(run):
            return _several(run, _FIGURES)
    elif any(sign in run for sign in "._@+:"):
        return _address(run) or _several(run, _DOTTED)
    if figure := _ENDED_FIGURE.fullmatch(run):
        return _Run((_Part(0, figure.end(1), 0),), 1)
    parts = _compound(run, 0, len(run))
    mark = run[-1] if run[-1] in MARKS else ""
    return _Run(
        tuple(parts),
        parts[-1].position + 1,
        glued=_key(run) in _glued(),
        mark=mark,
        mark_is_letter=mark in _LETTER_MARKS and parts[-1].end == len(run),
    )


def _several(run: str, pattern: re.Pattern[str]) -> _Run:
    """Split a run into what a pattern finds in it: 2021 100 into two numbers, a_b into two words."""
    parts: list[_Part] = []
    position = 0
    for match in pattern.finditer(run):
        if compound := _compound(run, *match.span(), position):
            parts.extend(compound)
            position = compound[-1].position + 1
    return _Run(tuple(parts), position)


def _address(run: str) -> _Run | None:
    """Split an address or a mail address, the whole before its words; None for what is neither (Sh.Mirziyoyev)."""
    run = run.rstrip(_ADDRESS_END)
    match = _ADDRESS.fullmatch(run)
    if not match:
        return None
    label = match["host"].rsplit(".", 1)[-1]
    known = label.lower() in data_files.entries("domains.txt") and not label.istitle()
    if not (match["scheme"] or known):
        return None
    parts = [_Part(*word.span(), position) for position, word in enumerate(_ADDRESS_WORD.finditer(run))]
    return _Run((_Part(0, len(run), 0, joined=True), *parts), len(parts))


def _compound(run: str, start: int, end: int, position: int = 0) -> list[_Part]:
    """Cut a run of letters, digits, marks and hyphens into its parts, the whole before them if they are several.

    A mark alone is no part: there may be none.
    """
    parts: list[_Part] = []
    for match in _HYPHENATED.finditer(run, start, end):
        if match[0].strip(MARKS):
            parts.append(_Part(match.start(), _word_end(run, *match.span()), position + len(parts)))
    if len(parts) > 1:
        parts.insert(0, _Part(start, parts[-1].end, position, joined=True))
    return parts


def _word_end(run: str, start: int, end: int) -> int:
    """Return where a word ends: with its last mark if that is a letter, before it if not."""
    bare = end
    while bare > start and run[bare - 1] in MARKS:
        bare -= 1
    if bare == end:
        return end
    word, mark = run[start:bare], run[bare]
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


_cached_run = lru_cache(maxsize=_CACHED)(_split)
