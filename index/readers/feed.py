"""RSS and Atom: the entries of a feed as it was saved."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import feedparser

from index.readers.input_file import InputFile, Unreadable
from index.records.identity import host_of
from index.records.language_marks import in_uzbek
from index.records.office_words import names_office
from index.records.record import RawRecord

_DTD: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# what a feed says of its pictures, which feedparser takes for the entry's own summary
_OF_PICTURES: Final = re.compile(
    rb"<media:(description|title|text|credit|keywords)\b[^<>]{0,2000}(?:/>|>.{0,4000}?</media:\1\s*>)", re.DOTALL
)
_FULL_TEXT: Final = ("turbo_content", "yandex_full-text", "full-text", "fulltext", "full_text")
_HEAD: Final = 1 << 12


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord]:
    """Give the entries of a feed as records; raises Unreadable where it is none."""
    data = source.read_whole()
    if _DTD.search(data[:_HEAD]):
        raise Unreadable("it declares a document type, which no feed needs; take that out")
    try:
        feed = feedparser.parse(
            io.BytesIO(_OF_PICTURES.sub(b"", data)), sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:  # it raises of many kinds
        raise Unreadable(f"it is no feed that can be read ({type(error).__name__}); save the feed anew") from None
    if not feed.entries:
        reason = feed.get("bozo_exception")
        raise Unreadable(f"it holds no entries of a feed{f' ({reason})' if reason else ''}; save the feed anew")
    title = in_uzbek(feed.feed.get("title") or "")
    office = title if names_office(title) else ""
    host = host_of(feed.feed.get("link") or "")
    for number, entry in enumerate(feed.entries, 1):
        yield source.record(number, _values(entry), f"entry {number}", host=host, source=office)


def _is_kind(tag: Any) -> bool:
    """Say whether a category is what Blogger calls an entry: a post, a comment, a setting."""
    return str(tag.get("scheme")).endswith("#kind")


def _values(entry: Any) -> dict[str, Any]:
    tags = entry.get("tags", ())
    contents = [part.get("value", "") for part in entry.get("content", ())]
    content = max((*contents, *(entry.get(name, "") for name in _FULL_TEXT)), key=len, default="")
    values = {
        "title": entry.get("title") or "",
        "body": content,
        "lead": entry.get("summary", ""),
        "link": entry.get("link", ""),
        "id": entry.get("id", ""),
        # the text as it stands: what feedparser makes of it takes a moment without a zone for one of Greenwich
        "pubdate": next(
            (dict.get(entry, name) for name in ("published", "created", "updated") if dict.get(entry, name)), ""
        ),
        "category": next((tag.get("label") or tag.get("term") or "" for tag in tags if not _is_kind(tag)), ""),
        "type": next((str(tag.get("term")).rpartition("#")[2] for tag in tags if _is_kind(tag)), ""),
        "status": "draft" if entry.get("app_draft") == "yes" else "",
        "language": entry.get("language", ""),
    }
    if values["lead"] == values["body"]:
        del values["lead"]
    return {name: value for name, value in values.items() if value}
