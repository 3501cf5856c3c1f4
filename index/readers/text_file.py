"""A text file is one release: optional front matter, title, lead, paragraphs, and a last line that names the source."""

import re
from pathlib import Path, PurePath
from typing import Final

from index.readers import front_matter
from index.readers.named_values import empty
from index.readers.open_file import name_without_suffix
from index.records import release_date, release_id
from index.records.admission import NotForIndex, Rules, admitted
from index.records.boilerplate import is_letterhead, own_text
from index.records.cleaning import blocks, body, clean, one_line
from index.records.encodings import decode
from index.records.markup import without_invisible
from index.records.moments import NoDay, day_of
from index.records.paragraphs import meant
from index.records.publication import is_status, why_not_public
from index.records.record import Finding, RawRecord, ReadRelease, Skipped
from index.records.source_line import source_line
from index.records.url import checked_url
from index.records.versions import MAX_TITLE
from search.errors import BadRelease
from search.release import Release
from search.uzbek import joined_line_ends

_MARKDOWN: Final = (
    (re.compile(r"\{\{[<%].*?[%>]\}\}"), ""),  # calls of Hugo's templates
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # pictures
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),  # links
    (re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE), r"\1\n"),  # headings
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),  # emphasis
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"^[ \t]*(?:>|[*+-] )[ \t]*", re.MULTILINE), ""),  # quotations and lists
)


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a file's bytes; what is broken has its id too, which is the file's name."""
    name = record.place
    in_archive = record.line > 0
    try:
        text, encoding = decode(record.data)
        if in_archive and not text.strip():
            return empty(record)
        findings = [] if encoding == "utf-8" else [Finding("encoding", encoding)]
        release, more, front = parse(
            meant(text, findings), name, record.path, markdown=name.lower().endswith((".md", ".md.gz"))
        )
        if reason := why_not_public(front.states, front.hidden, ""):
            return Skipped(record.path, record.line, reason, name)
    except ValueError as error:
        return BadRelease(record.path, record.line, f"{name}: {error}" if in_archive else str(error), id=id_of(name))
    except BadRelease as fault:
        return BadRelease(fault.path, record.line or fault.line, fault.reason, id=id_of(name))
    try:
        release = admitted(release, rules)
    except NotForIndex as left_out:
        return Skipped(record.path, record.line, left_out.reason, name, again=left_out.again)
    return ReadRelease(record.path, record.line, record.consumed, release, (*findings, *more), record.raw)


def id_of(name: str) -> str:
    """Return the id of the release of a file, by its name."""
    return release_id.of_name(_stem(name))


def parse(
    text: str, name: str, path: str = "", *, markdown: bool = False
) -> tuple[Release, tuple[Finding, ...], front_matter.FrontMatter]:
    """Return the release that a file's text says, its sectors as named, what is odd, and its front matter.

    `name` is that of the file. Raises BadRelease.
    """
    front, lines = front_matter.split(clean(text).split("\n"), path or name)
    if front is None:
        front = front_matter.FrontMatter({}, {}, ())
    if markdown:
        lines = _without_markdown("\n".join(lines)).split("\n")
    lines, source = _without_source(joined_line_ends(without_invisible("\n".join(lines))).split("\n"))
    paragraphs = blocks(lines)
    while (
        len(paragraphs) > 1
        and len(paragraphs[0]) == 1
        and len(paragraphs[1][0]) <= MAX_TITLE
        and is_letterhead(paragraphs[0][0])
    ):
        del paragraphs[0]
    title = one_line(without_invisible(front.get("title")))
    if not title and paragraphs and len(paragraphs[0][0]) <= MAX_TITLE:
        title = one_line(paragraphs[0].pop(0))
        paragraphs = [lines for lines in paragraphs if lines]
    own = own_text(["\n".join(lines) for lines in paragraphs], title)
    text = body([paragraph.split("\n") for paragraph in own.paragraphs])
    if not title and not text:
        raise BadRelease(path or name, 0, "it holds neither a title nor a text")
    day = None
    findings = [Finding("unknown-key", key) for key in front.unknown]
    if given := front.get("date") or ("" if is_status(front.get("published")) else front.get("published")):
        try:
            day = day_of(given)
        except NoDay as reason:
            findings.append(Finding("unusable-date", str(reason) or given))
    url, url_findings = checked_url(front.get("url"))
    day, date_source = release_date.of_release(day, _stem(name), title, text)
    release = Release(
        id=id_of(name),
        title=title,
        body=text,
        date=day,
        date_source=date_source,
        sectors=tuple(filter(None, [front.get("sectors").strip("[] ")])),
        source=one_line(front.get("source") or source or own.source),
        url=url,
        rubric=one_line(front.get("rubric").strip("[] ").partition(",")[0]).strip("\"'"),
        regions=tuple(part for given in front.get("regions").strip("[] ").split(",") if (part := one_line(given))),
    )
    return release, (*findings, *url_findings), front


def _stem(name: str) -> str:
    return name_without_suffix(Path(PurePath(name.replace("\\", "/")).name))


def _without_markdown(text: str) -> str:
    for form, instead in _MARKDOWN:
        text = form.sub(instead, text)
    return text


def _without_source(lines: list[str]) -> tuple[list[str], str]:
    """Take off the last line where it names the source (it may name none)."""
    last = next((number for number in range(len(lines) - 1, -1, -1) if lines[number].strip()), None)
    source = source_line(lines[last].strip()) if last is not None else None
    return ([*lines[:last], source.text], source.name) if source else (lines, "")
