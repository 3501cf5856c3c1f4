"""Saved web pages: one release each, or none where a page only lists others."""

from functools import lru_cache
from pathlib import Path

from index.readers.named_values import empty, read_given
from index.readers.saved_page import PageRules, SavedPage, read_page, read_page_rules
from index.records.admission import Rules
from index.records.encodings import decode
from index.records.office_words import names_office
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Given
from search.errors import BadRelease


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a page's bytes."""
    try:
        page = read_page(decode(record.data).text, _page_rules(rules.corpus))
    except ValueError as error:
        return BadRelease(record.path, record.line, f"{record.place}: {error}" if record.line else str(error))
    if page.skip:
        return Skipped(record.path, record.line, page.skip, record.place)
    if not page.title and not page.body_html:
        return empty(record)
    return read_given(record, _given(page, record.place), rules)


def _given(page: SavedPage, name: str) -> Given:
    values = {
        "title": page.title,
        "body": page.body_html,
        "date": page.date_text,
        "source": page.source,
        "rubric": page.rubric,
        "url": page.url,
    }
    site = page.site if names_office(page.site) else ""
    alternates = tuple(address for tag, address in page.alternates.items() if tag.lower().startswith("uz"))
    return Given(values, name=name, source=site, alternates=alternates)


@lru_cache(4)
def _page_rules(corpus: Path) -> PageRules:
    return read_page_rules(corpus)
