"""The reference engine: plain Python over dicts and lists, naive by definition; the oracle of every other engine.

It holds releases in memory, looks at each of them for each question, and takes nothing from an engine: terms and
positions from search.analysis.fields, numbers from search.ranking, spans from search.highlighting.
"""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from search import plan as plans
from search.analysis.fields import EXACT, LEMMA, SOURCE, Occurrences, indexed
from search.clock import TASHKENT
from search.deadline import Deadline
from search.engine import BY_SCORE, DaySpan, ExpectedPage, FacetCounts, Highlighted, Preparer, Ranked, Ref
from search.errors import IndexUnavailable
from search.facets.selection import Filters
from search.facets.table import FACETS
from search.facets.values import label_values
from search.generation import NO_HISTORY, Generation, History
from search.highlighting import Highlights, highlights_in, mark, shown
from search.plan import Plan
from search.ranking import K1, LENGTHS, B, factors, length_codes
from search.release import Moments, Release
from search.stage_times import StageTimes
from search.withdrawn import NOTHING_WITHDRAWN, Withdrawn
from tests.analyzers import SAMPLE
from tests.preparing import chosen, seen

KEPT = 2  # generations


@dataclass(eq=False)
class Field:
    """What one field holds of a release: the positions and the weighted frequency of each term, and its length."""

    positions: dict[str, set[int]]
    frequencies: dict[str, float]
    length: int

    @classmethod
    def of(cls, occurrences: Occurrences) -> Self:
        positions: defaultdict[str, set[int]] = defaultdict(set)
        frequencies: defaultdict[str, float] = defaultdict(float)
        for term, position, weight in zip(
            occurrences.terms, occurrences.positions, occurrences.weights.tolist(), strict=True
        ):
            positions[term].add(position)
            frequencies[term] += weight
        return cls(dict(positions), dict(frequencies), len(occurrences.terms))


@dataclass(eq=False)
class Document:
    """A release with its fields."""

    release: Release
    fields: dict[str, Field]

    @classmethod
    def of(cls, release: Release) -> Self:
        held = indexed(release, SAMPLE)
        return cls(release, {name: Field.of(getattr(held, name)) for name in (EXACT, LEMMA, SOURCE)})

    @property
    def day(self) -> int:
        return self.release.date.toordinal() if self.release.date else 0


class ReferenceVocabulary:
    """The terms of all documents, counted one after another."""

    def __init__(self, held: Sequence[Document]) -> None:
        self.documents = len(held)
        self._counts = {
            field: Counter(term for document in held for term in document.fields[field].positions)
            for field in (EXACT, LEMMA, SOURCE)
        }

    def frequency(self, field: str, term: str) -> int:
        return self._counts[field][term]

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        return sorted(term for term in self._counts[field] if term.startswith(prefix))

    def begins(self, field: str, prefix: str) -> bool:
        return bool(self.starting(field, prefix))


class Scoring:
    """What each node of a plan says of one document: its score, None where it does not match."""

    def __init__(self, held: Sequence[Document]) -> None:
        lengths = {field: [document.fields[field].length for document in held] for field in (EXACT, LEMMA, SOURCE)}
        self._averages = {field: sum(own) / len(own) if own else 1.0 for field, own in lengths.items()}

    def score(self, plan: Plan, document: Document) -> float | None:
        match plan:
            case plans.Everything():
                return 0.0
            case plans.Term(field, text, weight):
                own = document.fields[field]
                return weight * self._saturation(field, own, text) if text in own.positions else None
            case plans.Prefix(field, text):
                return 0.0 if any(term.startswith(text) for term in document.fields[field].positions) else None
            case plans.Phrase(field, slots, before):
                return 0.0 if _adjoin(document.fields[field], slots, before) else None
            case plans.Constant(part, score):
                return score if self.score(part, document) is not None else None
            case plans.Filtered(scored, by):
                return self.score(scored, document) if self.score(by, document) is not None else None
            case plans.Any(parts):
                matching = self._matching(parts, document)
                return sum(matching) if matching else None
            case plans.Best(parts):
                return max(self._matching(parts, document), default=None)
            case plans.AtLeast(parts, least):
                matching = self._matching(parts, document)
                return sum(matching) if len(matching) >= least else None
            case plans.All(parts, forbidden, optional):
                matching = self._matching(parts, document)
                if len(matching) < len(parts) or self._matching(forbidden, document):
                    return None
                return sum(matching) + sum(self._matching(optional, document))

    def _matching(self, parts: Sequence[Plan], document: Document) -> list[float]:
        return [score for part in parts if (score := self.score(part, document)) is not None]

    def _saturation(self, field: str, own: Field, term: str) -> float:
        length = float(LENGTHS[length_codes(np.array([own.length]))[0]])
        weighted = own.frequencies[term]
        return weighted * (K1 + 1) / (weighted + K1 * (1 - B + B * length / (self._averages[field] or 1.0)))


