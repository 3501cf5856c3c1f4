"""The tree of what was typed → Whoosh's query objects that say what search.ranking says, and what to mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whoosh import query

from search.analysis.analyzer import analyze
from search.analysis.fields import BODY_START, EXACT, LEMMA
from search.answer import Reached
from search.deadline import Deadline
from search.engines.whoosh.compat.whoosh_queries import Adjoining, AtLeast, Best, Within, Without
from search.engines.whoosh.snapshot import Snapshot
from search.query_language.parser import And, Node, Not, Or, Prefix, Quote, Word
from search.query_language.synonyms import Name, Sense, Synonyms, name_of
from search.query_language.term_expansion import Keys, keys_of
from search.query_language.typing_variants import reached, way_of
from search.ranking import PREFIX_SCORE, REACHED_WEIGHT, STOP_WEIGHT, bonus, idf
from search.snippets import Slot
from search.uzbek import key, lemmas, readable, stop_words


@dataclass(slots=True)
class Notes:
    """What was learned on the way: sequences to mark, words that reached others, and the leaves that score."""

    wanted: list[tuple[Slot, ...]] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    leaves: list[tuple[str, query.Query]] = field(default_factory=list)


def is_stop_word(node: Node) -> bool:
    """Whether a node is a bare closed-class word, which is never required."""
    return isinstance(node, Word) and not node.parts and not node.in_title and key(node.text) in stop_words()


def is_bare_word(node: Node) -> bool:
    """Whether a node is a word that is required, and may be relaxed."""
    return isinstance(node, Word) and not is_stop_word(node)


class Asking:
    """Makes queries of trees for one snapshot."""

    def __init__(self, snapshot: Snapshot, deadline: Deadline, synonyms: Synonyms) -> None:
        self.snapshot = snapshot
        self.deadline = deadline
        self.synonyms = synonyms
        self.notes = Notes()
        self._longest = max(map(len, synonyms), default=0)
        self._quiet = 0  # inside a NOT nothing is to be marked

    def ask(self, node: Node) -> query.Query:
        """Return the query of a node."""
        self.deadline.check()
        match node:
            case Word():
                return self._named((node,))
            case Quote():
                return self._leaf(f"“{node.text}”", self._quote(node))
            case Prefix():
                return self._leaf(f"{node.text}*", self._prefix(node))
            case And(parts):
                asked = self.all_of(parts)
                return asked.ask(len(asked.words))
            case Or(parts):
                return query.Or([self.ask(part) for part in parts])
            case Not(part):
                self._quiet += 1
                inside = self.ask(part)
                self._quiet -= 1
                return Without(inside)

    def all_of(self, parts: Sequence[Node]) -> "Required":
        """Return what asks for all parts, stop words aside, which only score."""
        stops: list[query.Query] = []
        words: list[query.Query] = []
        for run in self._runs([part for part in parts if isinstance(part, Word)]):
            (stops if len(run) == 1 and is_stop_word(run[0]) else words).append(self._named(run))
        others = [self.ask(part) for part in parts if not isinstance(part, Word)]
        if stops and not words and all(isinstance(part, Not) for part in parts if not isinstance(part, Word)):
            words, stops = [query.Or(stops)], []
        return Required(words, others, stops)

    def _runs(self, words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
        """Yield the words in their order, those together that name one thing which has other names."""
        senses = [_sense(word) for word in words]
        at = 0
        while at < len(words):
            length = 1
            for end in range(min(len(words), at + self._longest), at + 1, -1):
                if sum(senses[at:end], ()) in self.synonyms and len({word.in_title for word in words[at:end]}) == 1:
                    length = end - at
                    break
            yield tuple(words[at : at + length])
            at += length

    def _named(self, run: tuple[Word, ...]) -> query.Query:
        """Ask for a word, or for several that name one thing, and for its other names."""
        own = [self._compound(node) if node.parts else self._word(node) for node in run]
        asked = own[0] if len(own) == 1 else query.And(own)
        typed = " ".join(node.text for node in run)
        sense = sum(map(_sense, run), ())
        names = [name for name in self.synonyms.get(sense, ()) if self._is_held(name)]
        if names:
            typed_rarity = self._name_rarity(name_of(typed))
            asked = Best([asked, *(self._name(name, typed_rarity, in_title=run[0].in_title) for name in names)])
            self._note(Reached(typed, tuple(name.text for name in names), "synonym"))
        return self._leaf(typed, asked)

    def _name(self, name: Name, typed: float, *, in_title: bool) -> query.Query:
        """Ask for a name of the table: its words side by side, in any form; together no rarer than what was typed."""
        weight = REACHED_WEIGHT * (min(1.0, typed / self._name_rarity(name)) if typed else 1.0)
        scored = [self._scored(Keys("", meanings), weight) for meanings in name.words]
        self._mark(tuple(Slot(lemmas=frozenset(meanings)) for meanings in name.words))
        return Within(query.Or(scored), Adjoining(LEMMA, name.words, BODY_START if in_title else None))

    def _name_rarity(self, name: Name) -> float:
        held = [
            [self._rarity(LEMMA, meaning) for meaning in meanings if self.snapshot.frequency(LEMMA, meaning)]
            for meanings in name.words
        ]
        return sum(map(min, filter(None, held)))

    def _is_held(self, name: Name) -> bool:
        return all(any(self.snapshot.frequency(LEMMA, meaning) for meaning in meanings) for meanings in name.words)

    def _word(self, node: Word) -> query.Query:
        keys = self.keys(node.text)
        stop = is_stop_word(node)
        terms = (*keys.lemmas, *keys.reached)
        scored = self._scored(keys, STOP_WEIGHT if stop else 1.0)
        if not stop:
            self._mark((Slot(exact=frozenset((keys.exact, *keys.forms)), lemmas=frozenset(terms)),))
        return Within(scored, Adjoining(LEMMA, [terms], BODY_START)) if node.in_title else scored

    def _compound(self, node: Word) -> query.Query:
        """Ask for a compound written in any way: joined, or as its parts side by side."""
        parts = [self.keys(part) for part in node.parts]
        before = BODY_START if node.in_title else None
        slots = [(*keys.lemmas, *keys.reached) for keys in parts]
        apart = [self._scored(keys, STOP_WEIGHT if keys.exact in stop_words() else 1.0) for keys in parts]
        ways = [Within(query.Or(apart), Adjoining(LEMMA, slots, before))]
        whole = key(node.text)
        for written, meanings in ((whole, lemmas(node.text)), (whole.replace("-", ""), ())):
            joined = Keys(written, tuple(m for m in meanings if not any(m in keys.lemmas for keys in parts)))
            way = self._scored(joined, 1.0)
            ways.append(Within(way, Adjoining(EXACT, [(written,)], before)) if node.in_title else way)
        self._mark(tuple(Slot(lemmas=frozenset(slot)) for slot in slots))
        self._mark((Slot(exact=frozenset((whole.replace("-", ""),))),))
        return Best(ways)

    def _quote(self, node: Quote) -> query.Query:
        """Ask for the written forms side by side; each scores as the word it is."""
        terms = [term for term in analyze(node.text) if not term.joined]
        scored = [
            self._scored(Keys(term.exact, term.lemmas), STOP_WEIGHT if term.exact in stop_words() else 1.0)
            for term in terms
        ]
        self._mark(tuple(Slot(exact=frozenset((term.exact,))) for term in terms))
        slots = [(term.exact,) for term in terms]
        return Within(query.Or(scored), Adjoining(EXACT, slots, BODY_START if node.in_title else None))

    def _prefix(self, node: Prefix) -> query.Query:
        words = self.beginning(node.text)
        begins = _beginnings(key(node.text))
        asked = query.Or([query.Prefix(EXACT, begin) for begin in begins])
        self._mark((Slot(prefixes=tuple(begins)),))
        if words and not words[0].startswith(tuple(begins)):
            asked = query.Or([query.Term(EXACT, word) for word in words])
            self._mark((Slot(exact=frozenset(words)),))
        scored = query.ConstantScoreQuery(asked, PREFIX_SCORE)
        return Within(scored, Adjoining(EXACT, [words], BODY_START)) if node.in_title else scored

    def beginning(self, typed: str) -> list[str]:
        """Return the written forms that begin as typed; where none does, those that may be typed so."""
        start = key(typed)
        words = [word for begin in _beginnings(start) for word in self._beginning(begin)]
        if not words and (way := way_of(typed, start)):
            words = reached(self.snapshot.searcher, EXACT, start, way, prefix=True)
        return words

    def keys(self, typed: str) -> Keys:
        """Return what a typed word stands for; what it reached is noted."""
        found = keys_of(typed, self.snapshot)
        if found.reached:
            self._note(Reached(typed, tuple(map(readable, found.reached)), found.way))
        return found

    def _note(self, reached: Reached) -> None:
        if not self._quiet and reached not in self.notes.reached:
            self.notes.reached.append(reached)

    def _scored(self, keys: Keys, weight: float) -> query.Query:
        """Ask for a word by the formula of search.ranking; its set is that of its lemmas and its written form."""
        known = [meaning for meaning in keys.lemmas if self.snapshot.frequency(LEMMA, meaning)]
        terms = [query.Term(LEMMA, meaning, boost=weight) for meaning in known]
        terms += [query.Term(LEMMA, meaning, boost=weight * REACHED_WEIGHT) for meaning in keys.reached]
        found = [Best(terms) if len(terms) > 1 else terms[0]] if terms else []
        forms = [(keys.exact, bonus(keys.exact, keys.lemmas))]
        forms += [(form, REACHED_WEIGHT * bonus(form, keys.reached)) for form in keys.forms]
        held = [(form, share) for form, share in forms if self.snapshot.frequency(EXACT, form)]
        if held:
            # a joined compound may have no lemma of its own
            rarities = [self._rarity(LEMMA, term.text) for term in terms]
            written = [
                query.Term(
                    EXACT, form, boost=weight * (share * min(rarities) if rarities else self._rarity(EXACT, form))
                )
                for form, share in held
            ]
            found.append(Best(written) if len(written) > 1 else written[0])
        return query.Or(found)

    def _rarity(self, field: str, word: str) -> float:
        return idf(self.snapshot.searcher.documents, self.snapshot.frequency(field, word))

    def _beginning(self, start: str) -> list[str]:
        found: set[str] = set()
        for segment in self.snapshot.searcher.segments:
            words = segment.files.fields[EXACT].words
            found.update(word.decode() for word in words.slice(*words.beginning(start.encode())))
        return sorted(found)

    def _leaf(self, name: str, asked: query.Query) -> query.Query:
        if not self._quiet:
            self.notes.leaves.append((name, asked))
        return asked

    def _mark(self, slots: tuple[Slot, ...]) -> None:
        if not self._quiet and slots not in self.notes.wanted:
            self.notes.wanted.append(slots)


def _sense(word: Word) -> Sense:
    """Return what a typed word is known by in the table of synonyms, as `Name.sense`."""
    return tuple(lemmas(part)[0] for part in word.parts or (word.text,))


@dataclass(frozen=True, slots=True)
class Required:
    """A conjunction: words that may be relaxed, other parts that may not, and stop words that only score."""

    words: list[query.Query]
    others: list[query.Query]
    stops: list[query.Query]

    def ask(self, least: int) -> query.Query:
        """Return the query; fewer than all of the words must match when `least` (1 or more) says so."""
        words = [AtLeast(self.words, least)] if 0 < least < len(self.words) else self.words
        required = [*words, *self.others]
        asked = required[0] if len(required) == 1 else query.And(required)
        return query.AndMaybe(asked, query.Or(self.stops)) if self.stops else asked


def _beginnings(start: str) -> list[str]:
    """Return the keys that a typed beginning may go on as: its last s may be half of a sh, its c of a ch."""
    halves = {"s": "ş", "c": "ç"}
    return [start, start[:-1] + halves[start[-1]]] if start[-1:] in halves else [start]
