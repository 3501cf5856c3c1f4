"""The tally of twins of a check: which releases a run would make one, found as the run finds them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from index.lint import content_digest
from index.read_again import Rereader
from index.readers import ReadRelease, Rules
from index.readers.walk import CorpusFile
from index.tagging.tagger import Tagger
from index.twins.facts import facts_of, share_a_link
from index.twins.merger import Merger, Place
from index.twins.separate import read_separate
from index.twins.shingles import Sampler
from index.twins.table import NO_TWINS, TwinTableBuilder, table_of_batch
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts

_BATCH: Final = 200  # releases that are analysed at once


class _Met(NamedTuple):
    """A release that was met: where, and the digest of its words, "" where its file is it."""

    place: Place
    content: str
    hash: str = ""  # nothing stands yet with which it is compared


class TwinTally:
    """Gathers what is compared of the releases of a check; raises BadCorpus where `separate.txt` cannot be read."""

    def __init__(self, tagger: Tagger, rules: Rules) -> None:
        self._tagger = tagger
        self._rules = rules
        self._separate = read_separate(tagger.corpus)
        self._table = ChunkTable(tagger.analyzer)
        self._sampler = Sampler()
        self._first: dict[str, _Met] = {}
        self._twins = TwinTableBuilder()
        self._again: dict[str, list[_Met]] = {}
        self._waiting: list[ReadRelease] = []

    def add(self, read: ReadRelease) -> Place | None:
        """Note a release; return where the one stands that has its id already and is another, None otherwise."""
        name = read.release.id
        content = content_digest(read.release) if read.raw else ""
        met = _Met(Place(read.path, read.line), content)
        first = self._first.setdefault(name, met)
        if first is met:
            self._waiting.append(read)
            if len(self._waiting) == _BATCH:
                self._analyse()
        elif self._is_copy(read, content, first):
            self._again.setdefault(name, []).append(met)
        else:
            return first.place
        return None

    def is_copy(self, read: ReadRelease) -> bool:
        """Say whether a release that was added is the same as one before, under the same id."""
        return any(one.place == (read.path, read.line) for one in self._again.get(read.release.id, ()))

    def merges(self, files: Mapping[str, CorpusFile]) -> tuple[tuple[str, ...], ...]:
        """Return the ids of each group that a run would make one release, that of the release first."""
        self._analyse()
        found = Merger(
            self._first,
            self._twins.finish(self._first, NO_TWINS),
            self._again,
            {},
            self._first.keys(),
            (),
            self._separate,
            (),
            Rereader(files, self._tagger, self._rules).read,
        ).merge()
        return tuple(merge.ids for merge in found.merges.values() if len(merge.ids) > 1)

    def _is_copy(self, read: ReadRelease, content: str, first: _Met) -> bool:
        if first.content and first.content == content:
            return True
        self._analyse()
        own = facts_of(read.release, read.links, 0, np.empty(0, np.uint32))
        return share_a_link(self._twins.get(read.release.id), own)

    def _analyse(self) -> None:
        """Find the facts of the releases that wait for it."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        releases = [read.release for read in waiting]
        to_read = self._tagger.texts(releases)
        tokens = read_texts(to_read.texts, self._table).tokens()
        tagged = [release for release, _ in self._tagger.tag(releases, to_read, tokens)]
        table, _ = table_of_batch(tagged, [read.links for read in waiting], tokens, self._sampler)
        for row in range(len(table)):
            self._twins.take(table, row)
