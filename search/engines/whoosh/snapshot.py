"""One generation, opened: shared columns and caches, and a Whoosh reader for each thread."""

import bisect
import functools
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from whoosh import index
from whoosh.reading import IndexReader

from search.answer import Generation
from search.engines.whoosh.columns import read_columns
from search.engines.whoosh.index import ID, STORED
from search.engines.whoosh.postings import Deadline, Postings, PostingsCache
from search.errors import IndexDamaged, NotFound
from search.release import Release
from search.schema import EXACT, LEMMA
from search.uzbek import skeleton

_MIB: Final = 1024 * 1024


class Snapshot:
    """A published generation, opened for reading; holds for as long as somebody refers to it.

    Whoosh readers are not safe to share: every thread opens its own, which goes with the thread, or the snapshot.
    """

    def __init__(self, generation: Generation, folder: Path, cache: int) -> None:
        self.generation = generation
        self._folder = folder
        self._local = threading.local()
        self._open: weakref.WeakSet[IndexReader] = weakref.WeakSet()
        self._close = weakref.finalize(self, _close_all, self._open)
        try:
            self.columns = read_columns(self.reader)
        except Exception as error:  # Whoosh raises whatever its bytes lead it to
            raise IndexDamaged(
                f"generation {generation.id} cannot be read ({error!r})", "./dev reindex --full"
            ) from error
        live = self.columns.live
        self._average = {f: float(own[live].mean()) if live.any() else 1.0 for f, own in self.columns.lengths.items()}
        self._postings = PostingsCache(cache * _MIB)
        self._skeletons_lock = threading.Lock()

    @property
    def reader(self) -> IndexReader:
        """The calling thread's own reader."""
        reader: IndexReader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = index.open_dir(str(self._folder), readonly=True).reader()
            self._open.add(reader)
        return reader

    @functools.cached_property
    def documents(self) -> int:
        """How many live documents there are: all statistics are over these, whatever was deleted before."""
        return int(self.columns.live.sum())

    def lengths(self, field: str) -> tuple[npt.NDArray[np.float64], float]:
        """Return each document's length in a field, and the average of the live ones."""
        return self.columns.lengths[field], self._average[field]

    def postings(self, field: str, term: str, deadline: Deadline) -> Postings:
        """Return the postings of a term."""
        return self._postings.get(self.reader, field, term, deadline)

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term."""
        return int(self.reader.doc_frequency(field, term))

    def release(self, number: int) -> Release:
        """Return the release of a document number."""
        return Release.from_json(self.reader.stored_fields(number)[STORED])

    def number(self, release_id: str) -> int:
        """Return the document number of a release; raises NotFound."""
        matcher_ids = list(self.reader.postings(ID, release_id).all_ids()) if (ID, release_id) in self.reader else []
        if not matcher_ids:
            raise NotFound(f"no release has the id {release_id!r}")
        return int(matcher_ids[0])

    def beginning(self, prefix: str) -> list[str]:
        """Return the written forms that begin with a key."""
        return [term.decode() for term in self.reader.expand_prefix(EXACT, prefix)]

    @functools.cached_property
    def _skeletons(self) -> dict[str, list[tuple[str, str]]]:
        """Every term, sorted by skeleton: field → (skeleton, term)."""
        return {
            field: sorted((skeleton(term), term) for term in (t.decode() for t in self.reader.lexicon(field)))
            for field in (EXACT, LEMMA)
        }

    def sharing_skeleton(self, field: str, bare: str, prefix: bool = False) -> list[str]:
        """Return the terms whose skeleton is `bare`, or begins with it."""
        with self._skeletons_lock:
            rows = self._skeletons[field]
        found = []
        for bones, term in rows[bisect.bisect_left(rows, (bare, "")) :]:
            if not (bones.startswith(bare) if prefix else bones == bare):
                break
            found.append(term)
        return found


def _close_all(readers: Iterable[IndexReader]) -> None:
    for reader in list(readers):
        reader.close()
