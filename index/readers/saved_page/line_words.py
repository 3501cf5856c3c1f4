"""What the words of a line say: that it is the page's own, a label of others, a signature, the way to the rest."""

import re
from typing import Final

from index.readers.saved_page import words
from index.readers.saved_page.lines import Line
from index.readers.saved_page.words import names

_INFLECTED: Final = ("dan", "da", "gacha", "ga", "dagi", "gi", "ning", "ni")  # a day within a sentence
_SIGNATURE_WORDS: Final = 8
_HASHTAG: Final = re.compile(r"#[\w'ʻʼ‘’`]++[\s,;]*+")
_WEATHER: Final = re.compile(r"[-+−]\s?\d{1,2}\s?°")
_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_MONTHS: Final = tuple(
    words.fold(month)[0]
    for month in names(
        "yanv fevr mart apr may iyun iyul avg sent okt noya dek янв февр март апр мая май июн июл авг сент окт нояб "
        "дек jan feb mar jun jul aug sep oct nov dec"
    )
)


def is_of_page(line: Line) -> bool:
    """Say whether a line is of the page, not of its text: rights, contacts, hashtags, weather, calls to readers."""
    return bool(
        words.holds(line.words, "holds")
        or _is_contact(line)
        or _RIGHTS.match(line.text)
        or (_WEATHER.search(line.text) and not line.is_text)
        or (line.text.startswith("#") and not _HASHTAG.sub("", line.text))
        or _begins_as_told(line)
    )


def is_meta(line: Line) -> bool:
    """Say whether a line is nothing but days, hours, counts and the words beside them."""
    known = words.single_words("meta")
    return all(word in known or is_month(word) for word in line.words)


def is_more(line: Line) -> bool:
    """Say whether a line only leads to the rest of a text ("Batafsil")."""
    return 0 < len(line.words) == words.begins_with(line.words, "more")


def is_month(word: str) -> bool:
    """Say whether a folded word is a month's name."""
    return word.startswith(_MONTHS) and not word.endswith(_INFLECTED)


def _is_contact(line: Line) -> bool:
    """Say whether a line is the address and telephone of an office."""
    return words.begins_with(line.words, "address") > 0 and not words.single_words("telephone").isdisjoint(line.words)


def _begins_as_told(line: Line) -> bool:
    """Say whether a line is a label of the page's own ("Koʻrildi: 24") with what it says, or links after it."""
    length = words.begins_with(line.words, "begins")
    return bool(length) and (length == len(line.words) or _colon_after(line, length) or line.is_link)


def leads_links_in(line: Line, length: int) -> bool:
    """Say whether after a label of some words and a colon only links follow in its line."""
    head, _, rest = line.text.partition(":")
    return line.is_link or (
        _colon_after(line, length) and 2 * line.linked > len(rest) > 0 and len(head) < len(line.text)
    )


def _colon_after(line: Line, length: int) -> bool:
    head, colon, _ = line.text.partition(":")
    return bool(colon) and len(words.fold(head)) == length


def is_signature(line: Line) -> bool:
    """Say whether a line names who gave the release out."""
    if not 0 < len(line.words) <= _SIGNATURE_WORDS:
        return False
    return bool(words.begins_with(line.words, "source")) or line.words[-1] in words.single_words("signature")
