import random

from search.engines.whoosh.codec.batches import Gathered, batch
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.layout import Field, Layout
from tests.search.engines.whoosh.arrays import LAYOUT, NUMBERED, document_of, random_document


def words_of(gathered: Gathered, field: int) -> list[str]:
    tokens, vocabulary = gathered.field(field)
    return [vocabulary[number].decode() for number in tokens.terms.tolist()]


def test_a_batch_has_the_tokens_of_its_documents_one_after_another() -> None:
    made = batch([document_of("a", "x y x"), document_of("b", ""), document_of("c", "Z x")], LAYOUT)
    tokens = made.fields[0].tokens
    assert made.ids == ["a", "b", "c"]
    assert tokens.counts.tolist() == [3, 0, 2]
    assert [made.fields[0].vocabulary[number] for number in tokens.terms] == ["x", "y", "x", "z", "x"]
    assert tokens.positions is not None
    assert tokens.positions.tolist() == [0, 1, 2, 0, 1]
    assert tokens.weights is None  # the field is not weighted


def test_positions_take_two_bytes_where_they_fit() -> None:
    layout = Layout((Field("plain"),), ())
    for position, size in ((0xFFFF, 2), (0x10000, 4)):
        document = Document("a", 1, (), b"", (FieldTokens(["x"], [position]),))
        positions = batch([document], layout).fields[0].tokens.positions
        assert positions is not None
        assert positions.dtype.itemsize == size
        assert positions.tolist() == [position]


def test_batches_together_are_what_one_batch_would_be() -> None:
    documents = [random_document(random.Random(number), f"r{number}", numbered=True) for number in range(20)]
    whole, cut = Gathered(NUMBERED), Gathered(NUMBERED)
    whole.add(batch(documents, NUMBERED))
    for at in range(0, 20, 6):
        cut.add(batch(documents[at : at + 6], NUMBERED))
    assert cut.ids == whole.ids
    assert cut.columns == whole.columns
    assert cut.most_tokens == whole.most_tokens == sum(len(d.fields[0].terms) for d in documents)
    for field in range(2):
        assert words_of(cut, field) == words_of(whole, field)
        assert cut.field(field)[0].counts.tolist() == whole.field(field)[0].counts.tolist()


def test_what_is_gathered_is_known_to_take_more_memory_with_each_batch() -> None:
    gathered = Gathered(LAYOUT)
    sizes = []
    for number in range(3):
        gathered.add(batch([document_of(f"r{number}", "x " * 100)], LAYOUT))
        sizes.append(gathered.bytes)
    assert 0 < sizes[0] < sizes[1] < sizes[2]
    assert sizes[1] - sizes[0] == sizes[2] - sizes[1]  # the vocabulary is counted once
