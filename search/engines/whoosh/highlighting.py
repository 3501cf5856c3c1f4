"""Where the words of a query stand in the releases of a page: the index knows, and no text is analysed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.analysis import token_offsets
from search.analysis.fields import EXACT, LEMMA, body_start
from search.engines.whoosh.execution.bitset import Ints
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.engines.whoosh.snapshot import DocAddress, Snapshot
from search.release import Release
from search.snippets import Slot, Span, Stand, Wanted, mark, mark_at


@dataclass(frozen=True, slots=True)
class Marked:
    """A release, and the places of its title and of its text that a query matches."""

    release: Release
    title: list[Span]
    body: list[Span]


def marked(snapshot: Snapshot, places: Sequence[DocAddress], wanted: Wanted) -> Iterator[Marked]:
    """Yield the releases of some places, marked where they hold any wanted sequence."""
    stands = [
        _stands(segment, np.array(sorted(place.document for place in places if place.segment == at), np.int64), wanted)
        for at, segment in enumerate(snapshot.searcher.segments)
    ]
    for place in places:
        release = snapshot.release(place)
        known = token_offsets.unpack(snapshot.starts(place)) if wanted else None
        if known is None:
            yield Marked(release, mark(release.title, wanted), mark(release.body, wanted))
            continue
        body = body_start(len(known.title))
        found = stands[place.segment].get(place.document, ())
        yield Marked(
            release,
            mark_at(release.title, known.title, [(at, slot) for at, slot in found if at < body]),
            mark_at(release.body, known.body, [(at - body, slot) for at, slot in found if at >= body]),
        )


def _stands(segment: SegmentReader, documents: Ints, wanted: Wanted) -> Mapping[int, list[Stand]]:
    """Return the positions that wanted sequences take in each of the documents (ascending) that hold any."""
    found: defaultdict[int, list[Stand]] = defaultdict(list)
    for row in wanted if len(documents) else ():
        by_slot = [_positions(segment, slot, documents) for slot in row]
        for document, begins in by_slot[0].items():
            for step, own in enumerate(by_slot[1:], 1):
                begins = begins & {position - step for position in own.get(document, ())}
            found[document] += [(begin + step, slot) for begin in begins for step, slot in enumerate(row)]
    return found


def _positions(segment: SegmentReader, slot: Slot, documents: Ints) -> dict[int, set[int]]:
    """Return where a slot's terms stand in those of the documents (ascending) that hold any."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for field, words in ((EXACT, slot.exact), (LEMMA, slot.lemmas)):
        for word in words:
            if (term := segment.term(field, word.encode())) is not None:
                at, held = term.find(documents)
                _put(found, documents[held], *term.places(at[held]))
    for prefix in slot.prefixes:
        postings = segment.files.fields[EXACT]
        _put(found, *postings.positions_in(*postings.words.beginning(prefix.encode()), documents))
    return found


def _put(found: defaultdict[int, set[int]], documents: Ints, positions: Ints, often: Ints) -> None:
    for document, position in zip(np.repeat(documents, often).tolist(), positions.tolist(), strict=True):
        found[document].add(position)
