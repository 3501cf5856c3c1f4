"""Spell check: for a typed word that hardly any release has, the most similar one that many have."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA
from search.deadline import Deadline
from search.engine import Snapshot, Vocabulary
from search.facets.selection import NO_FILTERS
from search.highlighting import Slot
from search.plan import Term
from search.query_language.compiler import is_bare_word
from search.query_language.parser import And, Node, Or, Word
from search.query_language.term_expansion import expand
from search.uzbek import readable, script_of, to_cyrillic, to_latin

RARE: Final = 2  # releases; a word in more of them is taken as it stands
_OFTENER: Final = 10  # times; a word that is there gives way only to one in so many times its releases
_SHORTEST: Final = 4  # letters; a shorter word is like too many
_LONG: Final = 8  # letters from which two may be wrong
_DIGITS: Final = frozenset("0123456789")
# letters that are taken for each other, by ear or by keyboard: a word differing only in them is nearer
_ALIKE: Final = ("xh", "kqg", "gğ", "oöua", "ie", "sşc", "cç", "jy", "vf", "bp", "dt", "zs")
_SOUNDS: Final = str.maketrans(
    {"h": "x", "q": "k", "ğ": "g", "ö": "o", "u": "o", "ş": "s", "ç": "c", "i": "e", "y": None, "ʼ": None}
)


def correct(tree: Node, snapshot: Snapshot, analyzer: Analyzer, deadline: Deadline) -> Node | None:
    """Return the tree with its rare words exchanged for likely ones, None when there is nothing to exchange.

    Raises TooSlow at the deadline.
    """
    parts = tree.parts if isinstance(tree, And | Or) else (tree,)
    likelier = [
        _likelier(part, snapshot, analyzer, deadline) if is_bare_word(part, analyzer) else None for part in parts
    ]
    if not any(likelier):
        return None
    corrected = tuple(new or part for new, part in zip(likelier, parts, strict=True))
    return type(tree)(corrected) if isinstance(tree, And | Or) else corrected[0]


def _likelier(node: Node, snapshot: Snapshot, analyzer: Analyzer, deadline: Deadline) -> Word | None:
    if not isinstance(node, Word) or node.parts:
        return None
    written = analyzer.key(node.text)
    if len(written) < _SHORTEST or not _DIGITS.isdisjoint(written):
        return None
    deadline.check()
    vocabulary = snapshot.vocabulary
    if any(vocabulary.frequency(LEMMA, meaning) > RARE for meaning in analyzer.lemmas(node.text)):
        return None
    typed = expand(node.text, vocabulary, analyzer)
    typed_frequency = max((vocabulary.frequency(LEMMA, meaning) for meaning in typed.all_lemmas), default=0)
    if typed_frequency > RARE:
        return None
    likeliest: tuple[int, int, str] | None = None
    similar = [(*term, analyzer.lemmas(term[1])) for term in _similar(vocabulary, EXACT, written)]
    similar += [(*term, (term[1],)) for meaning in typed.lemmas for term in _similar(vocabulary, LEMMA, meaning)]
    for distance, form, meanings in similar:
        frequency = max(vocabulary.frequency(LEMMA, meaning) for meaning in meanings)
        if frequency > typed_frequency * _OFTENER and not set(meanings) & set(typed.lemmas):
            candidate = (distance, -frequency, form)
            likeliest = candidate if likeliest is None else min(likeliest, candidate)
    if likeliest is None:
        return None
    text = _as_written(likeliest[2], snapshot, deadline)
    if node.text[:1].isupper():
        text = text[0].upper() + text[1:]
    return Word(to_cyrillic(text) if script_of(node.text) == "cyrl" else text, (), node.in_title)


def _as_written(form: str, snapshot: Snapshot, deadline: Deadline) -> str:
    """Return a written form in the spelling of the newest release that has it, in 1995 Latin; else as its key."""
    newest = snapshot.match(Term(EXACT, form), deadline).rank(NO_FILTERS, "-date", 0, 1)
    for highlighted in snapshot.fetch([release.ref for release in newest], ((Slot(exact=frozenset((form,))),),)):
        release = highlighted.release
        spans = [(release.title, span) for span in highlighted.title] + [(release.body, s) for s in highlighted.body]
        return next((to_latin(text[low:high]).lower() for text, (low, high) in spans), readable(form))
    return readable(form)


def _similar(vocabulary: Vocabulary, field: str, written: str) -> Iterator[tuple[int, str]]:
    """Yield (distance, term) of a field's terms that differ in a letter or two; what sounds alike is nearer."""
    most = 1 if len(written) < _LONG else 2
    sound = written.translate(_SOUNDS)
    firsts = {written[0], *(letter for row in _ALIKE if written[0] in row for letter in row)}
    for first in sorted(firsts):
        terms = vocabulary.starting(field, first)
        for term, distance, _ in extract_iter(written, terms, scorer=OSA.distance, score_cutoff=most):
            if distance and _DIGITS.isdisjoint(term):
                yield int(distance) + 2 * OSA.distance(sound, term.translate(_SOUNDS)), term
