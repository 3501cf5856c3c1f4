"""Letters (.eml): the release that a press office sent, without its greeting, its signature and any address."""

import email.policy
import re
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final, NamedTuple

from index.readers import word_file
from index.readers.named_values import empty, read_given
from index.records.admission import Rules
from index.records.boilerplate import own_text
from index.records.identity import fit
from index.records.office_words import names_office
from index.records.paragraphs import text_paragraphs
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Given
from search.errors import BadRelease

_SUBJECT: Final = re.compile(
    r"^\s*(?:(?:re|fw|fwd|press[- ]?reliz|пресс[- ]?релиз|press[- ]?release|матбуот учун|matbuot uchun)\s*"
    r"[|:.–—-]+\s*)+",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"^--\s*$|^(?:hurmat bilan|ehtirom ila|[ҳх]урмат билан|с уважением|best regards|regards)\b", re.IGNORECASE
)
_FORWARD: Final = re.compile(
    r"^[ >]*(?:-{2,} *(?:forwarded message|original message|(?:пересланное|исходное|переадресованное) сообщение"
    r"|yoʻnaltirilgan xabar|йўналтирилган хабар) *-{2,}|begin forwarded message:"
    r"|начало переадресованного сообщения:)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADERS: Final = {
    **dict.fromkeys(("from", "от", "kimdan", "кимдан"), "from"),
    **dict.fromkeys(("date", "sent", "дата", "отправлено", "sana", "сана", "yuborilgan"), "date"),
    **dict.fromkeys(("subject", "тема", "mavzu", "мавзу"), "subject"),
    **dict.fromkeys(("to", "cc", "кому", "копия", "kimga", "кимга", "reply-to"), ""),
}
_HEADER: Final = re.compile(rf"\*?({'|'.join(_HEADERS)})\*? ?:\*?\s*(.*)", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_LEAST: Final = 20  # words of a letter that is the release itself and not a word beside its attachment


class _Forwarded(NamedTuple):
    """A letter within another one: its text and what its own lines say of it, "" where they say nothing."""

    text: str
    subject: str
    sender: str
    date: str


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a letter's bytes: its text, or the text that is attached to a few words."""
    try:
        letter = BytesParser(policy=email.policy.default).parsebytes(record.data)
        text = _text_of(letter)
        subject, sender, date = (str(letter[name] or "") for name in ("subject", "from", "date"))
        if forwarded := _forwarded(letter, text):
            text = forwarded.text
            subject, sender, date = forwarded.subject or subject, forwarded.sender or sender, forwarded.date or date
        subject = _SUBJECT.sub("", subject).strip()
        document = _document(letter) if len(text.split()) < _LEAST else None
    except Exception as error:  # the parser raises of all kinds at broken headers
        return BadRelease(
            record.path, record.line, f"it is no letter that can be read ({type(error).__name__}); save it as text"
        )
    paragraphs, signature = _without_signature(text_paragraphs(text))
    own = own_text(paragraphs, subject)
    if document is None and not subject and not own.paragraphs:
        return empty(record)
    name = sender.partition("<")[0].strip(' "')
    given = document or {"title": subject, "body": "\n\n".join(own.paragraphs), "date": ""}
    values = {
        "title": given["title"] or subject,
        "body": _without_addresses(given["body"]),
        "date": given["date"] or date,
        "id": fit(str(letter["message-id"] or "").strip("<> ")),
    }
    source = next((one for one in (name, own.source, *signature) if names_office(one)), "")
    return read_given(record, Given(values, name=record.place, numbered=False, source=source), rules)


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


def _forwarded(letter: EmailMessage, text: str) -> _Forwarded | None:
    """Return the letter that another one only passes on, in its text or as an attachment; None where there is none."""
    mark = _FORWARD.search(text)
    if len((text[: mark.start()] if mark else text).split()) >= _LEAST:
        return None
    if mark:
        lines = text[mark.end() :].lstrip().split("\n")
        named: dict[str, str] = {}
        while lines and (header := _HEADER.match(lines[0].strip(" *>"))):
            named.setdefault(_HEADERS.get(header[1].lower(), ""), header[2].strip())
            lines.pop(0)
        return _Forwarded("\n".join(lines), named.get("subject", ""), named.get("from", ""), named.get("date", ""))
    for attached in letter.iter_attachments():
        if attached.get_content_type() == "message/rfc822":
            inner = attached.get_content()
            subject, sender, date = (str(inner[name] or "") for name in ("subject", "from", "date"))
            return _Forwarded(_text_of(inner), subject, sender, date)
    return None


def _document(letter: EmailMessage) -> dict[str, str] | None:
    """Return title, body and day of the first Word document that is attached, None where none is."""
    for attached in letter.iter_attachments():
        if (attached.get_filename() or "").lower().endswith(".docx"):
            data = attached.get_payload(decode=True)
            return word_file.values_of(data) if isinstance(data, bytes) else None
    return None


def _without_signature(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs above the signature, and the lines of that."""
    for number, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        for place, line in enumerate(lines):
            if _SIGNATURE.match(line.strip()):
                above = [*paragraphs[:number], *(["\n".join(lines[:place])] if place else [])]
                below = [*lines[place:], *(line for later in paragraphs[number + 1 :] for line in later.split("\n"))]
                return above, [line.strip(" ,.") for line in below if not any(map(_is_address, line.split()))]
    return paragraphs, []
