"""Spell check: for a typed word that hardly any release has, the most similar one that many have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA
from search.assist.written_forms import WrittenForms
from search.deadline import Deadline
from search.engine import Snapshot, Vocabulary
from search.query_language.compiler import is_bare_word
from search.query_language.parser import And, Node, Or, Word
from search.query_language.term_expansion import expand
from search.uzbek import readable, script_of, to_cyrillic
from search.uzbek.lexicon import rare_nominals

RARE: Final = 2  # releases; a word in more of them is taken as it stands
_OFTENER: Final = 10  # times; a word that is there gives way only to one in so many times its releases
_SHORTEST: Final = 4  # letters; a shorter word is like too many
_LONG: Final = 8  # letters from which two may be wrong
_DIGITS: Final = frozenset("0123456789")
# letters that are taken for each other, by ear or by keyboard: a word differing only in them is nearer
_ALIKE: Final = ("xh", "kqg", "gğ", "oöua", "ie", "sşc", "cç", "jy", "ye", "vf", "bp", "dt", "zs")
_SOUNDS: Final = str.maketrans(
    {"h": "x", "q": "k", "ğ": "g", "ö": "o", "u": "o", "ş": "s", "ç": "c", "i": "e", "y": None, "ʼ": None}
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A tree with its rare words exchanged for likely ones; `sure` of one word alone, which is no word of the language.

    Only a sure one may be answered in place of what was typed.
    """

    tree: Node
    sure: bool


def correct(
    tree: Node, snapshot: Snapshot, analyzer: Analyzer, written_forms: WrittenForms, deadline: Deadline
) -> Correction | None:
    """Return the tree with its rare words exchanged for likely ones, None when there is nothing to exchange.

    A common stem of the language is no misspelling but of x and h, any other of its words only where no release has it.
    Raises TooSlow at the deadline.
    """
    parts = tree.parts if isinstance(tree, And | Or) else (tree,)
    corrected: list[Node] = []
    exchanged: list[str] = []
    for part in parts:
        bare = isinstance(part, Word) and is_bare_word(part, analyzer)
        likelier = _likelier(part, snapshot, analyzer, written_forms, deadline) if bare else None
        corrected.append(likelier or part)
        if likelier and isinstance(part, Word):
            exchanged.append(part.text)
    if not exchanged:
        return None
    sure = len(exchanged) == 1 and not _is_known(exchanged[0], analyzer)
    return Correction(type(tree)(tuple(corrected)) if isinstance(tree, And | Or) else corrected[0], sure)


def _is_common(key: str, analyzer: Analyzer) -> bool:
    """Say whether a key is a stem of the language that running text often shows."""
    return analyzer.lemmatizer.lexicon.knows(key) and key not in rare_nominals()


def _is_known(word: str, analyzer: Analyzer) -> bool:
    """Say whether the language, or the site, has a word in any form."""
    return analyzer.lemmatizer.known(analyzer.key(word)) is not None


def _likelier(
    node: Node, snapshot: Snapshot, analyzer: Analyzer, written_forms: WrittenForms, deadline: Deadline
) -> Word | None:
    if not isinstance(node, Word) or node.parts:
        return None
    written = analyzer.key(node.text)
    if len(written) < _SHORTEST or not _DIGITS.isdisjoint(written):
        return None
    deadline.check()
    vocabulary = snapshot.vocabulary
    if any(vocabulary.frequency(LEMMA, meaning) > RARE for meaning in analyzer.lemmas(node.text)):
        return None
    if vocabulary.frequency(EXACT, written) > RARE:
        return None  # releases in another language write it so
    typed = expand(node.text, vocabulary, analyzer)
    typed_frequency = max((vocabulary.frequency(LEMMA, meaning) for meaning in typed.all_lemmas), default=0)
    if typed_frequency > RARE or (typed_frequency and _is_known(node.text, analyzer)):
        return None
    likeliest: tuple[int, int, str] | None = None
    similar = [(*term, analyzer.lemmas(term[1])) for term in _similar(vocabulary, EXACT, written)]
    similar += [(*term, (term[1],)) for meaning in typed.lemmas for term in _similar(vocabulary, LEMMA, meaning)]
    if _is_common(written, analyzer):
        similar = [row for row in similar if row[1].replace("h", "x") == written.replace("h", "x")]
    for distance, form, meanings in similar:
        frequency = max(vocabulary.frequency(LEMMA, meaning) for meaning in meanings)
        if frequency > typed_frequency * _OFTENER and not set(meanings) & set(typed.lemmas):
            candidate = (distance, -frequency, form)
            likeliest = candidate if likeliest is None else min(likeliest, candidate)
    if likeliest is None:
        return None
    text = written_forms.of(likeliest[2], "latn", snapshot, deadline) or readable(likeliest[2])
    if node.text[:1].isupper():
        text = text[0].upper() + text[1:]
    return Word(to_cyrillic(text) if script_of(node.text) == "cyrl" else text, (), node.in_title)


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
