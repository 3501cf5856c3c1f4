"""Where each target begins: what people really ask and hand over, which any number of random bytes would hardly hit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from index.readers import SUFFIXES, suffix_of
from search.settings import ROOT
from tests.fuzz.targets import DOORS, TABLE_FILES, published_pointer

_JUDGED: Final = ROOT / "tests" / "relevance" / "judgments.tsv"
_FILES: Final = ROOT / "tests" / "index" / "files"
FINDS: Final = Path(__file__).with_name("finds")
_PARAMETERS: Final = (
    {"q": 'sarlavha:"yangi maktab" -bogʻcha', "sector": "-energetika", "page": "2", "sort": "newest"},
    {"q": "PQ-123*", "from": "2025-02", "to": "oʻtgan hafta", "interval": "week", "facets_size": "3"},
    {"q": "suv YOKI gaz", "date": "_none", "lang": "ru", "script": "cyrl", "explain": "1", "partial": "1"},
)


def seeds(target: str) -> Iterator[bytes]:
    """Give the inputs that a target's search begins with."""
    for path in sorted((FINDS / target).glob("*")):
        yield bytes.fromhex(path.read_text(encoding="ascii"))
    match target:
        case "query":
            lines = _JUDGED.read_text("utf-8").splitlines()
            yield from sorted({line.split("\t")[1].encode() for line in lines if not line.startswith("#")})
        case "parameters":
            for number in range(len(DOORS)):
                yield from (bytes([number]) + urlencode(asked).encode() for asked in _PARAMETERS)
        case "readers":
            for path in sorted(path for path in _FILES.rglob("*") if path.is_file()):
                if (suffix := suffix_of(path.name)) in SUFFIXES:
                    yield bytes([SUFFIXES.index(suffix)]) + path.read_bytes()
        case "tables":
            for number, name in enumerate(TABLE_FILES):
                if (path := ROOT / "corpus" / name).is_file():
                    yield bytes([number]) + path.read_bytes()[:4000]
        case "pointer":
            yield published_pointer()
