"""Telegram Desktop's export of a channel (result.json): the messages that are releases."""

import re
from collections.abc import Iterator
from typing import Any, Final

from index.readers.input_file import InputFile
from index.records.boilerplate import is_rule, without_ornaments
from index.records.language import UZBEK, language_of, uzbek_part
from index.records.record import RawRecord, Skipped

_CHATS: Final = ("chats", "left_chats")
_NO_TEXT: Final = frozenset(("hashtag", "mention", "bot_command", "mention_name", "cashtag", "custom_emoji"))
_CHANNEL: Final = "channel"  # private_channel, public_channel; the rest of an account are talks
_PRIVATE: Final = frozenset(("personal_chat", "bot_chat", "saved_messages"))
_NETWORK: Final = re.compile(
    r"t\.me/|telegram\.|instagram\.|facebook\.|fb\.com|youtube\.|youtu\.be|tiktok\.|twitter\.|//x\.com|linkedin\.|threads\."
)
_LINK_BEGINS, _LINK_ENDS = "\ue000", "\ue001"  # around the words of such a link while a message is read
_NETWORK_LINK: Final = re.compile(f"{_LINK_BEGINS}.*?{_LINK_ENDS}")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|t\.me/\S+|@\w+|#\w+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LONGEST_TITLE: Final = 300  # code points of a first line that is a title


def is_export(value: Any) -> bool:
    """Say whether a JSON value is such an export, of one channel or of all."""
    return isinstance(value, dict) and bool(_channels(value))


def split(source: InputFile, value: dict[str, Any]) -> Iterator[RawRecord | Skipped]:
    """Give the messages as records; what is no release is skipped by its reason."""
    number = 0
    for channel in _channels(value):
        name = str(channel.get("name") or "")
        kind = str(channel.get("type") or _CHANNEL)
        if _CHANNEL not in kind and ("chats" in value or kind in _PRIVATE):
            number += 1
            yield Skipped(source.path, number, "no channel", kind)
            continue
        namespace = f"tg-{channel.get('id', '')}".rstrip("-")
        for message in channel["messages"]:
            number += 1
            if not isinstance(message, dict):
                continue
            place = f"message {message.get('id', number)}"
            if reason := _why_not(message):
                yield Skipped(source.path, number, reason, place)
                continue
            title, paragraphs, links, foreign = _text_of(message)
            if not title and not paragraphs:
                yield Skipped(source.path, number, "empty", place)
                continue
            values = {
                "id": f"{namespace}-{message.get('id', number)}",
                "date": message.get("date") or message.get("date_unixtime"),
                "title": title,
                "body": "\n\n".join(paragraphs),
                "url": links[0] if links else "",
            }
            yield source.record(number, values, place, source=name, **({"language": foreign} if foreign else {}))


def _channels(value: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [group for name in _CHATS if isinstance(group := value.get(name), dict)]
    listed = [chat for group in groups if isinstance(group.get("list"), list) for chat in group["list"]]
    return [
        chat
        for chat in (listed if groups else [value])
        if isinstance(chat, dict)
        and isinstance(chat.get("messages"), list)
        and any(isinstance(message, dict) and "text" in message for message in chat["messages"][:20])
    ]


def _why_not(message: dict[str, Any]) -> str:
    if message.get("type", "message") != "message":
        return f"{message['type']} message"
    if message.get("forwarded_from") or message.get("forwarded_from_id"):
        return "forwarded"
    if message.get("poll"):
        return "poll"
    return ""


def _text_of(message: dict[str, Any]) -> tuple[str, list[str], list[str], str]:
    """Return a message's title, its paragraphs in Uzbek, the addresses that it names in full, and its language.

    The language is "" but where nothing of the message is Uzbek; its paragraphs are all of them then.
    """
    parts = message.get("text") or ""
    pieces = parts if isinstance(parts, list) else [parts]
    text = bold = ""
    links: list[str] = []
    for piece in pieces:
        kind = piece.get("type", "") if isinstance(piece, dict) else ""
        words = str(piece.get("text", "")) if isinstance(piece, dict) else str(piece)
        if kind == "link" and "t.me/" not in words:
            links.append(words if "://" in words else f"https://{words}")
        if kind == "bold" and not bold and not without_ornaments(text.strip()):
            bold = words.strip()
        if isinstance(piece, dict) and kind == "text_link" and _NETWORK.search(str(piece.get("href", ""))):
            words = f"{_LINK_BEGINS}{words}{_LINK_ENDS}"
        text += "" if kind in _NO_TEXT and kind != "hashtag" else words
    paragraphs = [lines for block in text.split("\n\n") if (lines := _lines(block))]
    if not any(_LETTER.search(_ADDRESS.sub("", paragraph)) for paragraph in paragraphs):
        return "", [], links, ""
    own, foreign = uzbek_part(paragraphs), ""
    if not own:
        own, foreign = paragraphs, language_of("", "\n".join(paragraphs))
        if foreign in ("", UZBEK):  # nobody can tell what it is in
            return "", [], links, ""
    while own and is_rule(own[-1]):
        own.pop()
    first, _, rest = own[0].partition("\n") if own else ("", "", "")
    if not first or len(first) > _LONGEST_TITLE or (not rest and len(own) == 1 and not bold):
        return "", own, links, foreign
    return without_ornaments(first), [*([rest] if rest else []), *own[1:]], links, foreign


def _lines(block: str) -> str:
    lines = (without_ornaments(_without_links(line).strip()) for line in block.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_links(line: str) -> str:
    """Return a line of text, "" for one of nothing but links to channels and pages of networks."""
    if _LINK_BEGINS not in line:
        return line
    if not _LETTER.search(_NETWORK_LINK.sub("", line)):
        return ""
    return line.replace(_LINK_BEGINS, "").replace(_LINK_ENDS, "")
