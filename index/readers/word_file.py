"""Documents of Word (.docx): one release each; insertions that were not accepted yet count, deletions do not."""

import io
import re
import zipfile
from typing import Final

from index.readers.archive_limits import check_office_file
from index.readers.named_values import empty, read_given
from index.records.markup import paragraphs_of, plain_line
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Given, Rules
from search.errors import BadRelease
from search.uzbek import find_days

_HEADING: Final = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_ABOVE: Final = 8  # paragraphs of a letterhead above the heading
_LONGEST: Final = 150  # code points of a line of it


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a document's bytes."""
    try:
        markup = _markup_of(record.data)
        given = _given(markup, record.place)
    except ValueError as error:
        return BadRelease(record.path, record.line, str(error))
    return read_given(record, given, rules) if given else empty(record)


def _markup_of(data: bytes) -> str:
    """Return a document as HTML; raises ValueError."""
    try:
        import mammoth  # an extra
    except ImportError:
        raise ValueError(
            "reading Word files needs the extra `office`: pip install izla[office]; or save it as text"
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            check_office_file(parts)
        return str(mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda image: []).value)
    except ValueError:
        raise
    except Exception as error:  # whatever a library of another's raises at a broken document
        raise ValueError(
            f"it is no Word document that can be read ({type(error).__name__}); save it anew as .docx"
        ) from None


def _given(markup: str, name: str) -> Given | None:
    title = ""
    day = ""
    above: list[str] = []
    heading = next((found for found in _HEADING.finditer(markup) if plain_line(found[1])), None)
    if heading:
        above = paragraphs_of(markup[: heading.start()])
        if len(above) <= _ABOVE and all(len(line) <= _LONGEST for line in above):
            title, markup = plain_line(heading[1]), markup[heading.end() :]
        else:
            above = []
    paragraphs = paragraphs_of(markup)
    if not title:
        above = [line for line in paragraphs[:_ABOVE] if len(line) <= _LONGEST]
    for line in above[:_ABOVE]:
        days = find_days(line)
        if len(days) == 1 and _is_letterhead(line, days[0][0], days[0][1]):
            day = days[0][2].isoformat()
            paragraphs = [paragraph for paragraph in paragraphs if paragraph != line]
            break
    if not title and not paragraphs:
        return None
    return Given({"title": title, "body": "\n\n".join(paragraphs), "date": day}, name=name)


def _is_letterhead(line: str, start: int, end: int) -> bool:
    """Say whether nothing but a number and a place stands around the day of a line."""
    rest = f"{line[:start]} {line[end:]}".strip(" ,.;–—-")
    return (
        not rest
        or re.fullmatch(
            r"(?:№|N|son|raqam)?\s*[\w/-]{0,20}(?:\s*,?\s*[^\W\d_][\wʻʼ‘’'-]{1,20}(?:\s+sh(?:ahri|\.)?)?)?", rest
        )
        is not None
    )
