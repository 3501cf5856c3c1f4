"""A tree over one snapshot → the releases that match, their scores, and what to mark in them.

Leaves come from Whoosh's postings; sets and sums are arrays over document numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from search.analyzer import analyze
from search.answer import Reached
from search.engines.whoosh.columns import Mask
from search.engines.whoosh.keys import Keys, keys_of
from search.engines.whoosh.postings import Deadline, positions
from search.engines.whoosh.snapshot import Snapshot
from search.ranking import (
    ENOUGH,
    EXACT_BONUS,
    PREFIX_SCORE,
    REACHED_WEIGHT,
    STOP_WEIGHT,
    idf,
    relaxing_steps,
    saturation,
)
from search.schema import BODY_START, EXACT, LEMMA
from search.snippets import Slot
from search.syntax import And, Node, Not, Or, Prefix, Quote, Word
from search.uzbek import key, lemmas, readable, skeleton, stop_words

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Which documents match, and each one's score before its factor (0 where it does not)."""

    mask: Mask
    scores: Floats


@dataclass(slots=True)
class Notes:
    """What was learned on the way: sequences to mark, words that reached others, and each leaf's share of the score."""

    wanted: list[tuple[Slot, ...]] = field(default_factory=list)
    reached: dict[str, Reached] = field(default_factory=dict)
    shares: list[tuple[str, Floats]] = field(default_factory=list)


def is_stop_word(node: Node) -> bool:
    """Whether a node is a bare closed-class word, which is never required."""
    return isinstance(node, Word) and not node.parts and not node.in_title and key(node.text) in stop_words()


def is_bare_word(node: Node) -> bool:
    """Whether a node is a word that is required, and may be relaxed."""
    return isinstance(node, Word) and not is_stop_word(node)


