"""The part reader: parses, tags, checks, hashes and analyses the releases of one part of a corpus, in any process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.lint import Linter, LintWarning, content_digest
from index.parts import Record, Records, WholeFiles
from index.readers import RawRecord, ReadRelease, Rules, Skipped, read_record, record_of_file
from index.readers.walk import CorpusFile
from index.tagging.tagger import Tagger, UnknownNames
from index.twins.shingles import Sampler
from index.twins.table import TwinTable, table_of_batch
from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.analysis.user_dictionary import make_analyzer
from search.engine import Preparer
from search.errors import BadRelease
from search.release import Release, hash_of
from search.stage_times import StageTimes
from search.uzbek.lexicon import UserDictionary


class Tagged(NamedTuple):
    """A release that was read and tagged: where it stood, its id, the hash of what it says and what is odd about it.

    `content` is the digest of its words alone, `raw` that of its record's bytes. `twins` is its row in the table of its
    part, None where nothing could make it a twin; `prepared` its number among the prepared releases of its part, None
    where the draft holds it as it is.
    A tuple, as those are handed from process to process soonest.
    """

    file: CorpusFile
    line: int
    consumed: int
    id: str
    hash: str
    content: str
    raw: str
    warnings: tuple[LintWarning, ...]
    twins: int | None
    prepared: int | None


@dataclass(frozen=True, slots=True, eq=False)
class ReadPart:
    """What a part of a corpus holds, in its order, what the engine prepared of it, and the processor seconds taken.

    `twins` has the facts by which twins are found.
    """

    found: tuple[Tagged | BadRelease | Skipped, ...]
    prepared: Any
    twins: TwinTable
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class ReaderRecipe:
    """All that a process needs to make the part reader of a run.

    `held` are the content hashes of the releases that the draft holds.
    """

    corpus: Path
    words: UserDictionary
    rules: Rules
    preparer: Preparer
    held: frozenset[str]

    def make(self) -> "PartReader":
        """Make the reader, with a tagger of its own."""
        return PartReader(self, Tagger(self.corpus, make_analyzer(self.words)))


class PartReader:
    """Reads the parts of one run by its recipe and a tagger; keeps the chunks that it has met."""

    def __init__(self, recipe: ReaderRecipe, tagger: Tagger) -> None:
        self._tagger = tagger
        self._table = ChunkTable(tagger.analyzer)
        self._rules = recipe.rules
        self._linter = Linter(recipe.rules.today)
        self._preparer = recipe.preparer
        self._held = recipe.held
        self._sampler = Sampler()

    def read(self, part: WholeFiles | Records) -> ReadPart:
        """Read a part."""
        stages = StageTimes()
        with stages.timed("read"):
            records = list(_records(part, self._rules))
        read = [record for _, record in records if isinstance(record, ReadRelease)]
        files = [file for file, record in records if isinstance(record, ReadRelease)]
        releases = [
            record.release.with_(sample=True) if file.sample else record.release
            for file, record in zip(files, read, strict=True)
        ]
        with stages.timed("analyse"):
            to_read = self._tagger.texts(releases)
            texts = read_texts(to_read.texts, self._table)
        with stages.timed("tag"):
            tokens = texts.tokens()
            tagged = self._tagger.tag(releases, to_read, tokens)
        with stages.timed("compare"):
            links = [record.links for record in read]
            twins, rows = table_of_batch([release for release, _ in tagged], links, tokens, self._sampler)
        with stages.timed("read"):
            mixed = texts.mixes_scripts().tolist()
            facts = [
                self._checked(file, record, *one, row, mixed_scripts=mixed[2 * at] or mixed[2 * at + 1])
                for at, (file, record, one, row) in enumerate(zip(files, read, tagged, rows, strict=True))
            ]
            new = [at for at, fact in enumerate(facts) if fact.hash not in self._held]
            for number, at in enumerate(new):
                facts[at] = facts[at]._replace(prepared=number)
        with stages.timed("analyse"):
            prepared = self._preparer([release for release, _ in tagged], texts, np.array(new, np.int64))
        in_order = iter(facts)
        found = tuple(next(in_order) if isinstance(record, ReadRelease) else record for _, record in records)
        return ReadPart(found, prepared, twins, stages.seconds)

    def _checked(
        self,
        file: CorpusFile,
        record: ReadRelease,
        release: Release,
        unknown: UnknownNames,
        twins: int | None,
        *,
        mixed_scripts: bool,
    ) -> Tagged:
        return Tagged(
            file,
            record.line,
            record.consumed,
            release.id,
            hash_of(release.said()),
            content_digest(release),
            record.raw,
            self._linter.check(record, release, unknown, mixed_scripts=mixed_scripts),
            twins,
            None,
        )


def _records(
    part: WholeFiles | Records, rules: Rules
) -> Iterator[tuple[CorpusFile, ReadRelease | BadRelease | Skipped]]:
    records: Iterable[tuple[CorpusFile, Record]]
    if isinstance(part, WholeFiles):
        records = ((file, record_of_file(file.path, file.name or Path(file.path).name)) for file in part.files)
    else:
        records = ((part.file, record) for record in part.records)
    for file, record in records:
        read = read_record(record, rules) if isinstance(record, RawRecord) else record
        if read is not None:
            yield file, read
