"""The bulk writer against what was given to it, however it was cut into batches, spills and commits."""

import random
from pathlib import Path

import numpy as np
import pytest
from whoosh.writing import IndexingError

from search.engines.whoosh.codec import bulk_writer
from search.engines.whoosh.codec.batches import batch
from search.engines.whoosh.codec.bulk_writer import TIER, BulkWriter
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.layout import Field, Layout
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.toc import IzlaIndex, create, read_toc
from tests.search.engines.whoosh.arrays import LAYOUT, NUMBERED, random_document, write

Postings = dict[str, dict[str, tuple[float, list[int]]]]  # word → id → (weight, positions)


def postings_of(folder: Path, field: str) -> Postings:
    """Read every posting of the live documents back, one after another."""
    found: Postings = {}
    for own in read_toc(folder).segments:
        files = SegmentFiles(folder, own.segment_id(), own.doc_count_all())
        postings = files.fields[field]
        for number in range(postings.terms.size):
            places = iter(postings.positions(number).tolist())
            for document, often, weight in zip(
                postings.documents(number).tolist(),
                postings.frequencies(number).tolist(),
                postings.weights(number).tolist(),
                strict=True,
            ):
                held = [next(places) for _ in range(often)]
                if not own.is_deleted(document):
                    word = postings.terms[number].decode()
                    found.setdefault(word, {})[files.id(document)] = (weight, held)
            assert next(places, None) is None
    return found


def expected_of(documents: list[Document], at: int) -> Postings:
    found: Postings = {}
    for document in documents:
        tokens = document.fields[at]
        positions = tokens.positions or range(len(tokens.terms))
        weights = tokens.weights or [1.0] * len(tokens.terms)
        for word, position, weight in zip(tokens.terms, positions, weights, strict=True):
            before, places = found.setdefault(word, {}).get(document.id, (0.0, []))
            found[word][document.id] = (before + weight, [*places, position])
    return found


