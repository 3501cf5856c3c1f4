"""Compiler: a syntax tree and a generation's vocabulary to the plan that scores as `search.ranking` says.

Beside the plan it gives what the plan cannot say: the sequences to highlight, the words that were expanded, and the
leaves, whose scores add up to that of the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from search import plan
from search.analysis.analyzer import Analyzer
from search.analysis.fields import BODY_START, EXACT, LEMMA, SOURCE
from search.answer import Reached
from search.deadline import Deadline
from search.engine import Vocabulary
from search.errors import TooSlow
from search.highlighting import Highlights, Slot
from search.plan import Plan
from search.query_language.act_references import ActReference, act_at, act_plan
from search.query_language.names import Name, Sense, name_of
from search.query_language.parser import And, FilterTerm, Node, Not, Or, Prefix, Quote, Word
from search.query_language.synonyms import Synonyms
from search.query_language.term_expansion import Expansion, beginnings, expand, terms_beginning
from search.query_language.translation import Translator
from search.ranking import PREFIX_SCORE, REACHED_WEIGHT, SOURCE_WEIGHT, STOP_WEIGHT, bonus, idf
from search.uzbek import is_initial, readable, stop_words

MOST_IN_TITLES: Final = 20_000  # words with one beginning that titles are looked through for: each is a term by itself
_NOTHING: Final = plan.Any(())


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, quote or prefix as typed, and the plan that scores it."""

    typed: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a tree was compiled to.

    `words` may be relaxed, `others` must match, `forbidden` must not, `stops` (closed-class words) only score.
    `highlights` are the sequences to highlight, `reached` the words that were expanded, `closed` the closed-class words
    of Russian and English among the typed ones, in small letters. `unheld` are words that no release has,
    in a query of another language which the glossary knows in part.
    """

    words: tuple[Plan, ...]
    others: tuple[Plan, ...]
    forbidden: tuple[Plan, ...]
    stops: tuple[Plan, ...]
    highlights: Highlights
    reached: tuple[Reached, ...]
    leaves: tuple[Leaf, ...]
    closed: frozenset[str]
    unheld: tuple[str, ...]

    def plan(self, least: int = 0) -> Plan:
        """Return the plan; when `least` is given, so many of the words must match instead of all."""
        words = (plan.AtLeast(self.words, least),) if 0 < least < len(self.words) else self.words
        return _all((*words, *self.others), self.forbidden, self.stops)

    def held(self) -> "Compiled":
        """Return what is left without the words of another language that no release has, if anything is."""
        words = tuple(word for word in self.words if word != _NOTHING)
        return replace(self, words=words) if self.unheld and words else replace(self, unheld=())

    def partial(self, least: int) -> Plan:
        """Return the plan for so many of the words and not all of them."""
        words = plan.AtLeast(self.words, least)
        return _all((words, *self.others), (*self.forbidden, plan.All(self.words)), self.stops)


def is_stop_word(node: Node, analyzer: Analyzer) -> bool:
    """Say whether a node is a bare closed-class word or an initial, which is never required."""
    if not isinstance(node, Word) or node.parts or node.in_title:
        return False
    key = analyzer.key(node.text)
    return key in stop_words() or is_initial(key)


def is_bare_word(node: Node, analyzer: Analyzer) -> bool:
    """Say whether a node is a word that is required, and may be relaxed."""
    return isinstance(node, Word) and not is_stop_word(node, analyzer)


def compile_tree(
    tree: Node,
    vocabulary: Vocabulary,
    synonyms: Synonyms,
    analyzer: Analyzer,
    deadline: Deadline,
    dates: frozenset[Word] = frozenset(),
) -> Compiled:
    """Compile a tree; raises TooSlow at the deadline.

    The tree has no filters among its words. `dates` are words that say days: they are not highlighted, and those
    without a number are never required.
    """
    compiler = _Compiler(vocabulary, synonyms, analyzer, deadline, dates)
    words, others, forbidden, stops = compiler.conjunction(tree.parts if isinstance(tree, And) else (tree,))
    return Compiled(
        tuple(words),
        tuple(others),
        tuple(forbidden),
        tuple(stops),
        tuple(compiler.highlights),
        tuple(compiler.reached),
        tuple(compiler.leaves),
        compiler.closed,
        tuple(compiler.unheld),
    )


Conjunction = tuple[list[Plan], list[Plan], list[Plan], list[Plan]]  # words, other parts, forbidden parts, stop words


@dataclass(slots=True)
class _Compiler:
    """One compilation: makes plans of nodes and gathers what is highlighted, expanded and scored on the way."""

    vocabulary: Vocabulary
    synonyms: Synonyms
    analyzer: Analyzer
    deadline: Deadline
    dates: frozenset[Word] = frozenset()
    highlights: list[tuple[Slot, ...]] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    closed: frozenset[str] = frozenset()  # closed-class words of another language, in small letters
    unheld: list[str] = field(default_factory=list)
    _translator: Translator = field(init=False)

    def __post_init__(self) -> None:
        self._translator = Translator(self.synonyms.glossary, self.vocabulary, self.analyzer)

    def compile(self, node: Node) -> Plan:
        """Return the plan of a node."""
        self.deadline.check()
        match node:
            case Word():
                return self._named((node,))
            case Quote():
                return self._leaf(f"“{node.text}”", self._quote(node))
            case Prefix():
                return self._leaf(f"{node.text}*", self._prefix(node))
            case And(parts):
                words, others, forbidden, stops = self.conjunction(parts)
                return _all((*words, *others), tuple(forbidden), tuple(stops))
            case Or(parts):
                return plan.Any(tuple(self.compile(part) for part in parts))
            case Not(part):
                return plan.All((), (self._forbidden(part),))
            case FilterTerm():
                raise TypeError(f"a filter is no word: {node}")

    def conjunction(self, parts: Sequence[Node]) -> Conjunction:
        """Return the plans of parts that are joined by AND; stop words only score, unless there is nothing else."""
        stops: list[Plan] = []
        words: list[Plan] = []
        typed = [part for part in parts if isinstance(part, Word)]
        runs = list(self._runs(typed))
        self.closed |= self._translator.closed(typed, runs)
        translated = any(map(self._translator.translated, runs))
        for run in runs:
            compiled = self._named(run)
            if translated and compiled == _NOTHING:
                self.unheld.append(_typed(run))
            (stops if len(run) == 1 and self._is_optional(run[0]) else words).append(compiled)
        others, forbidden = [], []
        for part in parts:
            if isinstance(part, Not):
                self.deadline.check()
                forbidden.append(self._forbidden(part.part))
            elif not isinstance(part, Word):
                others.append(self.compile(part))
        if stops and not words and not others:
            words, stops = [plan.Any(tuple(stops))], []
        return words, others, forbidden, stops

    def _is_optional(self, word: Word) -> bool:
        return self._is_stop_word(word) or (word in self.dates and not any(map(str.isdigit, word.text)))

    def _forbidden(self, node: Node) -> Plan:
        """Return the plan of what must not match: nothing of it is highlighted or scored."""
        return _Compiler(self.vocabulary, self.synonyms, self.analyzer, self.deadline).compile(node)

    def _runs(self, words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
        """Yield the words in their order, those together that name one act, or one thing which has other names."""
        senses = [self._sense(word) for word in words]
        at = 0
        while at < len(words):
            foreign = self._translator.may_begin(words[at])
            longest = max(self.synonyms.longest, self.synonyms.glossary.longest if foreign else 0)
            length = 1
            if act := act_at(words, at, self.analyzer):
                yield tuple(words[at : at + act.length])
                at += act.length
                continue
            for end in range(min(len(words), at + longest), at + 1, -1):
                run = words[at:end]
                named = self.synonyms.others(sum(senses[at:end], ()), _typed(run))
                if (named or (foreign and self._translator.translated(run))) and len({w.in_title for w in run}) == 1:
                    length = end - at
                    break
            yield tuple(words[at : at + length])
            at += length

    def _named(self, run: tuple[Word, ...]) -> Plan:
        """Compile a word, or several that name one thing, with its other names."""
        if (act := act_at(run, 0, self.analyzer)) and act.length == len(run):
            return self._leaf(_typed(run), self._act(act, in_title=run[0].in_title))
        shown = len(self.highlights)
        plans = [self._compound(node) if node.parts else self._word(node) for node in run]
        if self.dates.issuperset(run):
            del self.highlights[shown:]
        compiled = plans[0] if len(plans) == 1 else plan.All(tuple(plans))
        typed = _typed(run)
        others = self.synonyms.others(sum(map(self._sense, run), ()), typed)
        names = [name for name in others if self._is_held(name)]
        if names:
            typed_rarity = self._name_rarity(name_of(typed, self.analyzer))
            in_title = run[0].in_title
            compiled = plan.Best((compiled, *(self._name(name, typed_rarity, in_title=in_title) for name in names)))
            self._note(Reached(typed, tuple(name.text for name in names), "synonym"))
        elif self._translator.translated(run):
            compiled, reached = self._translated(run, plans)
            self._note(Reached(typed, reached, "glossary"))
        return self._leaf(typed, compiled)

    def _translated(self, run: Sequence[Word], plans: Sequence[Plan]) -> tuple[Plan, tuple[str, ...]]:
        """Compile Russian or English words with what they mean in Uzbek, which is returned as well.

        Several that mean something together match one by one too, where each means something or is held as it stands.
        """
        names = self._translator.translated(run)
        usual = min(map(self._name_rarity, names), default=0.0)  # a rarer name is worth no more than the usual one
        ways = [self._name(name, usual, in_title=run[0].in_title) for name in names]
        reached = [name.text for name in names]
        content = [(node, part) for node, part in zip(run, plans, strict=True) if not self._is_stop_word(node)]
        if len(run) > 1 and all(part != _NOTHING or self._translator.translated((node,)) for node, part in content):
            apart = [self._translated((node,), (part,)) for node, part in content]
            ways.append(plan.All(tuple(part for part, _ in apart)))
            reached += [text for _, texts in apart for text in texts]
        typed = plans[0] if len(plans) == 1 else plan.All(tuple(plans))
        return plan.Best((typed, *ways)), tuple(dict.fromkeys(reached))

    def _is_stop_word(self, node: Word) -> bool:
        return is_stop_word(node, self.analyzer) or node.text.lower() in self.closed

    def _name(self, name: Name, typed: float, *, in_title: bool) -> Plan:
        """Compile a synonym: its words side by side, in any form; together no rarer than what was typed."""
        weight = REACHED_WEIGHT * (min(1.0, typed / self._name_rarity(name)) if typed else 1.0)
        scored = tuple(self._scored(Expansion("", meanings), weight) for meanings in name.words)
        self._highlight(tuple(Slot(lemmas=frozenset(meanings)) for meanings in name.words))
        return plan.Filtered(plan.Any(scored), plan.Phrase(LEMMA, name.words, BODY_START if in_title else None))

    def _name_rarity(self, name: Name) -> float:
        rarities = [
            [self._idf(LEMMA, meaning) for meaning in meanings if self.vocabulary.frequency(LEMMA, meaning)]
            for meanings in name.words
        ]
        return sum(map(min, filter(None, rarities)))

    def _is_held(self, name: Name) -> bool:
        return all(any(self.vocabulary.frequency(LEMMA, meaning) for meaning in meanings) for meanings in name.words)

    def _word(self, node: Word) -> Plan:
        word = self._expand(node.text)
        stop = self._is_stop_word(node)
        scored = self._scored(word, STOP_WEIGHT if stop else 1.0)
        if not stop:
            forms = frozenset((word.exact, *word.variant_forms))
            self._highlight((Slot(exact=forms, lemmas=frozenset(word.all_lemmas)),))
        if not node.in_title:
            return scored
        by_lemma = plan.Phrase(LEMMA, (word.all_lemmas,), BODY_START)
        held = tuple(form for form in (word.exact, *word.variant_forms) if self.vocabulary.frequency(EXACT, form))
        if not held:
            return plan.Filtered(scored, by_lemma)
        return plan.Filtered(scored, plan.Any((by_lemma, plan.Phrase(EXACT, (held,), BODY_START))))

    def _compound(self, node: Word) -> Plan:
        """Compile a compound written in any way: joined, or as its parts side by side."""
        parts = [self._expand(part) for part in node.parts]
        before = BODY_START if node.in_title else None
        slots = tuple(part.all_lemmas for part in parts)
        apart = [self._scored(part, STOP_WEIGHT if part.exact in stop_words() else 1.0) for part in parts]
        ways: list[Plan] = [plan.Filtered(plan.Any(tuple(apart)), plan.Phrase(LEMMA, slots, before))]
        whole = self.analyzer.key(node.text)
        for written, meanings in ((whole, self.analyzer.lemmas(node.text)), (whole.replace("-", ""), ())):
            joined = Expansion(written, tuple(m for m in meanings if not any(m in part.lemmas for part in parts)))
            way = self._scored(joined, 1.0)
            ways.append(plan.Filtered(way, plan.Phrase(EXACT, ((written,),), before)) if node.in_title else way)
        self._highlight(tuple(Slot(lemmas=frozenset(slot)) for slot in slots))
        self._highlight((Slot(exact=frozenset((whole.replace("-", ""),))),))
        return plan.Best(tuple(ways))

    def _act(self, act: ActReference, *, in_title: bool) -> Plan:
        """Compile an act."""
        before = BODY_START if in_title else None
        compiled, highlights = act_plan(act, self.vocabulary, self._idf(LEMMA, act.number), before)
        for slots in highlights:
            self._highlight(slots)
        return compiled

    def _quote(self, node: Quote) -> Plan:
        """Compile the written forms side by side; each scores as the word it is."""
        terms = [term for term in self.analyzer.analyze(node.text) if not term.joined]
        if not terms:
            return plan.Any(())  # letters that no word of ours has: no release holds them side by side
        scored = tuple(
            self._scored(Expansion(term.exact, term.lemmas), STOP_WEIGHT if term.exact in stop_words() else 1.0)
            for term in terms
        )
        self._highlight(tuple(Slot(exact=frozenset((term.exact,))) for term in terms))
        slots = tuple((term.exact,) for term in terms)
        return plan.Filtered(plan.Any(scored), plan.Phrase(EXACT, slots, BODY_START if node.in_title else None))

    def _prefix(self, node: Prefix) -> Plan:
        begins = beginnings(self.analyzer.key(node.text))
        self._highlight((Slot(prefixes=begins),))
        terms: tuple[str, ...] | None = None
        parts: tuple[Plan, ...] = tuple(plan.Prefix(EXACT, begin) for begin in begins)
        if node.in_title or not any(self.vocabulary.begins(EXACT, begin) for begin in begins):
            terms = tuple(terms_beginning(node.text, self.vocabulary, self.analyzer))
            if terms and not terms[0].startswith(begins):
                parts = tuple(plan.Term(EXACT, term) for term in terms)
                self._highlight((Slot(exact=frozenset(terms)),))
            if node.in_title and len(terms) > MOST_IN_TITLES:
                raise TooSlow(
                    f"{len(terms):,} words begin with “{node.text}”, and titles are looked through for at most "
                    f"{MOST_IN_TITLES:,}; type more letters"
                )
        scored = plan.Constant(plan.Any(parts), PREFIX_SCORE)
        return plan.Filtered(scored, plan.Phrase(EXACT, (terms or (),), BODY_START)) if node.in_title else scored

    def _expand(self, typed: str) -> Expansion:
        word = expand(typed, self.vocabulary, self.analyzer)
        if word.variant_lemmas:
            self._note(Reached(typed, tuple(map(readable, word.variant_lemmas)), word.variant))
        return word

    def _scored(self, word: Expansion, weight: float) -> Plan:
        """Compile a word by the formula of search.ranking; it matches what holds its lemmas or its written form."""
        frequency, idf_of = self.vocabulary.frequency, self._idf
        meanings = [(meaning, idf_of(LEMMA, meaning), 1.0) for meaning in word.lemmas if frequency(LEMMA, meaning)]
        meanings += [(meaning, idf_of(LEMMA, meaning), REACHED_WEIGHT) for meaning in word.variant_lemmas]
        terms = tuple(plan.Term(LEMMA, meaning, rarity * (weight * share)) for meaning, rarity, share in meanings)
        parts: list[Plan] = [_best(terms)] if terms else []
        forms = [(word.exact, bonus(word.exact, word.lemmas))]
        forms += [(form, REACHED_WEIGHT * bonus(form, word.variant_lemmas)) for form in word.variant_forms]
        held = [(form, share) for form, share in forms if frequency(EXACT, form)]
        if held:
            least = min((rarity for _, rarity, _ in meanings), default=None)
            parts.append(
                _best(
                    tuple(
                        # a joined compound may have no lemma of its own
                        plan.Term(EXACT, form, weight * (idf_of(EXACT, form) if least is None else share * least))
                        for form, share in held
                    )
                )
            )
        named = [(meaning, 1.0) for meaning in word.lemmas if frequency(SOURCE, meaning)]
        named += [(meaning, REACHED_WEIGHT) for meaning in word.variant_lemmas if frequency(SOURCE, meaning)]
        if named:
            parts.append(_best(tuple(self._in_source(meaning, weight * share) for meaning, share in named)))
        return plan.Any(tuple(parts))

    def _in_source(self, meaning: str, weight: float) -> plan.Term:
        """Return the term for a word of a source's name; no rarer than the word is in texts."""
        rarity = self._idf(SOURCE, meaning)
        if self.vocabulary.frequency(LEMMA, meaning):
            rarity = min(rarity, self._idf(LEMMA, meaning))
        return plan.Term(SOURCE, meaning, rarity * weight * SOURCE_WEIGHT)

    def _sense(self, word: Word) -> Sense:
        """Return what a typed word is known by in the table of synonyms, as `Name.sense`."""
        return tuple(self.analyzer.lemmas(part)[0] for part in word.parts or (word.text,))

    def _idf(self, name: str, term: str) -> float:
        return idf(self.vocabulary.documents, self.vocabulary.frequency(name, term))

    def _note(self, reached: Reached) -> None:
        if reached not in self.reached:
            self.reached.append(reached)

    def _leaf(self, typed: str, compiled: Plan) -> Plan:
        self.leaves.append(Leaf(typed, compiled))
        return compiled

    def _highlight(self, slots: tuple[Slot, ...]) -> None:
        if slots not in self.highlights:
            self.highlights.append(slots)


def _typed(run: Sequence[Word]) -> str:
    return " ".join(node.text for node in run)


def _all(parts: tuple[Plan, ...], forbidden: tuple[Plan, ...], stops: tuple[Plan, ...]) -> Plan:
    if len(parts) == 1 and not forbidden and not stops:
        return parts[0]
    return plan.All(parts, forbidden, (plan.Any(stops),) if stops else ())


def _best(terms: tuple[plan.Term, ...]) -> Plan:
    return plan.Best(terms) if len(terms) > 1 else terms[0]
