"""Snapshot: one generation opened for reading, and what belongs to its releases rather than to documents."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from search.analysis.analyzer import Analyzer
from search.array_types import Ints
from search.deadline import Deadline
from search.engine import ExpectedPage, Highlighted, Ref, Vocabulary
from search.engines.whoosh.doc_address import DocAddress, address
from search.engines.whoosh.documents import CHANGED, SEEN
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.top_k import Factors
from search.engines.whoosh.highlighting import highlighted
from search.engines.whoosh.matches import WhooshMatches
from search.engines.whoosh.vocabulary import WhooshVocabulary
from search.errors import REINDEX, IndexDamaged
from search.facets.values import label_values
from search.generation import Generation, History
from search.highlighting import Highlights
from search.plan import Plan
from search.ranking import factors
from search.release import Release
from search.withdrawn import Withdrawn


@dataclass(frozen=True, slots=True, eq=False)
class FacetValues:
    """The values of a facet in the whole generation, in the alphabet's order of their labels.

    `numbers` says, for each segment, which number here each of its own values has, `places`, where there is one segment
    alone, which of its own each value here is.
    """

    values: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: tuple[Ints, ...]
    places: Ints | None


class WhooshSnapshot:
    """A published generation, opened for reading; holds for as long as somebody refers to it.

    `analyzer` is the one that it was written with. `history` is what happened up to this generation, read when it is
    asked for.
    """

    def __init__(
        self, generation: Generation, reader: IndexReader, analyzer: Analyzer, history: Callable[[], History] = History
    ) -> None:
        self.generation = generation
        self.reader = reader
        self.history = history
        self.analyzer = analyzer
        self.vocabulary: Vocabulary = WhooshVocabulary(self.reader)
        self._newest = max((segment.newest for segment in self.reader.segments), default=0)
        self._factors: tuple[Factors, ...] | None = None
        self._values: dict[str, FacetValues] = {}

    @classmethod
    def open(
        cls,
        generation: Generation,
        folder: Path,
        cache: Cache,
        analyzer: Analyzer,
        before: "WhooshSnapshot | None" = None,
        history: Callable[[], History] = History,
    ) -> Self:
        """Open the files of a generation; raises IndexDamaged.

        `before` is the snapshot that this one takes the place of: segments that both have stay open.
        """
        try:
            reader = IndexReader.open(folder, Bm25(), cache, before.reader if before else None)
        except OSError as error:
            raise IndexDamaged(f"generation {generation.id} cannot be read ({error})", f"{REINDEX} --full") from error
        return cls(generation, reader, analyzer, history)

    def without(self, withdrawn: Withdrawn, before: "WhooshSnapshot | None" = None) -> "WhooshSnapshot":
        """Return the same generation as if some of its releases had been removed, from the same open files.

        `before` is the snapshot that the new one takes the place of.
        """
        reader = self.reader.without(withdrawn.ids, before.reader if before else None)
        generation = self.generation.without(withdrawn, reader.documents)
        return WhooshSnapshot(generation, reader, self.analyzer, self.history)

    def match(self, plan: Plan, deadline: Deadline, page: ExpectedPage | None = None) -> WhooshMatches:
        """Find what a plan matches; raises TooSlow at the deadline. What a page will ask is not far away."""
        deadline.check()
        matches = WhooshMatches(self, self.reader.plan(plan))
        deadline.check()
        return matches

    def fetch(self, refs: Sequence[Ref], highlights: Highlights = ()) -> Iterator[Highlighted]:
        """Yield releases in the order of their addresses, with the spans that the highlights take."""
        return highlighted(self, [*map(address, refs)], highlights)

    def find(self, release_id: str) -> DocAddress | None:
        """Return the address of the release of an id, None when there is none."""
        for at, segment in enumerate(self.reader.segments):
            document = segment.files.document(release_id)
            if document >= 0 and document not in segment.deleted:
                return DocAddress(at, document)
        return None

    def score(self, ref: Ref, plan: Plan) -> float | None:
        """Return what a plan scores a release with, its factor applied; None when the plan does not match it."""
        place = address(ref)
        segment, document = self.reader.segments[place.segment], np.array([place.document])
        scorer = self.reader.plan(plan)
        if not scorer.matches(segment, document)[0]:
            return None
        factor = float(self.factors[place.segment].values[place.document])
        return float(scorer.scores(segment, document)[0]) * factor

    def changed_after(self, moment: int) -> Sequence[DocAddress]:
        """Return the releases that changed after a moment (`Release.changed`), oldest change first, then by id."""
        changes = []
        for at, segment in enumerate(self.reader.segments):
            changed = segment.files.numbers[CHANGED]
            live = segment.everything.numbers
            later = live[changed[live] > moment]
            changes += [(int(changed[number]), DocAddress(at, number)) for number in later.tolist()]
        return [place for _, place in sorted(changes, key=lambda one: (one[0], self.id(one[1])))]

    @property
    def factors(self) -> tuple[Factors, ...]:
        """The factor of every document, segment after segment."""
        if self._factors is None:
            self._factors = tuple(Factors.of(factors(segment.days, self._newest)) for segment in self.reader.segments)
        return self._factors

    def release(self, place: DocAddress) -> Release:
        """Return a release as it was indexed."""
        files = self.reader.segments[place.segment].files
        seen, changed = (int(files.numbers[name][place.document]) for name in (SEEN, CHANGED))
        return Release.from_json(files.stored(place.document), first_seen=seen, changed=changed)

    def token_offsets(self, place: DocAddress) -> bytes:
        """Return where the words of a release begin, as `search.analysis.token_offsets` packs it."""
        return self.reader.segments[place.segment].files.starts(place.document)

    def id(self, place: DocAddress) -> str:
        """Return the id of a release."""
        return self.reader.segments[place.segment].files.id(place.document)

    def day(self, place: DocAddress) -> int:
        """Return the day of a release, 0 for undated."""
        return int(self.reader.segments[place.segment].days[place.document])

    def first_seen(self, place: DocAddress) -> int:
        """Return when a release was first indexed, as `Release.first_seen`."""
        return int(self.reader.segments[place.segment].files.numbers[SEEN][place.document])

    def facet(self, name: str) -> FacetValues:
        """Return the values of a facet and their numbers in every segment."""
        values = self._values.get(name)
        if values is None:
            values = self._values[name] = self._facet(name)
        return values

    def _facet(self, name: str) -> FacetValues:
        counts = [self.reader.facet(segment, name) for segment in self.reader.segments]
        written: dict[str, dict[str, int]] = {}
        for segment_counts in counts:
            for (value, label), count in segment_counts.labels.items():
                forms = written.setdefault(value, {})
                forms[label] = forms.get(label, 0) + count
        values, labels = label_values(written)
        number = {value: at for at, value in enumerate(values)}
        gone = len(values)  # a value that only deleted releases have
        numbers = tuple(np.array([number.get(value, gone) for value in own.values], np.int64) for own in counts)
        places = numbers[0].argsort()[: len(values)] if len(numbers) == 1 else None  # what is gone is sorted to the end
        return FacetValues(values, labels, numbers, places)