def _adjoin(field: Field, slots: Sequence[Sequence[str]], before: int | None) -> bool:
    at = [{position for term in slot for position in field.positions.get(term, ())} for slot in slots]
    return any(
        (before is None or start < before) and all(start + step in positions for step, positions in enumerate(at))
        for start in at[0]
    )


class ReferenceMatches:
    """The documents that a plan matches, with their scores."""

    def __init__(self, snapshot: "ReferenceSnapshot", scores: dict[str, float]) -> None:
        self._snapshot = snapshot
        self._scores = scores  # by id

    def _passing(self, filters: Filters) -> list[Document]:
        documents = (self._snapshot.documents[release_id] for release_id in self._scores)
        return [document for document in documents if filters.admits(document.release)]

    def count(self, filters: Filters) -> int:
        return len(self._passing(filters))

    def rank(self, filters: Filters, order: str, offset: int, limit: int) -> Sequence[Ranked]:
        by_score = order in ("relevance", BY_SCORE)
        scored = [(document, self._score(document, order) if by_score else 0.0) for document in self._passing(filters)]
        scored.sort(key=lambda one: _sort_key(one[0], one[1], order))
        return [Ranked(document.release.id, score) for document, score in scored[offset : offset + limit]]

    def _score(self, document: Document, order: str) -> float:
        factor = self._snapshot.factor(document) if order == "relevance" else 1.0
        return self._scores[document.release.id] * factor

    def facet(self, name: str, filters: Filters) -> FacetCounts:
        (row,) = (row for row in FACETS if row.name == name)
        written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for document in self._snapshot.documents.values():
            for value, label in dict(row.of(document.release)).items():
                written[value][label] += 1
        values, labels = label_values(written)
        held = [dict(row.of(document.release)) for document in self._passing(filters)]
        counts = [sum(value in own for own in held) for value in values]
        return FacetCounts(values, labels, counts, sum(not own for own in held))

    def days(self, filters: Filters) -> DaySpan:
        days = [document.release.date for document in self._passing(filters)]
        dated = [day for day in days if day]
        return DaySpan(min(dated, default=None), max(dated, default=None), len(days) - len(dated))

    def per_day_range(self, filters: Filters, bounds: tuple[int, ...]) -> Sequence[int]:
        days = [document.day for document in self._passing(filters)]
        return [sum(low <= day < high for day in days) for low, high in itertools.pairwise(bounds)]


def _sort_key(document: Document, score: float, order: str) -> tuple[float, float, str]:
    release = document.release
    if order == "date":
        return not document.day, document.day, release.id
    return -(release.first_seen if order == "-first_seen" else score), -document.day, release.id


class ReferenceSnapshot:
    """One generation: its releases by id, which are the refs."""

    def __init__(self, generation: Generation, documents: dict[str, Document], history: History) -> None:
        self.generation = generation
        self.documents = documents
        self.vocabulary = ReferenceVocabulary(list(documents.values()))
        self._history = history
        self._scoring = Scoring(list(documents.values()))
        self._newest = max((document.day for document in documents.values()), default=0)

    def match(self, plan: Plan, deadline: Deadline, page: ExpectedPage | None = None) -> ReferenceMatches:
        deadline.check()
        scores = {release_id: self._scoring.score(plan, document) for release_id, document in self.documents.items()}
        return ReferenceMatches(self, {release_id: score for release_id, score in scores.items() if score is not None})

    def fetch(self, refs: Sequence[Ref], highlights: Highlights = ()) -> Iterator[Highlighted]:
        for ref in refs:
            release = self.documents[str(ref)].release
            taken = highlights_in(highlights, release)
            yield Highlighted(
                release,
                mark(release.title, taken, SAMPLE),
                shown(mark(release.searched, taken, SAMPLE), release),
            )

    def find(self, release_id: str) -> Ref | None:
        return release_id if release_id in self.documents else None

    def score(self, ref: Ref, plan: Plan) -> float | None:
        document = self.documents[str(ref)]
        score = self._scoring.score(plan, document)
        return None if score is None else score * self.factor(document)

    def changed_after(self, moment: int) -> Sequence[Ref]:
        releases = [document.release for document in self.documents.values() if document.release.changed > moment]
        return [release.id for release in sorted(releases, key=lambda release: (release.changed, release.id))]

    def history(self) -> History:
        return self._history

    def without(self, withdrawn: Withdrawn) -> "ReferenceSnapshot":
        left = {name: document for name, document in self.documents.items() if name not in withdrawn.ids}
        return ReferenceSnapshot(self.generation.without(withdrawn, len(left)), left, self._history)

    def factor(self, document: Document) -> float:
        return float(factors(np.array([document.day]), self._newest)[0])


