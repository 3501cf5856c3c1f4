"""Small random indexes written by the bulk writer, for tests that search them."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from search.engines.whoosh.codec.batches import batch
from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.layout import ID, Field, Layout
from search.engines.whoosh.codec.toc import IzlaIndex, create
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.index_reader import IndexReader

LAYOUT = Layout((Field("plain"), Field("heavy", weighted=True)), ("colour", "shape"))
NUMBERED = Layout(LAYOUT.fields, LAYOUT.facets, ("seen", "changed"))
WORDS = ("a", "ab", "abc", "b", "bc", "c", "çoy", "d", "öt", "öta", "x", "yz")
COLOURS = ("koʻk", "oq", "qizil", "yashil")
SHAPES = ("doira", "uchburchak")


def random_document(rng: random.Random, release_id: str, *, numbered: bool = False) -> Document:
    """Return a document of few different words, so that everything happens often; `numbered` is for NUMBERED."""
    return Document(
        id=release_id,
        day=rng.choice((0, rng.randrange(730_000, 730_020))),
        facets=(
            tuple((colour, colour.upper()) for colour in rng.sample(COLOURS, rng.choice((0, 1, 1, 2)))),
            ((rng.choice(SHAPES), rng.choice(("Shakl", "shakl"))),),
        ),
        stored=f"kept of {release_id}".encode(),
        fields=(_plain(rng), _heavy(rng)),
        starts=rng.randbytes(rng.randrange(5)),
        numbers=(rng.randrange(1 << 32), rng.randrange(9)) if numbered else (),
    )


def _plain(rng: random.Random) -> FieldTokens:
    return FieldTokens(rng.choices(WORDS, k=rng.randrange(1, 25)))


def _heavy(rng: random.Random) -> FieldTokens:
    """Some tokens share a position, as two lemmas of a homograph do; some weigh more, one an odd amount."""
    terms, positions, weights = [], [], []
    position = 0
    for _ in range(rng.randrange(0, 12)):
        for word in rng.sample(WORDS, rng.choice((1, 1, 2))):
            terms.append(word)
            positions.append(position)
            weights.append(rng.choice((1.0, 1.0, 3.0, 2.5)))
        position += rng.choice((1, 1, 2, 70_000 if rng.random() < 0.02 else 1))
    return FieldTokens(terms, positions, weights)


def write(
    folder: Path,
    commits: Iterable[Sequence[Document]],
    removed: Sequence[str] = (),
    *,
    memory: int = 1 << 30,
    merge: bool = True,
    layout: Layout = LAYOUT,
) -> IzlaIndex:
    """Write documents commit by commit, then take some out."""
    folder.mkdir(parents=True, exist_ok=True)
    index = create(folder, layout)
    for documents in commits:
        writer = BulkWriter(index, layout, memory)
        for at in range(0, len(documents), 7):
            writer.add_batch(batch(documents[at : at + 7], layout))
        writer.commit(merge=merge)
    if removed:
        writer = BulkWriter(index, layout, memory)
        for release_id in removed:
            writer.delete_by_term(ID, release_id)
        writer.commit(merge=merge)
    return index


def document_of(release_id: str, text: str, *, day: int = 1, colours: Sequence[str] = ()) -> Document:
    """Return a document whose two fields hold the words of a text, a title word (in capitals) with weight 8 in one."""
    words = text.split()
    terms = [word.lower() for word in words]
    weights = [8.0 if word.isupper() else 1.0 for word in words]
    return Document(
        id=release_id,
        day=day,
        facets=(tuple((colour, colour.upper()) for colour in colours), ()),
        stored=release_id.encode(),
        fields=(FieldTokens(terms), FieldTokens(terms, None, weights)),
    )


def reader_over(
    folder: Path, texts: Sequence[str], removed: Sequence[str] = (), *, commits: int = 1, cache: int = 1 << 20
) -> IndexReader:
    """Return a reader over texts, whose ids are r0, r1, … and whose days are 1, 2, …, written in some commits."""
    documents = [document_of(f"r{number}", text, day=number + 1) for number, text in enumerate(texts)]
    size = max(1, -(-len(documents) // commits))
    parts = [documents[at : at + size] for at in range(0, len(documents), size)]
    write(folder, parts, removed, merge=False)
    return IndexReader.open(folder, Bm25(), Cache(cache))
