"""Letters (.eml): the release that a press office sent, without its greeting, its signature and any address."""

import email.policy
import re
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final

from index.readers.named_values import empty, read_given
from index.records.boilerplate import own_text
from index.records.identity import fit
from index.records.office_words import names_office
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Given, Rules, text_paragraphs
from search.errors import BadRelease

_SUBJECT: Final = re.compile(
    r"^\s*(?:(?:re|fwd?|press[- ]?reliz|пресс[- ]?релиз|press[- ]?release|матбуот учун|matbuot uchun)\s*[:.–—-]+\s*)+",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"^--\s*$|^(?:hurmat bilan|ehtirom ila|ҳурмат билан|с уважением|best regards|regards)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"\S+")
_LEAST: Final = 20  # words of a letter that is the release itself and not a word beside its attachment


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a letter's bytes: its text, or the text that is attached to a few words."""
    try:
        letter = BytesParser(policy=email.policy.default).parsebytes(record.data)
        text = _text_of(letter)
        subject = _SUBJECT.sub("", str(letter["subject"] or "")).strip()
        sender = str(letter["from"] or "")
    except Exception as error:  # the parser raises of all kinds at broken headers
        return BadRelease(
            record.path, record.line, f"it is no letter that can be read ({type(error).__name__}); save it as text"
        )
    paragraphs = own_text(_without_signature(text_paragraphs(text)), subject).paragraphs
    if not subject and not paragraphs:
        return empty(record)
    name = sender.partition("<")[0].strip(' "')
    values = {
        "title": subject,
        "body": "\n\n".join(_without_addresses(paragraph) for paragraph in paragraphs),
        "date": str(letter["date"] or ""),
        "id": fit(str(letter["message-id"] or "").strip("<> ")),
    }
    return read_given(
        record, Given(values, name=record.place, numbered=False, source=name if names_office(name) else ""), rules
    )


def _without_addresses(text: str) -> str:
    return _WORD.sub(lambda word: "" if _is_address(word[0]) else word[0], text) if "@" in text else text


def _is_address(word: str) -> bool:
    at = word.find("@", 1)
    return at > 0 and 0 < word.find(".", at + 2) < len(word) - 1


def _text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain", "html"))
    text = str(part.get_content()) if part is not None else ""
    if len(text.split()) < _LEAST:
        for attached in letter.iter_attachments():
            if attached.get_content_maintype() == "text":
                return str(attached.get_content())
    return text


def _without_signature(paragraphs: list[str]) -> list[str]:
    for number, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        for place, line in enumerate(lines):
            if _SIGNATURE.match(line.strip()):
                return [*paragraphs[:number], *(["\n".join(lines[:place])] if place else [])]
    return paragraphs
