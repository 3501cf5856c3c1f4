"""The shapes of exports: what a file is called to whoever made it, by its suffix and by the names in its records."""

from collections.abc import Mapping
from typing import Any, Final

from index.records.field_names import folded

FORMATS: Final[dict[str, str]] = {
    ".txt": "text",
    ".md": "Markdown",
    ".html": "saved page",
    ".htm": "saved page",
    ".docx": "Word document",
    ".eml": "letter",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".json": "JSON",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".xlsx": "Excel workbook",
    ".xlsm": "Excel workbook",
    ".xls": "Excel workbook",
    ".ods": "LibreOffice workbook",
    ".xml": "XML feed",
    ".rss": "RSS feed",
    ".atom": "Atom feed",
    ".zip": "ZIP archive",
}
# A system, and the names by which a record of its export is known.
_SYSTEMS: Final = (
    ("Bitrix", ("IE_NAME", "IE_XML_ID", "IE_DETAIL_TEXT")),
    ("DataLife Engine", ("short_story", "full_story")),
    ("Drupal", ("drupal_internal__nid",)),
    ("WordPress", ("post_title", "post_content")),
)
_BY_NAME: Final = {folded(name): system for system, names in _SYSTEMS for name in names}


def format_of(suffix: str, place: str = "", values: Mapping[str, Any] | None = None, *, utc: bool = False) -> str:
    """Return what a file of a suffix is called; the `place` and the `values` of one record tell its system.

    `utc` says that its reader took its moments as those of Greenwich, as only Joomla's are.
    """
    format_ = FORMATS.get(suffix, suffix)
    if suffix == ".json" and place.startswith("message "):
        return "Telegram Desktop (JSON)"
    if suffix == ".xml" and place.startswith("post "):
        return "WordPress export (WXR)"
    system = "Joomla" if utc else next((_BY_NAME[name] for name in _names(values or {}) if name in _BY_NAME), "")
    return f"{format_} of {system}" if system else format_


def _names(values: Mapping[str, Any]) -> list[str]:
    """Return the names of a record and those one level below, folded."""
    inner = (value for value in values.values() if isinstance(value, dict))
    return [folded(str(name)) for names in (values, *inner) for name in names]
