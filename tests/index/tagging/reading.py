"""Releases read and tagged by the tables that come with Izla."""

from index.tagging.tagger import Tagger, UnknownNames
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.release import Release
from search.settings import ROOT
from tests.analyzers import SAMPLE

TAGGER = Tagger(ROOT / "corpus", SAMPLE)
TABLE = ChunkTable(SAMPLE)


def tag(release: Release) -> tuple[Release, UnknownNames]:
    texts = TAGGER.texts([release])
    (tagged,) = TAGGER.tag([release], texts, read_texts(texts.texts, TABLE).tokens())
    return tagged


def sectors(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].sectors


def regions(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].regions


def countries(title: str, body: str = "") -> tuple[str, ...]:
    return tag(Release("a", title, body))[0].countries
