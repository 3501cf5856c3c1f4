"""The readers, one a format: each gives the records of a file, and why what is none is none.

A file of one release is read where it is analysed; one of many is cut into records by its splitter, and each record is
understood where it is analysed. All of it comes as values, so that nothing broken keeps the rest out.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from index.readers import archive, json_lines, named_values, text_file
from index.readers.input_file import RECORD, InputFile, Unreadable
from index.readers.open_file import MAX_BYTES, UNREADABLE, failure_reason, open_unpacked
from index.records.admission import Rules
from index.records.record import Finding, RawRecord, ReadRelease, Remark, Skipped
from search.errors import BadRelease

__all__ = [
    "SINGLE",
    "SPLIT",
    "SUFFIXES",
    "Finding",
    "RawRecord",
    "ReadRelease",
    "Remark",
    "Rules",
    "Skipped",
    "is_release_file",
    "read_record",
    "read_releases",
    "record_of_file",
    "split_file",
    "suffix_of",
]

Split = RawRecord | BadRelease | Skipped | Remark
Splitter = Callable[[InputFile, Mapping[str, str]], Iterator[Split]]
RecordReader = Callable[[RawRecord, Rules], ReadRelease | BadRelease | Skipped | None]


def _when_met(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module of this package that is imported with the first file of its format.

    What a format needs (feedparser, openpyxl, the rules of saved pages) takes longer to load than a small run does.
    """

    def function(*arguments: Any) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(*arguments)

    return function


# The tables of formats, by the suffix of a file's name: how the one record of a file is read, and how a file of many
# is split. `RECORDS` names the readers of what a splitter gives.
SINGLE: Final[dict[str, RecordReader]] = {
    ".txt": text_file.read_record,
    ".md": text_file.read_record,
    ".html": _when_met("page_file", "read_record"),
    ".htm": _when_met("page_file", "read_record"),
    ".docx": _when_met("word_file", "read_record"),
    ".eml": _when_met("letter", "read_record"),
}
SPLIT: Final[dict[str, Splitter]] = {
    ".jsonl": json_lines.split,
    ".ndjson": json_lines.split,
    ".json": _when_met("json_file", "split"),
    ".csv": _when_met("delimited", "split"),
    ".tsv": _when_met("delimited", "split"),
    ".xlsx": _when_met("workbook", "split"),
    ".xlsm": _when_met("workbook", "split"),
    ".xls": _when_met("workbook", "split"),
    ".ods": _when_met("workbook", "split"),
    ".xml": _when_met("xml_file", "split"),
    ".rss": _when_met("feed", "split"),
    ".atom": _when_met("feed", "split"),
}
ARCHIVE: Final = ".zip"
RECORDS: Final[dict[str, RecordReader]] = {
    RECORD: named_values.read_record,
    json_lines.LINE: json_lines.read_record,
    **SINGLE,
}
SUFFIXES: Final = (*SINGLE, *SPLIT, ARCHIVE)
# Files that hold releases and are not read, and what to do instead.
INSTEAD: Final[dict[str, str]] = {
    ".pdf": "export its text, or save the page that it was made of",
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".sql": "export the table as CSV or JSON",
    ".rar": "unpack it into a folder",
    ".7z": "unpack it into a folder",
    ".tar": "unpack it into a folder",
    ".tgz": "unpack it into a folder",
    ".mht": "save the page as HTML only",
    ".mhtml": "save the page as HTML only",
    ".msg": "save the letter as .eml",
    ".jpg": "a picture has no text; add the release itself",
    ".jpeg": "a picture has no text; add the release itself",
    ".png": "a picture has no text; add the release itself",
}


def is_release_file(name: str) -> bool:
    """Say by its name whether a file holds releases; any of them may be packed with gzip."""
    return suffix_of(name) in SUFFIXES


def suffix_of(name: str) -> str:
    """Return the suffix that tells the format of a file, without that of its packing."""
    return Path(name.lower().removesuffix(".gz")).suffix


def split_file(path: str, name: str, columns: Mapping[str, str], *, digests: bool = True) -> Iterator[Split]:
    """Give the records of a file of many, none of them understood; `columns` are the fields of a site's own names.

    Without `digests` they have none, which is half the work.
    """
    given = 0
    try:
        with open_unpacked(Path(path)) as (file, raw):
            for record in _records(InputFile(path, name, file, raw.tell, digests), columns):
                given = getattr(record, "line", given)
                yield _within_limit(record) if isinstance(record, RawRecord) else record
    except UNREADABLE as error:
        yield BadRelease(path, given + 1 if given else 0, failure_reason(error), torn=True)
    except Unreadable as error:
        yield BadRelease(path, given + 1 if given else 0, str(error), torn=bool(given))
    except Exception as error:  # as in read_record: what comes after it in the file is lost, the other files are not
        reason = f"its reader failed ({type(error).__name__}: {error}); please report the file"
        yield BadRelease(path, given + 1 if given else 0, reason, torn=True)


def _within_limit(record: RawRecord) -> RawRecord | BadRelease:
    """Return a record, or that it is larger than any release: it is never understood, whatever its format."""
    if len(record.data) <= MAX_BYTES:
        return record
    where = f"{record.place}: " if record.place else ""
    reason = f"{where}it is larger than {MAX_BYTES >> 20} MiB; one release is not, so split it or take it out"
    return BadRelease(record.path, record.line, reason, digest=record.raw or None)


def read_releases(path: Path, rules: Rules | None = None) -> Iterator[ReadRelease | BadRelease | Skipped | Remark]:
    """Read one file whole, here and now."""
    rules = rules or Rules()
    name = path.name
    records = (
        (record_of_file(str(path), name),) if suffix_of(name) in SINGLE else split_file(str(path), name, rules.fields())
    )
    for record in records:
        if not isinstance(record, RawRecord):
            yield record
        elif (read := read_record(record, rules)) is not None:
            yield read


def record_of_file(path: str, name: str) -> RawRecord | BadRelease:
    """Return the one record of a file."""
    suffix = suffix_of(name)
    try:
        with open_unpacked(Path(path)) as (file, _):
            data = file.read(MAX_BYTES + 1)
    except UNREADABLE as error:
        return BadRelease(path, 0, failure_reason(error), id=text_file.id_of(name), torn=True)
    if len(data) > MAX_BYTES:
        reason = f"it is larger than {MAX_BYTES >> 20} MiB; one release is not"
        return BadRelease(path, 0, reason, id=text_file.id_of(name))
    return RawRecord(path, 0, len(data), data, "", suffix, name)


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped | None:
    """Understand a record; None for one that holds nothing at all.

    Whatever a record makes its reader fail with is told of the record: it must not cost the others.
    """
    try:
        return RECORDS[record.format](record, rules)
    except Exception as error:  # a fault of ours or of a library, met by one record among many
        reason = f"its reader failed ({type(error).__name__}: {error}); please report the file"
        return BadRelease(record.path, record.line, reason, digest=record.raw or None)


def _records(source: InputFile, columns: Mapping[str, str]) -> Iterator[Split]:
    suffix = suffix_of(source.name)
    if suffix == ARCHIVE:
        return archive.split(source, lambda member: _of_member(member, columns))
    return SPLIT[suffix](source, columns)


def _of_member(member: InputFile, columns: Mapping[str, str]) -> Iterator[Split] | None:
    """Give the records of a file in an archive; None where its format is not known."""
    suffix = suffix_of(member.name)
    if suffix in SPLIT:
        return SPLIT[suffix](member, columns)
    if suffix in SINGLE:
        return iter((member.raw(1, member.read_whole(), suffix, member.name),))
    return None
