"""One generation, opened: a searcher over its arrays, and what belongs to releases rather than to documents."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.analysis.fields import EXACT
from search.answer import Generation
from search.engines.whoosh.codec.layout import CHANGED, SEEN
from search.engines.whoosh.execution.bitset import Ints
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.top_k import Factors
from search.errors import IndexDamaged, NotFound
from search.ranking import factors
from search.release import Release
from search.uzbek import sort_key

# The rarity of a written form is that of its lemmas: the query gives it as a boost.
BM25 = Bm25(without_idf=frozenset({EXACT}))


@dataclass(frozen=True, slots=True)
class DocAddress:
    """Where a release stands: the number of its segment, and of its document in it."""

    segment: int
    document: int


@dataclass(frozen=True, slots=True, eq=False)
class FacetValues:
    """The values of a facet in the whole generation, in the Uzbek alphabet's order of their labels.

    `numbers` says, for each segment, which number here each of its own values has.
    """

    values: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: tuple[Ints, ...]


class Snapshot:
    """A published generation, opened for reading; holds for as long as somebody refers to it."""

    def __init__(self, generation: Generation, folder: Path, cache: Cache, before: "Snapshot | None" = None) -> None:
        self.generation = generation
        try:
            self.searcher: IndexReader = IndexReader(folder, BM25, cache, before.searcher if before else None)
        except OSError as error:
            raise IndexDamaged(
                f"generation {generation.id} cannot be read ({error})", "./dev reindex --full"
            ) from error
        self._newest = max((segment.newest for segment in self.searcher.segments), default=0)
        self._factors: tuple[Factors, ...] | None = None
        self._values: dict[str, FacetValues] = {}

    @property
    def factors(self) -> tuple[Factors, ...]:
        """The factor of every document, segment after segment."""
        if self._factors is None:
            self._factors = tuple(Factors.of(factors(segment.days, self._newest)) for segment in self.searcher.segments)
        return self._factors

    def frequency(self, field: str, word: str) -> int:
        """Return how many releases hold a term."""
        return self.searcher.frequency(field, word.encode())

    def place(self, release_id: str) -> DocAddress:
        """Return where the release of an id stands; raises NotFound."""
        for at, segment in enumerate(self.searcher.segments):
            document = segment.files.document(release_id)
            if document >= 0 and document not in segment.deleted:
                return DocAddress(at, document)
        raise NotFound(f"there is no release {release_id!r} in the index")

    def holds(self, release_id: str) -> bool:
        """Whether there is a release of that id."""
        with suppress(NotFound):
            return bool(self.place(release_id))
        return False

    def changed_after(self, moment: int) -> list[DocAddress]:
        """Return the places of the releases that changed after a moment (`Release.changed`), oldest change first."""
        found = []
        for at, segment in enumerate(self.searcher.segments):
            changed = segment.files.numbers[CHANGED]
            everything = segment.everything.numbers
            later = everything[changed[everything] > moment]
            found += [(int(changed[number]), DocAddress(at, number)) for number in later.tolist()]
        return [place for _, place in sorted(found, key=lambda own: (own[0], self.id(own[1])))]

    def alone(self, place: DocAddress) -> tuple[DocSet, ...]:
        """Return the document of a place as a set, segment after segment."""
        return tuple(
            DocSet(segment.size, numbers=np.array([place.document] if at == place.segment else [], np.int64))
            for at, segment in enumerate(self.searcher.segments)
        )

    def release(self, place: DocAddress) -> Release:
        """Return the release of a place as it was indexed."""
        return Release.from_json(self.searcher.segments[place.segment].files.stored(place.document))

    def starts(self, place: DocAddress) -> bytes:
        """Return where the words of a place's release begin, as `search.analysis.token_offsets` packs it."""
        return self.searcher.segments[place.segment].files.starts(place.document)

    def id(self, place: DocAddress) -> str:
        """Return the id of a place's release."""
        return self.searcher.segments[place.segment].files.id(place.document)

    def day(self, place: DocAddress) -> int:
        """Return the day of a place's release, 0 for undated."""
        return int(self.searcher.segments[place.segment].days[place.document])

    def first_seen(self, place: DocAddress) -> int:
        """Return when a place's release was first indexed, as `Release.first_seen`."""
        return int(self.searcher.segments[place.segment].files.numbers[SEEN][place.document])

    def facet(self, name: str) -> FacetValues:
        """Return the values of a facet and their numbers in every segment."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self._facet(name)
        return found

    def _facet(self, name: str) -> FacetValues:
        counts = [self.searcher.facet(segment, name) for segment in self.searcher.segments]
        written: dict[str, dict[str, int]] = {}
        for own in counts:
            for (value, label), count in own.labels.items():
                forms = written.setdefault(value, {})
                forms[label] = forms.get(label, 0) + count
        labels = {value: max(forms, key=lambda form: (forms[form], form)) for value, forms in written.items()}
        ordered = sorted(labels, key=lambda value: (sort_key(labels[value]), value))
        number = {value: at for at, value in enumerate(ordered)}
        gone = len(ordered)  # a value that only deleted releases have
        return FacetValues(
            tuple(ordered),
            tuple(labels[value] for value in ordered),
            tuple(np.array([number.get(value, gone) for value in own.values], np.int64) for own in counts),
        )
