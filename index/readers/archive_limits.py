"""The limits of archives: how much one may hold, so that a file of a few bytes cannot fill the memory."""

import zipfile
from typing import Final

MAX_MEMBERS: Final = 100_000
MAX_MEMBER: Final = 256 << 20  # bytes of one file, unpacked
MAX_UNPACKED: Final = 8 << 30  # bytes of all files
MAX_RATIO: Final = 200  # times that a file may grow; text grows ten times, deflate's most is a thousand
_SMALL: Final = 1 << 20  # bytes; a smaller file may grow as it likes


def why_too_large(member: zipfile.ZipInfo) -> str:
    """Return why a file of an archive is not unpacked, as what it does, "" where it is."""
    if member.file_size > MAX_MEMBER:
        return f"is larger than {MAX_MEMBER >> 20} MiB unpacked"
    if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
        return f"grows more than {MAX_RATIO} times as it is unpacked"
    return ""


def check_office_file(data: zipfile.ZipFile) -> None:
    """Raise ValueError where a document of Word or Excel, which is an archive, is larger than any is."""
    members = data.infolist()
    for member in members:
        if reason := why_too_large(member):
            raise ValueError(f"its part {member.filename!r} {reason}; that of no document does")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_MEMBER:
        raise ValueError(f"its parts are larger than {MAX_MEMBER >> 20} MiB unpacked; no document is")
