"""Bringing to the disk: what is written and what has a name outlasts a power loss only when the system was asked to."""

import contextlib
import os
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a text file as `write_bytes` does."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file and bring its bytes to the disk; its name is brought there with its folder."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def bring_to_disk(path: Path) -> None:
    """Bring the bytes of a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def bring_name_to_disk(path: Path) -> None:
    """Bring the name of a file or folder to the disk, where the folder that it stands in may be opened."""
    with contextlib.suppress(PermissionError):  # one may be allowed to write a name into a folder that one may not read
        bring_to_disk(path.parent)
