"""A file that gets its name when it is whole, and nothing of it that stays when its writer is killed."""

import contextlib
import fcntl
import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from search.errors import BadCorpus
from search.to_disk import bring_name_to_disk


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """Give what a file is written to; at the end of the block it has its name and is on the disk.

    Where the block raises, all stays as it was. Raises BadCorpus where the file cannot be written.
    """
    remove_rests(target.parent, glob.escape(target.name))
    draft = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with _begun(draft) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(target)
        bring_name_to_disk(target)
    except OSError as error:
        if error.filename not in (None, str(draft)):
            raise
        raise BadCorpus(f"{target} cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _begun(draft: Path) -> IO[bytes]:
    """Open a draft whose lock says that somebody writes it, until its writer closes it or ends in any way."""
    while True:
        file = draft.open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # between the two calls another run took it for a rest


def remove_rests(folder: Path, name: str) -> None:
    """Remove what killed writers of files left in a folder; what somebody writes stays. `name` may be a pattern."""
    for draft in folder.glob(f".{name}-[0-9]*"):
        with contextlib.suppress(FileNotFoundError, BlockingIOError), draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
