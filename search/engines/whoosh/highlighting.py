"""Highlighting from the index: it knows the positions of a query's words, and no text is analysed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.analysis import token_offsets
from search.analysis.fields import EXACT, LEMMA, body_start
from search.array_types import Ints
from search.engine import Highlighted
from search.engines.whoosh.doc_address import DocAddress
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.highlighting import Highlights, Occurrence, Slot, highlights_in, mark, mark_at, shown

if TYPE_CHECKING:
    from search.engines.whoosh.snapshot import WhooshSnapshot


def highlighted(
    snapshot: "WhooshSnapshot", places: Sequence[DocAddress], highlights: Highlights
) -> Iterator[Highlighted]:
    """Yield releases with the spans of their title and body that any sequence of the highlights takes.

    A text whose words hang on more than the white space around them has no token offsets and is analysed.
    """
    analyzer = snapshot.analyzer
    occurrences = [
        _occurrences(segment, _documents_of(places, at), highlights)
        for at, segment in enumerate(snapshot.reader.segments if highlights else ())
    ]
    for place in places:
        release = snapshot.release(place)
        offsets = token_offsets.unpack(snapshot.token_offsets(place)) if highlights else None
        if offsets is None:
            taken_of = highlights_in(highlights, release)
            body_spans = mark(release.searched, taken_of, analyzer)
            yield Highlighted(release, mark(release.title, taken_of, analyzer), shown(body_spans, release))
            continue
        body = body_start(len(offsets.title))
        taken = occurrences[place.segment].get(place.document, ())
        in_body = [(at - body, slot) for at, slot in taken if at >= body]
        in_title = [(at, slot) for at, slot in taken if at < body] if len(in_body) < len(taken) else []
        yield Highlighted(
            release,
            mark_at(release.title, offsets.title, in_title, analyzer),
            shown(mark_at(release.searched, offsets.body, in_body, analyzer), release),
        )


def _documents_of(places: Sequence[DocAddress], segment: int) -> Ints:
    return np.array(sorted(place.document for place in places if place.segment == segment), np.int64)


def _occurrences(segment: SegmentReader, documents: Ints, highlights: Highlights) -> Mapping[int, list[Occurrence]]:
    """Return the positions that sequences take in each of the documents (ascending) that hold any."""
    found: defaultdict[int, list[Occurrence]] = defaultdict(list)
    for row in highlights if len(documents) else ():
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
                _put(found, documents[held], *term.positions(at[held]))
    for prefix in slot.prefixes:
        postings = segment.files.fields[EXACT]
        _put(found, *postings.positions_in(*postings.terms.beginning(prefix.encode()), documents))
    return found


def _put(found: defaultdict[int, set[int]], documents: Ints, positions: Ints, often: Ints) -> None:
    for document, position in zip(np.repeat(documents, often).tolist(), positions.tolist(), strict=True):
        found[document].add(position)
