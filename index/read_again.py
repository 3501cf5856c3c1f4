"""Reading again: some releases of a run, by where they stand, tagged as the run tags them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from index.readers import SINGLE, RawRecord, ReadRelease, Rules, read_record, record_of_file, split_file, suffix_of
from index.readers.walk import CorpusFile
from index.tagging.tagger import Tagger
from index.twins.merger import Place
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.release import Release


class Rereader:
    """Reads releases again; `files` are those of the run, by path."""

    def __init__(self, files: Mapping[str, CorpusFile], tagger: Tagger, rules: Rules) -> None:
        self._files = files
        self._tagger = tagger
        self._rules = rules
        self._table = ChunkTable(tagger.analyzer)

    def read(self, places: Collection[Place]) -> dict[Place, Release]:
        """Return the releases of some places; what is not there any more is left out."""
        lines: defaultdict[str, set[int]] = defaultdict(set)
        for place in places:
            lines[place.path].add(place.line)
        found: dict[Place, Release] = {}
        for path, wanted in lines.items():
            name = self._files[path].name if path in self._files else Path(path).name
            sample = path in self._files and self._files[path].sample
            for record in self._records(path, name or Path(path).name, wanted):
                read = read_record(record, self._rules)
                if isinstance(read, ReadRelease):
                    found[Place(path, read.line)] = read.release.with_(sample=True) if sample else read.release
        return dict(zip(found, self._tagged(list(found.values())), strict=True))

    def _records(self, path: str, name: str, lines: set[int]) -> list[RawRecord]:
        if suffix_of(name) in SINGLE:
            record = record_of_file(path, name)
            return [record] if isinstance(record, RawRecord) else []
        found = []
        last = max(lines)
        for part in split_file(path, name, self._rules.fields(), digests=False):
            if isinstance(part, RawRecord) and part.line in lines:
                found.append(part)
            if getattr(part, "line", 0) >= last:
                break
        return found

    def _tagged(self, releases: list[Release]) -> list[Release]:
        to_read = self._tagger.texts(releases)
        tokens = read_texts(to_read.texts, self._table).tokens()
        return [release for release, _ in self._tagger.tag(releases, to_read, tokens)]
