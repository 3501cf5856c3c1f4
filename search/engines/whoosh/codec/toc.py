"""Whoosh's table of contents, read without trusting it: its two pickles may name what an index needs, nothing else."""

import io
import pickle
import pickletools
from pathlib import Path
from typing import Any, Final

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import _CURRENT_TOC_VERSION, TOC, FileIndex
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from search.engines.whoosh.codec.arrays import REMEDY
from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.compat.whoosh_codec import IzlaSegment
from search.errors import IndexDamaged

_NAME: Final = "MAIN"
_ORDER: Final = -12345
_ALLOWED: Final = frozenset(
    {
        ("builtins", "set"),
        ("__builtin__", "set"),
        ("search.engines.whoosh.compat.whoosh_codec", "IzlaCodec"),
        ("search.engines.whoosh.compat.whoosh_codec", "IzlaSegment"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "NumericColumn"),
        ("whoosh.columns", "VarBytesColumn"),
        ("whoosh.fields", "COLUMN"),
        ("whoosh.fields", "ID"),
        ("whoosh.fields", "STORED"),
        ("whoosh.fields", "Schema"),
        ("whoosh.fields", "TEXT"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
    }
)
_NUMBERED: Final = ("PUT", "LONG_BINPUT")  # they name the place of a value, for which a list of that length is made
_MUTABLE: Final = "BYTEARRAY8"  # it takes the room that it names before a byte is there


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which no index of ours holds")
        return super().find_class(module, name)


class IzlaIndex(FileIndex):  # type: ignore[misc]  # Whoosh is untyped
    """A Whoosh index in a folder whose table of contents is read with care; raises IndexDamaged naming the file."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))
        self.indexname = _NAME
        self._schema = None
        self.folder = folder
        self._read_toc()

    def _read_toc(self) -> TOC:
        return read_toc(self.folder)


def create(folder: Path, layout: Layout) -> IzlaIndex:
    """Create an empty index in a folder."""
    TOC.create(FileStorage(str(folder)), layout.schema(), _NAME)
    return IzlaIndex(folder)


def read_toc(folder: Path) -> TOC:
    """Read the newest table of contents of a folder; raises IndexDamaged naming the file."""
    generation = TOC._latest_generation(FileStorage(str(folder)), _NAME)
    if generation < 0:
        raise IndexDamaged(f"there is no table of contents in {folder.name}", REMEDY)
    path = folder / TOC._filename(_NAME, generation)
    try:
        return _parsed(path.read_bytes(), generation)
    except Exception as error:  # a pickle raises whatever its bytes lead it to
        raise IndexDamaged(f"the index file {path.name} is refused: {error}", REMEDY) from error


def _parsed(data: bytes, generation: int) -> TOC:
    stream = StructFile(io.BytesIO(data))
    for size in (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE):
        if stream.read_varint() != size:
            raise ValueError("it was written on another architecture")
    if stream.read_int() != _ORDER or stream.read_int() != _CURRENT_TOC_VERSION:
        raise ValueError("it is of another version of Whoosh")
    release = (stream.read_varint(), stream.read_varint(), stream.read_varint())
    schema = _loaded(io.BytesIO(stream.read_string()), len(data))
    if stream.read_int() != generation:
        raise ValueError("it is of another generation than its name says")
    stream.read_int()
    segments = _loaded(stream.file, len(data))
    if not isinstance(schema, Schema):
        raise ValueError("it has no schema")
    if not isinstance(segments, list) or not all(map(_is_segment, segments)):
        raise ValueError("its segments are not ours")
    return TOC(schema, segments, generation, version=_CURRENT_TOC_VERSION, release=release)


def _loaded(file: io.BytesIO, most: int) -> Any:
    """Load a pickle that takes no more room than a file of `most` bytes can need."""
    start = file.tell()
    for opcode, argument, _ in pickletools.genops(file):
        if opcode.name == _MUTABLE or (opcode.name in _NUMBERED and int(argument or 0) > most):
            raise pickle.UnpicklingError(f"its {opcode.name} asks for more room than such a file needs")
    file.seek(start)
    return _Unpickler(file).load()


def _is_segment(segment: object) -> bool:
    """Say whether a segment names itself, its documents and which of them are deleted, as one that we wrote does."""
    if not isinstance(segment, IzlaSegment):
        return False
    size, deleted = segment.doc_count_all(), list(segment.deleted_docs())
    named = isinstance(segment.segment_id(), str) and "/" not in segment.segment_id()
    return named and isinstance(size, int) and all(isinstance(each, int) and 0 <= each < size for each in deleted)
