"""Compiler: a syntax tree and a generation's vocabulary to the plan that scores as `search.ranking` says.

Beside the plan it gives what the plan cannot say: the sequences to highlight, the words that were expanded, and the
leaves, whose scores add up to that of the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from search import plan
from search.analysis.analyzer import Analyzer
from search.analysis.fields import BODY_START, EXACT, LEMMA
from search.answer import Reached
from search.deadline import Deadline
from search.engine import Vocabulary
from search.errors import TooSlow
from search.highlighting import Slot
from search.plan import Plan
from search.query_language.act_references import ActReference, act_at, act_plan
from search.query_language.compiled import NOTHING, Compiled, Leaf, all_of
from search.query_language.names import Name, Sense, name_of
from search.query_language.parser import And, FilterTerm, Node, Not, Or, Prefix, Quote, Word
from search.query_language.synonyms import Synonyms
from search.query_language.term_expansion import Expansion, beginnings, expand, terms_beginning
from search.query_language.translation import Translator
from search.query_language.word_scoring import WordScorer
from search.ranking import PREFIX_SCORE, REACHED_WEIGHT, STOP_WEIGHT
from search.uzbek import is_initial, readable, stop_words

MOST_IN_TITLES: Final = 20_000  # words with one beginning that titles are looked through for: each is a term by itself


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
    _scorer: WordScorer = field(init=False)

    def __post_init__(self) -> None:
        self._scorer = WordScorer(self.vocabulary)
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
                return all_of((*words, *others), tuple(forbidden), tuple(stops))
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
            if translated and compiled == NOTHING:
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
        names = [name for name in others if self._scorer.holds(name)]
        if names:
            typed_rarity = self._scorer.rarity(name_of(typed, self.analyzer))
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
        usual = min(map(self._scorer.rarity, names), default=0.0)  # a rarer name is worth no more than the usual one
        ways = [self._name(name, usual, in_title=run[0].in_title) for name in names]
        reached = [name.text for name in names]
        content = [(node, part) for node, part in zip(run, plans, strict=True) if not self._is_stop_word(node)]
        if len(run) > 1 and all(part != NOTHING or self._translator.translated((node,)) for node, part in content):
            apart = [self._translated((node,), (part,)) for node, part in content]
            ways.append(plan.All(tuple(part for part, _ in apart)))
            reached += [text for _, texts in apart for text in texts]
        typed = plans[0] if len(plans) == 1 else plan.All(tuple(plans))
        return plan.Best((typed, *ways)), tuple(dict.fromkeys(reached))

    def _is_stop_word(self, node: Word) -> bool:
        return is_stop_word(node, self.analyzer) or node.text.lower() in self.closed

    def _name(self, name: Name, typed: float, *, in_title: bool) -> Plan:
        """Compile a synonym: its words side by side, in any form; together no rarer than what was typed."""
        weight = REACHED_WEIGHT * (min(1.0, typed / self._scorer.rarity(name)) if typed else 1.0)
        scored = tuple(self._scorer.scored(Expansion("", meanings), weight) for meanings in name.words)
        self._highlight(tuple(Slot(lemmas=frozenset(meanings)) for meanings in name.words))
        return plan.Filtered(plan.Any(scored), plan.Phrase(LEMMA, name.words, BODY_START if in_title else None))

    def _word(self, node: Word) -> Plan:
        word = self._expand(node.text)
        stop = self._is_stop_word(node)
        scored = self._scorer.scored(word, STOP_WEIGHT if stop else 1.0)
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
        apart = [self._scorer.scored(part, STOP_WEIGHT if part.exact in stop_words() else 1.0) for part in parts]
        ways: list[Plan] = [plan.Filtered(plan.Any(tuple(apart)), plan.Phrase(LEMMA, slots, before))]
        whole = self.analyzer.key(node.text)
        for written, meanings in ((whole, self.analyzer.lemmas(node.text)), (whole.replace("-", ""), ())):
            joined = Expansion(written, tuple(m for m in meanings if not any(m in part.lemmas for part in parts)))
            way = self._scorer.scored(joined, 1.0)
            ways.append(plan.Filtered(way, plan.Phrase(EXACT, ((written,),), before)) if node.in_title else way)
        self._highlight(tuple(Slot(lemmas=frozenset(slot)) for slot in slots))
        self._highlight((Slot(exact=frozenset((whole.replace("-", ""),))),))
        return plan.Best(tuple(ways))

    def _act(self, act: ActReference, *, in_title: bool) -> Plan:
        """Compile an act."""
        before = BODY_START if in_title else None
        compiled, highlights = act_plan(act, self.vocabulary, self._scorer.idf(LEMMA, act.number), before)
        for slots in highlights:
            self._highlight(slots)
        return compiled

    def _quote(self, node: Quote) -> Plan:
        """Compile the written forms side by side; each scores as the word it is."""
        terms = [term for term in self.analyzer.analyze(node.text) if not term.joined]
        if not terms:
            return plan.Any(())  # letters that no word of ours has: no release holds them side by side
        scored = tuple(
            self._scorer.scored(Expansion(term.exact, term.lemmas), STOP_WEIGHT if term.exact in stop_words() else 1.0)
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

    def _sense(self, word: Word) -> Sense:
        """Return what a typed word is known by in the table of synonyms, as `Name.sense`."""
        return tuple(self.analyzer.lemmas(part)[0] for part in word.parts or (word.text,))

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
