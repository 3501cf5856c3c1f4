"""Releases read and tagged, as the part reader does."""

from collections.abc import Sequence

from index.tagging.tagger import Tagger, UnknownNames
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.release import Release


def tag_releases(tagger: Tagger, releases: Sequence[Release]) -> list[tuple[Release, UnknownNames]]:
    texts = tagger.texts(releases)
    return tagger.tag(releases, texts, read_texts(texts.texts, ChunkTable(tagger.analyzer)).tokens())
