"""Act references: words of a query that name an act by its number, however it is written: PQ-532, PQ532, 532-sonli."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search import plan
from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA
from search.engine import Vocabulary
from search.highlighting import Slot
from search.plan import Plan
from search.query_language.parser import Word
from search.ranking import REACHED_WEIGHT

# The kinds of acts of Uzbekistan, as keys: what each is called before its number, in Uzbek and in Russian.
KINDS: Final = (
    ("pq", "pp"),  # Prezident qarori, постановление Президента
    ("pf", "up"),  # Prezident farmoni, указ Президента
    ("vmq", "pkm"),  # Vazirlar Mahkamasining qarori, постановление Кабинета Министров
    ("örq", "zru"),  # qonun, закон
)
NUMBERED: Final = ("son", "sonli")  # lemmas of what stands behind the number of an act
_KIND_OF: Final = {name: kind for kind in KINDS for name in kind}
_NUMBER: Final = re.compile(r"\d{1,5}")
_TOGETHER: Final = re.compile(rf"({'|'.join(_KIND_OF)})(\d{{1,5}})")
_LONGEST: Final = 3  # words: PQ 532 son


@dataclass(frozen=True, slots=True)
class ActReference:
    """An act: its number, and what its kind is called, nothing where only the number was typed; `length` in words."""

    number: str
    kind: tuple[str, ...]
    length: int

    @property
    def kinds(self) -> tuple[str, ...]:
        """What may stand before the number: of a bare one every kind."""
        return self.kind or tuple(_KIND_OF)

    @property
    def other_kinds(self) -> tuple[str, ...]:
        """What stands before the number of another act."""
        return tuple(name for name in _KIND_OF if name not in self.kinds)


def act_at(words: Sequence[Word], at: int, analyzer: Analyzer) -> ActReference | None:
    """Return the act that the words of a query name from one of them on, None when they name none."""
    if not any(map(str.isdigit, "".join(word.text for word in words[at : at + 2]))):
        return None
    found = None
    parts: list[str] = []
    for length, word in enumerate(words[at : at + _LONGEST], 1):
        parts += [analyzer.key(part) for part in word.parts or (word.text,)]
        if reference := _read(parts, length, analyzer):
            found = reference
    return found


def _read(parts: Sequence[str], length: int, analyzer: Analyzer) -> ActReference | None:
    if together := _TOGETHER.fullmatch(parts[0]):
        parts = [*together.groups(), *parts[1:]]
    kind = _KIND_OF.get(parts[0], ())
    numbered = parts[1:] if kind else parts
    behind = numbered[1:]
    if not numbered or not _NUMBER.fullmatch(numbered[0]) or len(behind) > 1 or not (kind or behind):
        return None
    if behind and not set(NUMBERED).intersection(analyzer.lemmas(behind[0])):
        return None
    return ActReference(numbered[0], kind, length)


def act_plan(
    act: ActReference, vocabulary: Vocabulary, rarity: float, before: int | None
) -> tuple[Plan, tuple[tuple[Slot, ...], ...]]:
    """Return the plan of an act, and the sequences that it highlights.

    Its kind and number match in any spelling; the number alone, worth less, where no other act of that number is named.
    `rarity` is the number's inverse document frequency, `before` as in `search.plan.Phrase`.
    """
    kind_and_number, number_alone = (act.kinds, (act.number,)), ((act.number,), NUMBERED)
    forms = _together(act.number, act.kinds, vocabulary)
    bare: Plan = plan.Phrase(LEMMA, number_alone, before)
    if others := act.other_kinds:
        joined = (plan.Term(EXACT, form, 0) for form in _together(act.number, others, vocabulary))
        bare = plan.All((bare,), (plan.Phrase(LEMMA, (others, (act.number,))), *joined))
    ways: list[Plan] = [
        plan.Filtered(plan.Term(LEMMA, act.number, rarity), plan.Phrase(LEMMA, kind_and_number, before)),
        plan.Filtered(plan.Term(LEMMA, act.number, rarity * REACHED_WEIGHT), bare),
        # releases in another language have no lemmas; of an Uzbek one the first way is the better
        plan.Filtered(
            plan.Term(EXACT, act.number, rarity * REACHED_WEIGHT), plan.Phrase(EXACT, kind_and_number, before)
        ),
    ]
    for form in forms:
        term = plan.Term(EXACT, form, rarity)
        ways.append(term if before is None else plan.Filtered(term, plan.Phrase(EXACT, ((form,),), before)))
    sequences = (
        tuple(Slot(exact=frozenset(slot), lemmas=frozenset(slot)) for slot in kind_and_number),
        tuple(Slot(lemmas=frozenset(slot)) for slot in number_alone),
    )
    return plan.Best(tuple(ways)), (*sequences, (Slot(exact=frozenset(forms)),))


def _together(number: str, kinds: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the written forms of the vocabulary that have kind and number in one: pq532, pq532-son."""
    starts = [f"{kind}{number}" for kind in kinds]
    return tuple(
        form
        for start in starts
        for form in vocabulary.starting(EXACT, start)
        if not form[len(start) : len(start) + 1].isdigit()
    )
