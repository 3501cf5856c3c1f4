import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.codec import merge as merging
from search.engines.whoosh.codec import segment_writer
from search.engines.whoosh.codec.arrays import ArrayWriter
from search.engines.whoosh.codec.batches import Gathered, batch
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.merge import Source, merge
from search.engines.whoosh.codec.postings import Inverted, PostingsWriter
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.segment_writer import write_gathered
from search.stage_times import StageTimes
from tests.search.engines.whoosh.arrays import NUMBERED, random_document


def segment(folder: Path, name: str, documents: list[Document]) -> SegmentFiles:
    gathered = Gathered(NUMBERED)
    gathered.add(batch(documents, NUMBERED))
    return SegmentFiles(folder, name, write_gathered(gathered, folder, name, StageTimes()))


@pytest.mark.parametrize("memory", [1, 20_000, 1 << 30])
@pytest.mark.parametrize("runs", [1, 3, 256])
def test_live_documents_merged_are_those_written_at_once(
    tmp_path: Path, memory: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_RUNS", runs)
    rng = random.Random(memory + runs)
    documents = [random_document(rng, f"r{number:02}", numbered=True) for number in range(60)]
    removed = {"r07", "r30", "r59"}
    sources = []
    for number, part in enumerate((documents[:10], documents[10:55], documents[55:])):
        files = segment(tmp_path, f"MAIN_{number}", part)
        live = np.array([files.id(at) not in removed for at in range(files.size)])
        sources.append(Source(files, live))
    assert merge(sources, tmp_path, "MAIN_merged", NUMBERED, memory) == 57
    segment(tmp_path, "MAIN_once", [document for document in documents if document.id not in removed])
    for suffix in (".documents", ".terms"):
        assert (tmp_path / f"MAIN_merged{suffix}").read_bytes() == (tmp_path / f"MAIN_once{suffix}").read_bytes()


def test_many_sources_are_merged_in_small_runs_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: defaultdict[str, list[int]] = defaultdict(list)

    class Watched(PostingsWriter):
        def __init__(self, writer: ArrayWriter, name: str, documents: int, **kind: bool) -> None:
            super().__init__(writer, name, documents, **kind)
            self.own = runs[name]

        def add(self, inverted: Inverted) -> None:
            self.own.append(len(inverted.documents))
            super().add(inverted)

    monkeypatch.setattr(merging, "_RUNS", 100)
    rng = random.Random(5)
    words = [f"soʻz{number:03}" for number in range(400)]
    fields = len(NUMBERED.fields)
    sources = []
    for number in range(150):
        tokens = [FieldTokens(rng.choices(words, k=40), [*range(40)], None) for _ in range(fields)]
        document = replace(random_document(rng, f"r{number:03}", numbered=True), fields=tuple(tokens))
        sources.append(Source(segment(tmp_path, f"MAIN_{number}", [document]), np.ones(1, bool)))
    monkeypatch.setattr(segment_writer, "PostingsWriter", Watched)
    merge(sources, tmp_path, "MAIN_merged", NUMBERED, 1)
    for field in NUMBERED.fields:
        assert max(runs[field.name]) < sum(runs[field.name]) / 20, runs[field.name]


def test_a_term_that_only_deleted_documents_held_is_gone(tmp_path: Path) -> None:
    documents = [random_document(random.Random(number), f"r{number}", numbered=True) for number in range(4)]
    files = segment(tmp_path, "MAIN_0", documents)
    live = np.array([files.id(at) == "r1" for at in range(4)])
    merge([Source(files, live)], tmp_path, "MAIN_1", NUMBERED, 1 << 20)
    merged = SegmentFiles(tmp_path, "MAIN_1", 1)
    terms = merged.fields["plain"].terms
    assert {term.decode() for term in terms.slice(0, terms.size)} == set(documents[1].fields[0].terms)


def test_documents_without_any_term_are_merged(tmp_path: Path) -> None:
    document = random_document(random.Random(1), "r1", numbered=True)
    wordless = replace(document, fields=tuple(FieldTokens([], [], None) for _ in document.fields))
    files = segment(tmp_path, "MAIN_0", [wordless])
    assert merge([Source(files, np.ones(1, bool))], tmp_path, "MAIN_1", NUMBERED, 1 << 20) == 1
    assert SegmentFiles(tmp_path, "MAIN_1", 1).document("r1") == 0
