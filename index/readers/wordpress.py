"""WordPress exports (WXR): the posts of a site, also where a plugin keeps several languages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from index.readers.input_file import InputFile
from index.readers.xml_events import elements, local_name
from index.records.identity import host_of
from index.records.language_marks import in_uzbek
from index.records.record import RawRecord

_READ: Final = frozenset(("item", "title", "link", "base_site_url", "language"))
_FIELDS: Final = {
    "title": "title",
    "link": "link",
    "post_id": "post_id",
    "post_name": "slug",
    "post_date": "post_date",
    "status": "status",
    "post_type": "post_type",
    "post_password": "post_password",  # the name of a field
}
_GREENWICH: Final = (("post_date_gmt", " +0000"), ("pubDate", ""))
_TRANSLATED: Final = ("post_translations", "language", "translation_priority")


def split(source: InputFile, columns: Mapping[str, str]) -> Iterator[RawRecord]:
    """Give the posts of an export as records; raises Unreadable where it is no XML."""
    site: dict[str, str] = {}
    number = 0
    for element in elements(source.file, _READ):
        name = local_name(element)
        if name != "item":
            site.setdefault(name, (element.text or "").strip())
            continue
        number += 1
        host = host_of(site.get("base_site_url") or site.get("link", ""))
        values = _values(element)
        yield source.record(
            number, values, f"post {values.get('post_id', number)}", host=host, source=in_uzbek(site.get("title", ""))
        )


def _values(item: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    zeros: dict[str, str] = {}
    for element in item:
        name, text = local_name(element), (element.text or "")
        if name == "encoded":
            values["content" if "content" in element.tag else "excerpt"] = text
        elif name in _FIELDS:
            values.setdefault(_FIELDS[name], text)
        elif name in dict(_GREENWICH):
            zeros[name] = text
        elif name == "category":
            _add_category(element, values)
        elif name == "postmeta":
            _add_meta(element, values)
    if not values.get("post_date", "").strip("0-: "):
        for name, zone in _GREENWICH:
            if zeros.get(name, "").strip("0-: "):
                values["pubdate"] = zeros[name] + zone
                break
    return values


def _add_category(element: Element, values: dict[str, Any]) -> None:
    domain = element.get("domain", "")
    if domain == "category":
        values.setdefault("category", element.text or "")
    elif domain == "language":
        values["language"] = element.get("nicename", "")
    elif domain == "post_translations":
        values["translation_group"] = element.get("nicename", "") or (element.text or "")


def _add_meta(element: Element, values: dict[str, Any]) -> None:
    """Take what WPML says of a post's language."""
    pair = {local_name(child): (child.text or "") for child in element}
    key, value = pair.get("meta_key", ""), pair.get("meta_value", "")
    if key == "_icl_lang_code" or key == "wpml_language":
        values["language"] = value
    elif key in ("wpml_trid", "_icl_trid"):
        values["translation_group"] = f"wpml-{value}"
