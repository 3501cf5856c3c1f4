"""Documents of Word (.docx): one release each; insertions that were not accepted yet count, deletions do not."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Final

from index.readers.archive_limits import check_office_file
from index.readers.named_values import empty, read_given
from index.records.admission import Rules
from index.records.boilerplate import is_letterhead
from index.records.markup import paragraphs_of, plain_line
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Given
from search.errors import BadRelease
from search.uzbek import find_days

_HEADING: Final = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_STYLE_MAP: Final = "\n".join(
    f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "title", "Название", "Заголовок", "Sarlavha", "Nom")
)
_TABLE_FIRST: Final = re.compile(r"\s*<table\b.*?</table>", re.DOTALL)  # a letterhead is often laid out in one
_BOLD: Final = re.compile(
    r"<p>(?:<(?:a|u|em)[^>]*>)*<strong>(.*?)</strong>(?:</(?:a|u|em)>)*(?:<br ?/>)?</p>", re.DOTALL
)
_QUOTED_DAY: Final = re.compile(r"[«“„\"]\s?(\d{1,2})\s?[»”\"]")  # 2026-yil «5» mart
_BELOW: Final = 2  # paragraphs below the heading among which the day may stand alone
_ABOVE: Final = 8  # paragraphs of a letterhead above the heading
_LONGEST: Final = 150  # code points of a line of it


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a document's bytes."""
    try:
        values = values_of(record.data)
    except ValueError as error:
        return BadRelease(record.path, record.line, str(error))
    if values is None:
        return empty(record)
    name = str(PurePath(record.place.removesuffix(".gz")).with_suffix(""))
    return read_given(record, Given(values, name=name), rules)


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
        document = mammoth.convert_to_html(io.BytesIO(data), convert_image=lambda image: [], style_map=_STYLE_MAP)
        return str(document.value)
    except ValueError:
        raise
    except Exception as error:  # whatever a library of another's raises at a broken document
        raise ValueError(
            f"it is no Word document that can be read ({type(error).__name__}); save it anew as .docx"
        ) from None


def values_of(data: bytes) -> dict[str, str] | None:
    """Return the title, the body and the day of a document, None where it is empty; raises ValueError."""
    return _values(_markup_of(data))


def _values(markup: str) -> dict[str, str] | None:
    above, markup = _without_tables(markup)
    title, before, markup = _titled(markup)
    above += before
    paragraphs = paragraphs_of(markup)
    if not title:
        while len(paragraphs) > 1 and is_letterhead(paragraphs[0]):
            above.append(paragraphs.pop(0))
    day = ""
    below = paragraphs[: _BELOW if title else _ABOVE]
    for line in (*above, *(line for line in below if len(line) <= _LONGEST)):
        plain = _QUOTED_DAY.sub(r"\1", line)
        days = find_days(plain)
        if len(days) == 1 and _is_day_of_letterhead(plain, days[0][0], days[0][1]):
            day = days[0][2].isoformat()
            paragraphs = [paragraph for paragraph in paragraphs if paragraph != line]
            break
    if not title and not paragraphs:
        return None
    return {"title": title, "body": "\n\n".join(paragraphs), "date": day}


def _without_tables(markup: str) -> tuple[list[str], str]:
    """Take off the tables that a document begins with, where they are a letterhead: a few short lines."""
    above: list[str] = []
    while found := _TABLE_FIRST.match(markup):
        lines = [line for cell in paragraphs_of(found[0]) for line in cell.split("\n")]
        if len(lines) > _ABOVE or any(len(line) > _LONGEST for line in lines) or not markup[found.end() :].strip():
            break
        above += lines
        markup = markup[found.end() :]
    return above, markup


def _titled(markup: str) -> tuple[str, list[str], str]:
    """Return the title of a document, what stands above it and what below; "" and all of it below where it has none.

    The title is its first heading, else the first paragraph that is bold and no line of a letterhead.
    """
    headings = (found for found in _HEADING.finditer(markup) if plain_line(found[1]))
    bold = (
        found for found in _BOLD.finditer(markup) if plain_line(found[1]) and not is_letterhead(plain_line(found[1]))
    )
    for heading in (next(headings, None), next(bold, None)):
        if heading is None:
            continue
        above = paragraphs_of(markup[: heading.start()])
        if len(above) <= _ABOVE and all(len(line) <= _LONGEST for line in above):
            return plain_line(heading[1]), above, markup[heading.end() :]
    return "", [], markup


def _is_day_of_letterhead(line: str, start: int, end: int) -> bool:
    """Say whether nothing but a number and a place stands around the day of a line."""
    rest = f"{line[:start]} {line[end:]}".strip(" ,.;–—-")
    return (
        not rest
        or re.fullmatch(
            r"(?:№|N|son|raqam)?\s*[\w/-]{0,20}(?:\s*,?\s*[^\W\d_][\wʻʼ‘’'-]{1,20}(?:\s+sh(?:ahri|\.)?)?)?", rest
        )
        is not None
    )
