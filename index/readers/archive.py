"""ZIP archives: the files in them that hold releases, each read as it would be outside."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import Final

from index.readers.archive_limits import MAX_MEMBERS, MAX_UNPACKED, why_too_large
from index.readers.input_file import InputFile, Unreadable
from index.records.record import RawRecord, Remark, Skipped
from search.errors import BadRelease

_UTF8_NAME: Final = 0x800  # the flag that says that a name is UTF-8
_ENCRYPTED: Final = 0x1
_ARCHIVES: Final = frozenset((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"))
_SYSTEM: Final = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))

Found = RawRecord | BadRelease | Skipped | Remark


def split(source: InputFile, read_member: Callable[[InputFile], Iterator[Found] | None]) -> Iterator[Found]:
    """Give what the files of an archive hold, numbered through; raises Unreadable where it is no archive.

    `read_member` gives the records of one file, None where its format is not known.
    """
    packed = source.read_whole()
    try:
        archive = zipfile.ZipFile(io.BytesIO(packed))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"it is no ZIP archive that can be read ({error}); pack it anew") from None
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Unreadable(f"it holds more than {MAX_MEMBERS:,} files; unpack it into a folder")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(f"it holds more than {MAX_UNPACKED >> 30} GiB; unpack it into a folder")
    if sum(member.compress_size for member in members) > len(packed):
        raise Unreadable("its files overlap, which those of no archive that was packed do; pack it anew")
    number = 0
    for member in members:
        name = _name_of(member)
        if name.endswith(("/", "\\")) or not name:
            continue
        number += 1
        if reason := _why_not(member, name):
            yield Skipped(source.path, number, reason, name)
            continue
        if reason := why_too_large(member):
            yield BadRelease(source.path, number, f"{name}: it {reason}; unpack the archive into a folder")
            continue
        last = number
        try:
            data = archive.read(member)
            records = read_member(InputFile(source.path, name, io.BytesIO(data), source.tell, source.digests))
            if records is None:
                yield Skipped(source.path, number, "no known format", name)
                continue
            for record in records:
                if isinstance(record, Remark):
                    yield Remark(source.path, record.kind, f"{name}: {record.text}")
                    continue
                last = number - 1 + max(1, record.line)
                yield _in_archive(record, name, last)
        except Unreadable as error:
            yield BadRelease(source.path, last, f"{name}: {error}", torn=last > number)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, LZMAError) as error:
            yield BadRelease(
                source.path, last, f"{name}: it cannot be unpacked ({error}); pack the archive anew", torn=True
            )
        number = last


def _in_archive(record: RawRecord | BadRelease | Skipped, name: str, number: int) -> Found:
    """Return a record with its number in the archive, its place after the name of its file."""
    if isinstance(record, BadRelease):
        return BadRelease(
            record.path, number, f"{name}: {record.reason}", id=record.id, digest=record.digest, torn=record.torn
        )
    place = name if record.place in ("", name) else f"{name} {record.place}"
    if isinstance(record, Skipped):
        return Skipped(record.path, number, record.reason, place, again=record.again)
    return record._replace(line=number, place=place)


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return the name of a file in an archive; without the flag it is as DOS and Windows wrote it."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _why_not(member: zipfile.ZipInfo, name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "path leaves the archive"
    if "__MACOSX" in path.parts or path.name.startswith("._"):
        return "resource fork"
    if path.name.lower() in _SYSTEM or path.name.startswith((".", "~$")):
        return "no known format"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    if path.suffix.lower() in _ARCHIVES:
        return "archive in an archive"
    if not member.file_size:
        return "empty"
    return ""