class Matcher:
    """Evaluates trees over one snapshot for one query."""

    def __init__(self, snapshot: Snapshot, deadline: Deadline) -> None:
        self.snapshot = snapshot
        self.deadline = deadline
        self.notes = Notes()
        self._quiet = 0  # inside a NOT nothing is to be marked

    def match(self, node: Node) -> Matches:
        """Return what a node matches."""
        self.deadline.check()
        match node:
            case Word():
                return self._shared(node.text, self._compound(node) if node.parts else self._word(node))
            case Quote():
                return self._shared(f"“{node.text}”", self._quote(node))
            case Prefix():
                return self._shared(f"{node.text}*", self._prefix(node))
            case And(parts):
                return self.all_of(parts)[0]
            case Or(parts):
                return self._any(parts)
            case Not(part):
                self._quiet += 1
                inside = self.match(part)
                self._quiet -= 1
                return Matches(self.snapshot.columns.live & ~inside.mask, self._zeros())

    def everything(self) -> Matches:
        """Return every live document, unscored."""
        return Matches(self.snapshot.columns.live.copy(), self._zeros())

    def all_of(self, parts: tuple[Node, ...], filters: Mask | None = None) -> tuple[Matches, int]:
        """Match all parts, stop words aside, which only score; also return how many bare words were required.

        With `filters` the bare words relax by the steps of `relaxing_steps` while fewer than ENOUGH documents pass.
        """
        stops = [self.match(part) for part in parts if is_stop_word(part)]
        words = [self.match(part) for part in parts if is_bare_word(part)]
        others = [self.match(part) for part in parts if not isinstance(part, Word)]
        if stops and not words and all(isinstance(part, Not) for part in parts if not isinstance(part, Word)):
            words = [Matches(_union(stops).mask, self._zeros())]
        scores = np.sum([matches.scores for matches in (*stops, *words, *others)], axis=0)
        base = np.logical_and.reduce([self.snapshot.columns.live, *(matches.mask for matches in others)])
        held = (
            np.sum([matches.mask for matches in words], axis=0, dtype=np.int64) if words else np.zeros(len(base), int)
        )
        required, best = len(words), -1
        mask = base
        for step in relaxing_steps(len(words)) if filters is not None else (len(words),):
            relaxed = base & (held >= step)
            passing = int((relaxed & filters).sum()) if filters is not None else 0
            if passing > best:
                required, best, mask = step, passing, relaxed
            if best >= ENOUGH:
                break
        return Matches(mask, np.where(mask, scores, 0.0)), required

    def _any(self, parts: tuple[Node, ...]) -> Matches:
        return _union([self.match(part) for part in parts])

    def _word(self, node: Word) -> Matches:
        keys = self.keys(node.text)
        stop = is_stop_word(node)
        matches = self._scored(keys, STOP_WEIGHT if stop else 1.0)
        if node.in_title:
            matches = self._in_title(matches, LEMMA, (*keys.lemmas, *keys.reached))
        if not stop:
            self._mark((Slot(exact=frozenset((keys.exact,)), lemmas=frozenset((*keys.lemmas, *keys.reached))),))
        return matches

    def _compound(self, node: Word) -> Matches:
        """Match a compound written in any way: joined, or as its parts side by side."""
        parts = [self.keys(part) for part in node.parts]
        scores = self._zeros()
        for keys in parts:
            stop = keys.exact in stop_words()
            scores += self._scored(keys, STOP_WEIGHT if stop else 1.0).scores
        slots = tuple(Slot(lemmas=frozenset((*keys.lemmas, *keys.reached))) for keys in parts)
        mask = self._sequence(LEMMA, [(*keys.lemmas, *keys.reached) for keys in parts], node.in_title)
        whole = key(node.text)
        for written, meanings in ((whole, lemmas(node.text)), (whole.replace("-", ""), ())):
            joined = Keys(written, tuple(m for m in meanings if not any(m in keys.lemmas for keys in parts)))
            matches = self._scored(joined, 1.0)
            if node.in_title:
                matches = self._in_title(matches, EXACT, (written,))
            scores = np.where(matches.mask & (scores == 0), matches.scores, scores)
            mask |= matches.mask
        self._mark(slots)
        self._mark((Slot(exact=frozenset((whole.replace("-", ""),))),))
        return Matches(mask, np.where(mask, scores, 0.0))

    def _quote(self, node: Quote) -> Matches:
        """Match the written forms side by side; each scores as the word it is."""
        terms = [term for term in analyze(node.text) if not term.joined]
        scores = self._zeros()
        for term in terms:
            weight = STOP_WEIGHT if term.exact in stop_words() else 1.0
            scores += self._scored(Keys(term.exact, term.lemmas), weight).scores
        mask = self._sequence(EXACT, [(term.exact,) for term in terms], node.in_title)
        self._mark(tuple(Slot(exact=frozenset((term.exact,))) for term in terms))
        return Matches(mask, np.where(mask, scores, 0.0))

    def _prefix(self, node: Prefix) -> Matches:
        start = key(node.text)
        terms = {term for begin in _beginnings(start) for term in self.snapshot.beginning(begin)}
        if not terms and start == skeleton(start):
            terms = set(self.snapshot.sharing_skeleton(EXACT, start, prefix=True))
        mask = self._zeros().astype(bool)
        for term in terms:
            mask[self.snapshot.postings(EXACT, term, self.deadline).documents] = True
        matches = Matches(mask, np.where(mask, PREFIX_SCORE, 0.0))
        self._mark((Slot(exact=frozenset(terms)),))
        return self._in_title(matches, EXACT, terms) if node.in_title else matches

    def keys(self, typed: str) -> Keys:
        """Return what a typed word stands for; what it reached is noted."""
        found = keys_of(typed, self.snapshot)
        if found.reached and not self._quiet:
            self.notes.reached[typed] = Reached(typed, tuple(map(readable, found.reached)))
        return found

    def _scored(self, keys: Keys, weight: float) -> Matches:
        """Score a word by the formula of search.ranking; its set is that of its lemmas."""
        mask = np.zeros(self.snapshot.columns.size, bool)
        scores = self._zeros()
        idfs = []
        for meaning in (*keys.lemmas, *keys.reached):
            found = self.snapshot.postings(LEMMA, meaning, self.deadline)
            if not len(found.documents):
                continue
            rarity = idf(self.snapshot.documents, len(found.documents))
            lengths, average = self.snapshot.lengths(LEMMA)
            score = rarity * saturation(found.weights, lengths[found.documents], average)
            if meaning in keys.lemmas:
                idfs.append(rarity)
            else:
                score *= REACHED_WEIGHT
            scores[found.documents] = np.maximum(scores[found.documents], score)
            mask[found.documents] = True
        written = self.snapshot.postings(EXACT, keys.exact, self.deadline)
        if len(written.documents):
            lengths, average = self.snapshot.lengths(EXACT)
            rarity = min(idfs, default=idf(self.snapshot.documents, len(written.documents)))
            bonus = EXACT_BONUS if idfs else 1.0  # a joined compound may have no lemma of its own
            scores[written.documents] += (
                bonus * rarity * saturation(written.weights, lengths[written.documents], average)
            )
            mask[written.documents] = True
        return Matches(mask, scores * weight)

    def _sequence(self, name: str, slots: list[tuple[str, ...]], in_title: bool) -> Mask:
        """Return the documents where the slots stand side by side (in the title, when asked)."""
        mask = self.snapshot.columns.live.copy()
        for terms in slots:
            held = np.zeros(self.snapshot.columns.size, bool)
            for term in terms:
                held[self.snapshot.postings(name, term, self.deadline).documents] = True
            mask &= held
        if len(slots) == 1 and not in_title:
            return mask
        candidates = np.flatnonzero(mask)
        places = [positions(self.snapshot.reader, name, terms, candidates, self.deadline) for terms in slots]
        for document in candidates.tolist():
            starts = places[0][document]
            for offset, where in enumerate(places[1:], 1):
                starts = {start for start in starts if start + offset in where[document]}
            mask[document] = any(start < BODY_START for start in starts) if in_title else bool(starts)
        return mask

    def _in_title(self, matches: Matches, name: str, terms: Iterable[str]) -> Matches:
        """Keep the documents that hold one of the terms in the title."""
        candidates = np.flatnonzero(matches.mask)
        found = positions(self.snapshot.reader, name, terms, candidates, self.deadline)
        mask = np.zeros(self.snapshot.columns.size, bool)
        mask[[document for document, places in found.items() if min(places) < BODY_START]] = True
        return Matches(mask, np.where(mask, matches.scores, 0.0))

    def _shared(self, name: str, matches: Matches) -> Matches:
        if not self._quiet:
            self.notes.shares.append((name, matches.scores))
        return matches

    def _mark(self, slots: tuple[Slot, ...]) -> None:
        if not self._quiet and slots not in self.notes.wanted:
            self.notes.wanted.append(slots)

    def _zeros(self) -> Floats:
        return np.zeros(self.snapshot.columns.size)


def _union(found: list[Matches]) -> Matches:
    mask = np.logical_or.reduce([matches.mask for matches in found])
    return Matches(mask, np.sum([matches.scores for matches in found], axis=0))


def _beginnings(start: str) -> list[str]:
    """Return the keys that a typed beginning may go on as: its last s may be half of a sh, its c of a ch."""
    halves = {"s": "ş", "c": "ç"}
    return [start, start[:-1] + halves[start[-1]]] if start[-1:] in halves else [start]
