"""The fingerprint: says whether an index was made by this very code, so that no other one is searched."""

import functools
import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import icu

from search.corpus_tables import TABLES, table_file
from search.settings import ROOT

# What decides what is found: the language, the fields, the formula, and how a release is read, tagged and written.
# Folders wherever all that lies in them decides, so that a new file cannot be forgotten.
DECIDING: Final = (
    "search/uzbek",
    "search/analysis",
    "search/facets/table.py",
    "search/facets/languages.py",
    "search/facets/taxonomies.py",
    "search/ragged.py",
    "search/ranking.py",
    "search/release.py",
    "search/corpus_tables.py",
    "search/foreign",
    "search/query_language/names.py",
    "search/query_language/synonyms.py",
    "search/query_language/glossary.py",
    "search/engines/whoosh/documents.py",
    "index/readers",
    "index/records",
    "index/tagging",
)


@functools.cache
def fingerprint(corpus: Path) -> str:
    """Return 12 hexadecimal digits that change when, and only when, an answer could change.

    Hashed are the files that decide what is found, the tables of the corpus, and the versions of ICU and Unicode.
    """
    digest = hashlib.sha256()
    digest.update(f"{icu.ICU_VERSION} {icu.UNICODE_VERSION} {unicodedata.unidata_version}\n".encode())
    for path in (*deciding_files(), *(table_file(corpus, table.file) for table in TABLES)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def deciding_files() -> Iterator[Path]:
    """Yield the files that `DECIDING` names, those of a folder in the order of their paths."""
    for name in DECIDING:
        path = ROOT / name
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        else:
            yield path
