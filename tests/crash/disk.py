"""A disk that forgets: what calls wrote to a folder, and what of it is there after the power failed.

Only what was brought to the disk is sure to stay: the bytes of a file by fsync of the file, the names in a folder by
fsync of the folder. Of the rest a file system may keep anything.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


@dataclass(eq=False)
class File:
    """A file: its bytes, and those that were brought to the disk."""

    data: bytearray
    kept: bytes = b""


@dataclass(eq=False)
class Folder:
    """A folder: its names, and those that were brought to the disk."""

    names: "dict[str, Node]" = field(default_factory=dict)
    kept: "dict[str, Node]" = field(default_factory=dict)


Node = File | Folder
Names = Callable[[Folder], dict[str, Node]]
Data = Callable[[File], bytes]


class Disk:
    """The folder `name` of a folder, as calls left it; what is there at the beginning is on the disk."""

    def __init__(self, root: Path, name: str) -> None:
        self.path = root
        self.root = Folder()
        self._inside = root / name
        if self._inside.is_dir():
            self.root.names[name] = self.root.kept[name] = self._read(self._inside, {})

    def _read(self, path: Path, known: dict[tuple[int, int], Node]) -> Folder:
        folder = Folder()
        for each in path.iterdir():
            facts = each.stat()
            key = (facts.st_dev, facts.st_ino)
            if each.is_dir():
                known[key] = self._read(each, known)
            elif key not in known:
                data = each.read_bytes()
                known[key] = File(bytearray(data), data)
            folder.names[each.name] = folder.kept[each.name] = known[key]
        return folder

    def holds(self, path: str) -> bool:
        """Say whether a path is the folder's or lies below it."""
        return Path(path).is_relative_to(self._inside)

    def node(self, path: str) -> Node | None:
        """Return what a path names now, None where there is nothing."""
        node: Node | None = self.root
        for part in Path(path).relative_to(self.path).parts:
            node = node.names.get(part) if isinstance(node, Folder) else None
        return node

    def file(self, path: str) -> File:
        """Return the file of a path."""
        node = self.node(path)
        if not isinstance(node, File):
            raise LookupError(f"{path} is written and was never opened")
        return node

    def folder(self, path: str) -> Folder:
        """Return the folder of a path."""
        node = self.node(path)
        if not isinstance(node, Folder):
            raise LookupError(f"{path} is no folder")
        return node

    def enter(self, path: str, node: Node) -> None:
        """Give a node a name."""
        self.folder(os.path.dirname(path)).names[os.path.basename(path)] = node  # noqa: PTH119, PTH120

    def leave(self, path: str) -> Node:
        """Take a name away and return what it named."""
        return self.folder(os.path.dirname(path)).names.pop(os.path.basename(path))  # noqa: PTH119, PTH120

    def sync(self, path: str) -> None:
        """Bring a file's bytes, or a folder's names, to the disk."""
        node = self.node(path)
        if isinstance(node, File):
            node.kept = bytes(node.data)
        elif node is not None:
            node.kept = dict(node.names)

    def write(self, target: Path, names: Names, data: Data) -> None:
        """Write what is left into a folder: of each folder these names, of each file these bytes."""
        self._write(self.root, target, names, data, {})

    def _write(self, folder: Folder, target: Path, names: Names, data: Data, written: dict[int, Path]) -> None:
        target.mkdir(parents=True, exist_ok=True)
        for name, node in names(folder).items():
            path = target / name
            if isinstance(node, Folder):
                self._write(node, path, names, data, written)
            elif id(node) in written:
                path.hardlink_to(written[id(node)])
            else:
                path.write_bytes(data(node))
                written[id(node)] = path


@dataclass(frozen=True, slots=True)
class Loss:
    """What a file system keeps of that which was not brought to the disk: `names` of a folder, `data` of a file."""

    name: str
    names: Names
    data: Data


def some_of_it(seed: int) -> Loss:
    """A file system that keeps whatever it had come to: some names, and of a file nothing, all, or its beginning."""
    draw = random.Random(seed)

    def names(folder: Folder) -> dict[str, Node]:
        both = {**folder.kept, **folder.names}
        kept: dict[str, Node] = {}
        for name in both:
            one = draw.choice((folder.kept, folder.names)).get(name)
            if one is not None:
                kept[name] = one
        return kept

    def data(file: File) -> bytes:
        if bytes(file.data) == file.kept:
            return file.kept
        return draw.choice((file.kept, bytes(file.data), bytes(file.data[: draw.randint(0, len(file.data))])))

    return Loss(f"some, seed {seed}", names, data)


ALL_OF_IT: Final = Loss("nothing that was not brought to the disk", lambda folder: folder.kept, lambda file: file.kept)
DATA_OF_IT: Final = Loss("names without their bytes", lambda folder: folder.names, lambda file: file.kept)
