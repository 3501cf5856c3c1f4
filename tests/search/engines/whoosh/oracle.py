"""Searching as its definition says, one release after another: what the engine is held against."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from search.analysis.analyzer import analyze
from search.analysis.fields import BODY_START, indexed
from search.query import Query
from search.query_language.parser import And, Node, Not, Or, Prefix, Quote, Word, parse
from search.ranking import (
    ENOUGH,
    LENGTHS,
    PREFIX_SCORE,
    STOP_WEIGHT,
    bonus,
    factors,
    idf,
    length_codes,
    relaxing_steps,
    saturation,
)
from search.release import Release
from search.uzbek import key, lemmas, stop_words


@dataclass(frozen=True)
class Entry:
    """A release as two lists of (term, position, weight)."""

    release: Release
    exact: list[tuple[str, int, float]]
    lemma: list[tuple[str, int, float]]


class Oracle:
    """Knows every release and asks each of them; words without marks are not reached here."""

    def __init__(self, releases: Iterable[Release]) -> None:
        self.entries = []
        for release in releases:
            held = indexed(release)
            exact, lemma = (list(zip(f.terms, f.positions, f.weights, strict=True)) for f in (held.exact, held.lemma))
            self.entries.append(Entry(release, exact, lemma))
        days = np.array([e.release.date.toordinal() if e.release.date else 0 for e in self.entries])
        self.factors = dict(
            zip((e.release.id for e in self.entries), factors(days, int(days.max(initial=0))).tolist(), strict=True)
        )

    def _bm25(self, field: str, term: str, entry: Entry) -> tuple[float, float]:
        """Return (idf, saturation) of a term in an entry; saturation 0 when it is not there."""
        fields = {e.release.id: getattr(e, field) for e in self.entries}
        frequency = sum(any(t == term for t, _, _ in own) for own in fields.values())
        weight = sum(w for t, _, w in fields[entry.release.id] if t == term)
        average = sum(map(len, fields.values())) / len(fields)
        length = LENGTHS[length_codes(np.array([len(fields[entry.release.id])]))]
        found = saturation(np.array([weight]), length, average)[0] if weight else 0.0
        return idf(len(fields), frequency), float(found)

    def _word(self, exact: str, meanings: Collection[str], entry: Entry) -> float:
        shares = [self._bm25("lemma", meaning, entry) for meaning in meanings]
        known = [rarity for (rarity, _), meaning in zip(shares, meanings, strict=True) if self._df("lemma", meaning)]
        own_idf, own = self._bm25("exact", exact, entry)
        share = bonus(exact, meanings) * min(known) if known else own_idf
        return max((rarity * found for rarity, found in shares), default=0.0) + share * own

    def _df(self, field: str, term: str) -> int:
        return sum(any(t == term for t, _, _ in getattr(e, field)) for e in self.entries)

    def _adjoining(self, entry: Entry, field: str, slots: list[set[str]], in_title: bool) -> bool:
        places = [{p for t, p, _ in getattr(entry, field) if t in slot} for slot in slots]
        starts = {p for p in places[0] if all(p + i in places[i] for i in range(1, len(slots)))}
        return any(not in_title or p < BODY_START for p in starts)

    def score(self, node: Node, entry: Entry) -> float | None:
        """Return the score of an entry for a node, None when it does not match."""
        match node:
            case Word(text, (), in_title):
                weight = STOP_WEIGHT if self._stop(node) else 1.0
                if not self._adjoining(entry, "lemma", [set(lemmas(text))], in_title):
                    return None
                return weight * self._word(key(text), lemmas(text), entry)
            case Quote(text, in_title):
                terms = [term for term in analyze(text) if not term.joined]
                if not self._adjoining(entry, "exact", [{term.exact} for term in terms], in_title):
                    return None
                return sum(
                    self._word(t.exact, t.lemmas, entry) * (STOP_WEIGHT if t.exact in stop_words() else 1)
                    for t in terms
                )
            case Prefix(text, in_title):
                held = [p for t, p, _ in entry.exact if t.startswith(key(text))]
                return PREFIX_SCORE if any(not in_title or p < BODY_START for p in held) else None
            case And(parts):
                return self._all(parts, entry, None)
            case Or(parts):
                found = [score for part in parts if (score := self.score(part, entry)) is not None]
                return sum(found) if found else None
            case Not(part):
                return None if self.score(part, entry) is not None else 0.0
        raise AssertionError(f"the oracle has no rule for {node}")

    def _stop(self, node: Node) -> bool:
        return isinstance(node, Word) and not node.in_title and not node.parts and key(node.text) in stop_words()

    def _all(self, parts: tuple[Node, ...], entry: Entry, step: int | None) -> float | None:
        scores = {part: self.score(part, entry) for part in parts}
        stops = [part for part in parts if self._stop(part)]
        words = [part for part in parts if isinstance(part, Word) and part not in stops]
        others = [part for part in parts if part not in words and part not in stops]
        if any(scores[part] is None for part in others):
            return None
        if not words and not any(not isinstance(part, Not) for part in others):
            if stops and all(scores[part] is None for part in stops):
                return None
            return sum(scores[part] or 0.0 for part in parts)
        if sum(scores[part] is not None for part in words) < (len(words) if step is None else step):
            return None
        return sum(scores[part] or 0.0 for part in parts)

    def matching(self, query: Query) -> dict[str, float]:
        """Return id → score of everything that a query's words match, relaxed when too few pass its filters."""
        tree = parse(query.q).tree
        if tree is None:
            return {e.release.id: 0.0 for e in self.entries}
        parts = tree.parts if isinstance(tree, And) else (tree,)
        words = sum(isinstance(part, Word) and not self._stop(part) for part in parts)
        steps = relaxing_steps(words) if query.order == "relevance" else (words,)
        best: tuple[int, dict[str, float]] = (-1, {})
        for step in steps or (0,):
            found = {}
            for entry in self.entries:
                if (score := self._all(parts, entry, step)) is not None:
                    found[entry.release.id] = score * self.factors[entry.release.id]
            passing = sum(self.passes(query, e.release) for e in self.entries if e.release.id in found)
            if passing > best[0]:
                best = (passing, found)
            if passing >= ENOUGH:
                break
        return best[1]

    def passes(self, query: Query, release: Release, but: str | None = None) -> bool:
        """Whether a release passes all filters of a query but the named one."""
        for name, selection in query.selections:
            own = release.sectors if name == "sector" else ((release.source.lower(),) if release.source else ())
            held = set(own) or {None}
            if name != but and (held & selection.exclude or (selection.include and not held & selection.include)):
                return False
        if but == "date":
            return True
        if query.undated:
            return release.date is None
        if query.start or query.end:
            day = release.date
            return (
                day is not None
                and (query.start is None or day >= query.start)
                and (query.end is None or day <= query.end)
            )
        return True

    def sectors(self, query: Query) -> dict[str, int]:
        """Return sector → count over everything that matches and passes all but the sector filter."""
        matching = self.matching(query)
        counts: dict[str, int] = {}
        for entry in self.entries:
            if entry.release.id in matching and self.passes(query, entry.release, but="sector"):
                for sector in entry.release.sectors:
                    counts[sector] = counts.get(sector, 0) + 1
        return counts

    def order(self, query: Query) -> list[str]:
        """Return the ids that match, in the total order of the query."""
        matching = self.matching(query)
        found = [e.release for e in self.entries if e.release.id in matching and self.passes(query, e.release)]
        match query.order:
            case "relevance":
                found.sort(key=lambda r: (-matching[r.id], _age(r), r.id))
            case "-date":
                found.sort(key=lambda r: (_age(r), r.id))
            case "-first_seen":
                found.sort(key=lambda r: (-r.first_seen, _age(r), r.id))
            case _:
                found.sort(key=lambda r: (r.date is None, -_age(r), r.id))
        return [release.id for release in found]


def _age(release: Release) -> int:
    return -(release.date.toordinal() if release.date else 0)