@dataclass(eq=False)
class Published:
    """A generation and all that is kept of it."""

    snapshot: "ReferenceSnapshot"
    manifest: bytes

    @property
    def generation(self) -> Generation:
        return self.snapshot.generation


class ReferenceStore:
    """Generations in a list, the live one named by its id; also the index that a service reads."""

    def __init__(self) -> None:
        self._published: list[Published] = []
        self._live: str | None = None
        self._numbers = itertools.count()

    def list(self) -> tuple[Generation, ...]:
        return tuple(published.generation for published in reversed(self._published))

    def live(self) -> Generation | None:
        return next((each for each in self.list() if each.id == self._live), None)

    def snapshot(self, withdrawn: Withdrawn = NOTHING_WITHDRAWN) -> ReferenceSnapshot:
        live = self.live()
        if live is None:
            raise IndexUnavailable("there is no index yet")
        whole = self._of(live).snapshot
        return whole.without(withdrawn) if withdrawn.ids else whole

    def ready(self) -> None:
        self.snapshot()

    def manifest(self, generation: Generation) -> bytes:
        return self._of(generation).manifest

    def history(self, generation: Generation) -> History:
        return self._of(generation).snapshot.history()

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> "ReferenceDraft":
        return ReferenceDraft(self.publish, self._of(base).snapshot.documents if base else {}, samples, paths)

    def check(self, generation: Generation) -> None:
        self._of(generation)

    def roll_back(self) -> Generation:
        earlier = [each for each in self.list() if self._live is not None and each.id < self._live]
        if not earlier:
            raise IndexUnavailable("there is no generation before the live one")
        self._live = earlier[0].id
        return earlier[0]

    def publish(self, draft: "ReferenceDraft", manifest: bytes, history: History, begun: int) -> Generation:
        generation = Generation(
            id=f"g{next(self._numbers):06}",
            fingerprint="reference",
            built=dt.datetime.now(TASHKENT),
            documents=len(draft.documents),
            samples=draft.samples,
            paths=draft.paths,
            begun=begun,
        )
        kept = [each for each in self._published if each.generation.id == self._live]
        snapshot = ReferenceSnapshot(generation, draft.documents, history)
        self._published = [*kept, Published(snapshot, manifest)][-KEPT:]
        self._live = generation.id
        return generation

    def _of(self, generation: Generation) -> Published:
        return next(each for each in self._published if each.generation.id == generation.id)


class ReferenceDraft:
    """A copy of a generation's releases, changed and then published, or forgotten."""

    def __init__(
        self,
        publish: Callable[["ReferenceDraft", bytes, History, int], Generation],
        documents: dict[str, Document],
        samples: bool,
        paths: tuple[str, ...],
    ) -> None:
        self.documents = dict(documents)
        self.samples = samples
        self.paths = paths
        self.stages = StageTimes()
        self.jobs = 1
        self._publish = publish
        self._added: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, releases: Iterable[Release]) -> None:
        for release in releases:
            if release.id in self._added:
                raise ValueError(f"the id {release.id!r} came twice")
            self._added.add(release.id)
            self.documents[release.id] = Document.of(release)

    @property
    def preparer(self) -> Preparer:
        return chosen

    def add_prepared(self, prepared: Sequence[Release], moments: Sequence[Moments | None]) -> None:
        self.add(seen(prepared, moments))

    def remove(self, ids: Iterable[str]) -> None:
        for release_id in ids:
            self.documents.pop(release_id, None)
            self._added.discard(release_id)

    def verify(self) -> None: ...

    def publish(self, manifest: bytes, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        return self._publish(self, manifest, history, begun)