@pytest.mark.parametrize("memory", [1, 2_000, 1 << 30])
@pytest.mark.parametrize("seed", range(6))
def test_what_was_written_is_what_is_read(seed: int, memory: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    documents = [random_document(rng, f"r{number}") for number in range(rng.randrange(1, 80))]
    write(tmp_path, [documents], memory=memory)
    for at, field in enumerate(LAYOUT.fields):
        assert postings_of(tmp_path, field.name) == expected_of(documents, at)
    assert len(read_toc(tmp_path).segments) == 1
    files = only_segment(tmp_path)
    by_id = {document.id: document for document in documents}
    ids = [files.id(number) for number in range(files.size)]
    assert sorted(ids) == sorted(by_id)
    assert ids == [d.id for d in sorted(sorted(documents, key=lambda d: d.id, reverse=True), key=lambda d: d.day)]
    for number, release_id in enumerate(ids):
        own = by_id[release_id]
        assert files.document(release_id) == number
        assert (files.stored(number), files.starts(number)) == (own.stored, own.starts)
        assert int(files.days[number]) == own.day
        assert [files.facets[name][number] for name in LAYOUT.facets] == list(own.facets)
        assert [int(files.lengths[field.name][number]) for field in LAYOUT.fields] == [
            len(tokens.terms) for tokens in own.fields
        ]
    files.check()


def only_segment(folder: Path) -> SegmentFiles:
    (own,) = read_toc(folder).segments
    return SegmentFiles(folder, own.segment_id(), own.doc_count_all())


@pytest.mark.parametrize("sources", [3, 64])
def test_spilled_and_merged_is_byte_for_byte_what_is_written_at_once(
    tmp_path: Path, sources: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_writer, "_SOURCES", sources)
    documents = [random_document(random.Random(number), f"r{number}", numbered=True) for number in range(300)]
    contents = []
    for memory in (2_000, 1 << 30):
        folder = tmp_path / str(memory)
        write(folder, [documents], memory=memory, layout=NUMBERED)
        contents.append({path.suffix: path.read_bytes() for path in folder.glob("MAIN_*.*s")})
    assert contents[0][".terms"] == contents[1][".terms"]
    assert contents[0][".documents"] == contents[1][".documents"]


def test_commits_are_merged_by_tiers_and_reuse_what_is_large(tmp_path: Path) -> None:
    rng = random.Random(1)
    index = create(tmp_path, LAYOUT)
    names: list[set[str]] = []
    for commit in range(3 * TIER):
        writer = BulkWriter(index, LAYOUT, 1 << 30)
        size = 500 if commit == 0 else 5
        writer.add_batch(batch((random_document(rng, f"r{commit}-{n}") for n in range(size)), LAYOUT))
        writer.commit()
        names.append({segment.segment_id() for segment in read_toc(tmp_path).segments})
    assert set.intersection(*names)  # the large one stayed
    assert max(map(len, names)) < 2 * TIER
    assert sum(segment.doc_count() for segment in read_toc(tmp_path).segments) == 500 + 5 * (3 * TIER - 1)
    on_disk = {path.stem for path in tmp_path.glob("MAIN_*.terms")}
    assert on_disk == names[-1]


def test_a_segment_that_is_mostly_deleted_is_written_anew(tmp_path: Path) -> None:
    documents = [random_document(random.Random(number), f"r{number}") for number in range(20)]
    write(tmp_path, [documents], [f"r{number}" for number in range(12)])
    (segment,) = read_toc(tmp_path).segments
    assert (segment.doc_count_all(), segment.deleted_count()) == (8, 0)
    assert postings_of(tmp_path, "plain") == expected_of(documents[12:], 0)


def test_frequencies_weights_and_positions_that_no_small_number_can_say(tmp_path: Path) -> None:
    layout = Layout((Field("heavy", weighted=True), Field("plain")), ())
    documents = [
        Document("a", 1, (), b"", (FieldTokens(["x"] * 300 + ["y"], [*range(300), 70_000]), FieldTokens(["x"] * 256))),
        Document("b", 2, (), b"", (FieldTokens(["x", "y"], [0, 1], [0.25, 254.0]), FieldTokens(["x"] * 255))),
        Document("c", 3, (), b"", (FieldTokens(["y"], [0], [255.0]), FieldTokens(["x"] * 254))),
    ]
    write(tmp_path, [documents], layout=layout)
    assert postings_of(tmp_path, "heavy") == expected_of(documents, 0)
    assert postings_of(tmp_path, "plain") == expected_of(documents, 1)


def test_document_numbers_above_65_535(tmp_path: Path) -> None:
    layout = Layout((Field("plain"),), ())
    size = 140_000
    index = create(tmp_path, layout)
    writer = BulkWriter(index, layout, 1 << 30)
    everywhere, late = FieldTokens(["a", "b"]), FieldTokens(["c", "a"])
    writer.add_batch(
        batch(
            (
                Document(f"{number:06}", number + 1, (), b"", (late if number % 70_000 == 69_999 else everywhere,))
                for number in range(size)
            ),
            layout,
        )
    )
    writer.commit()
    postings = only_segment(tmp_path).fields["plain"]
    find = postings.terms.find
    assert postings.documents(find(b"a")).tolist() == list(range(size))
    assert postings.documents(find(b"c")).tolist() == [69_999, 139_999]
    assert np.array_equal(
        postings.documents_of(0, 3), np.concatenate([postings.documents(number) for number in range(3)])
    )


def test_an_empty_index_is_one(tmp_path: Path) -> None:
    index = create(tmp_path, LAYOUT)
    BulkWriter(index, LAYOUT, 1 << 30).commit()
    assert IzlaIndex(tmp_path).doc_count() == 0


def test_a_document_without_words_or_facets(tmp_path: Path) -> None:
    nothing = Document("a", 0, ((), ()), b"", (FieldTokens([]), FieldTokens([], [], [])))
    write(tmp_path, [[nothing]])
    assert only_segment(tmp_path).size == 1
    assert postings_of(tmp_path, "plain") == {}


def test_whooshs_own_way_of_adding_is_refused(tmp_path: Path) -> None:
    writer = BulkWriter(create(tmp_path, LAYOUT), LAYOUT, 1 << 30)
    with pytest.raises(IndexingError, match="in batches"):
        writer.add_document(plain="a")
    writer.cancel()
    with pytest.raises(IndexingError, match="in batches"):
        IzlaIndex(tmp_path).writer(codec=writer.codec).add_document(id="a")
