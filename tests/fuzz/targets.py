"""What is fuzzed: each target takes any bytes, and raises only where something is wrong.

A named error is an answer. What counts is what nobody named: an exception of another kind, an answer above 499.
"""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient

from index.readers import SUFFIXES, read_releases
from index.tagging.tagger import Tagger
from search.analysis.user_dictionary import read_analyzer
from search.corpus_tables import SITE, TABLES
from search.engines import open_index, open_service, open_store
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.toc import read_toc
from search.errors import BadCorpus, BadRelease, IndexUnavailable
from search.facets.taxonomies import read_aliases, read_categories
from search.query import MAX_Q, Query
from search.query_language.synonyms import read_synonyms
from search.settings import Settings
from search.withdrawn import read_ids
from tests.analyzers import SAMPLE
from tests.web.library import library, publish
from web import create_app
from web.site_settings import read_site

TABLE_FILES: Final = (*(table.file for table in TABLES), SITE)
DOORS: Final = ("/", "/api/search", "/feed.atom", "/search.csv", "/api/suggest", "/count", "/api/changes", "/facet")


@functools.cache
def _folder() -> Path:
    """A folder of this process, gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="izla-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def _published() -> Settings:
    return publish(_folder() / "library", library())


@functools.cache
def _client() -> FlaskClient:
    settings = _published()
    return create_app(settings, open_service(settings, SAMPLE)).test_client()


def query(data: bytes) -> None:
    """Any question has an answer, reads the same when it is written back, and is no fault of the service."""
    asked = Query(data.decode("utf-8", "replace")[:MAX_Q])
    open_here = _service()
    answer = open_here.answer(asked)
    assert answer.total >= len(answer.hits)
    assert open_here.answer(asked.with_(q=asked.q, page=2)).total == answer.total


@functools.cache
def _service():  # type: ignore[no-untyped-def]  # a service, as its settings open it
    return open_service(_published(), SAMPLE)


def parameters(data: bytes) -> None:
    """Any parameters at any door are answered or refused by name."""
    door = DOORS[data[0] % len(DOORS)] if data else "/"
    text = data[1:].decode("latin-1")
    asked = "".join(letter if 32 < ord(letter) < 127 and letter != "#" else f"%{ord(letter):02X}" for letter in text)
    answer = _client().get(f"{door}?{asked}")
    assert answer.status_code < 500 or answer.status_code == 503, (door, asked, answer.status_code)
    answer.close()


def readers(data: bytes) -> None:
    """Any file is read or told of by name, whatever it is called."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt"
    path = _folder() / f"file{suffix}"
    path.write_bytes(data[1:])
    with suppress(BadRelease):
        for _ in read_releases(path):
            pass


def tables(data: bytes) -> None:
    """Any table of a site is read or refused by name."""
    name = TABLE_FILES[data[0] % len(TABLE_FILES)] if data else SITE
    corpus = _folder() / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    (corpus / name).write_bytes(data[1:])
    with suppress(BadCorpus):
        analyzer = read_analyzer(corpus)
        read_synonyms(corpus, analyzer)
        read_categories(corpus)
        read_aliases(corpus)
        read_site(corpus)
        Tagger(corpus, analyzer)
    read_ids(data)


def index_files(data: bytes) -> None:
    """A file of the index with any bytes changed is taken as it was, or refused by name."""
    if len(data) < 4:
        return
    source = _index_folder()
    files = sorted(path.name for path in source.iterdir())
    broken = _folder() / "broken"
    shutil.rmtree(broken, ignore_errors=True)
    shutil.copytree(source, broken)
    path = broken / files[data[0] % len(files)]
    held = bytearray(path.read_bytes())
    at = int.from_bytes(data[1:4], "big") % len(held)
    if at % 2:
        at = max(0, len(held) - 1 - at % 600)  # the directory of a file lies at its end
    held[at : at + len(data) - 4] = data[4:]
    path.write_bytes(bytes(held))
    with suppress(IndexUnavailable):
        for row in read_toc(broken).segments:
            SegmentFiles(broken, row.segment_id(), row.doc_count_all()).check()


def _index_folder() -> Path:
    (generation,) = (_published().data / "generations").iterdir()
    return generation / "index"


def pointer(data: bytes) -> None:
    """A pointer of any bytes names a generation or none, by a named error."""
    settings = Settings(data=_folder() / "pointed")
    store = open_store(settings, SAMPLE)
    if not settings.data.exists():
        shutil.copytree(_published().data, settings.data)
    _pointer_file(settings.data).write_bytes(data)
    with suppress(IndexUnavailable):
        store.live()
    with suppress(IndexUnavailable):
        open_index(settings, SAMPLE).snapshot()
    store.list()


def published_pointer() -> bytes:
    """Return what the pointer of a published generation holds."""
    return _pointer_file(_published().data).read_bytes()


def _pointer_file(data: Path) -> Path:
    (path,) = (data / "live").iterdir()
    return path


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "query": query,
    "parameters": parameters,
    "readers": readers,
    "tables": tables,
    "index_files": index_files,
    "pointer": pointer,
}
