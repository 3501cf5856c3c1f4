"""The query that was perhaps meant: for a word that hardly any release has, the likest one that many have."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from search.analysis.fields import EXACT, LEMMA
from search.engines.whoosh.highlighting import marked
from search.engines.whoosh.snapshot import DocAddress
from search.query_language.compiler import Asking, is_bare_word
from search.query_language.parser import And, Node, Or, Word
from search.snippets import Slot
from search.uzbek import key, lemmas, readable, script_of, to_cyrillic, to_latin

RARE: Final = 2  # a word in more releases is taken as it stands
_OFTENER: Final = 10  # a word that is there gives way only to one in so many times its releases
_SHORTEST: Final = 4  # letters; a shorter word is like too many
_LONG: Final = 8  # letters from which two may be wrong
_DIGITS: Final = frozenset("0123456789")
# letters that are taken for each other, by ear or by keyboard: a word differing only in them is nearer
_ALIKE: Final = ("xh", "kqg", "gğ", "oöua", "ie", "sşc", "cç", "jy", "vf", "bp", "dt", "zs")
_SOUNDS: Final = str.maketrans(
    {"h": "x", "q": "k", "ğ": "g", "ö": "o", "u": "o", "ş": "s", "ç": "c", "i": "e", "y": None, "ʼ": None}
)


def meant(asking: Asking, tree: Node) -> Node | None:
    """Return the tree with its rare words exchanged for likely ones, None when there is nothing to exchange."""
    parts = tree.parts if isinstance(tree, And | Or) else (tree,)
    changed = [_likelier(asking, part) if is_bare_word(part) else None for part in parts]
    if not any(changed):
        return None
    found = tuple(new or part for new, part in zip(changed, parts, strict=True))
    return type(tree)(found) if isinstance(tree, And | Or) else found[0]


def _likelier(asking: Asking, node: Node) -> Word | None:
    if not isinstance(node, Word) or node.parts:
        return None
    written = key(node.text)
    if len(written) < _SHORTEST or not _DIGITS.isdisjoint(written):
        return None
    asking.deadline.check()
    if any(asking.snapshot.frequency(LEMMA, meaning) > RARE for meaning in lemmas(node.text)):
        return None
    known = asking.keys(node.text)
    own = max((asking.snapshot.frequency(LEMMA, meaning) for meaning in (*known.lemmas, *known.reached)), default=0)
    if own > RARE:
        return None
    likest: tuple[int, int, str] | None = None
    likes = [(*like, lemmas(like[1])) for like in _alike(asking, EXACT, written)]
    likes += [(*like, (like[1],)) for meaning in known.lemmas for like in _alike(asking, LEMMA, meaning)]
    for distance, form, meanings in likes:
        held = max(asking.snapshot.frequency(LEMMA, meaning) for meaning in meanings)
        if held > own * _OFTENER and not set(meanings) & set(known.lemmas):
            candidate = (distance, -held, form)
            likest = candidate if likest is None else min(likest, candidate)
    if likest is None:
        return None
    text = _as_written(asking, likest[2])
    if node.text[:1].isupper():
        text = text[0].upper() + text[1:]
    return Word(to_cyrillic(text) if script_of(node.text) == "cyrl" else text, (), node.in_title)


def _as_written(asking: Asking, form: str) -> str:
    """Return a written form in the spelling that its newest release has, in 1995 Latin; a lemma alone as its key."""
    wanted = ((Slot(exact=frozenset((form,))),),)
    for at, segment in reversed([*enumerate(asking.snapshot.searcher.segments)]):
        term = segment.term(EXACT, form.encode())
        if term is not None and len(term.documents):
            own = next(marked(asking.snapshot, [DocAddress(at, int(term.documents[-1]))], wanted))
            spans = [(own.release.title, span) for span in own.title] + [(own.release.body, span) for span in own.body]
            return next((to_latin(text[low:high]).lower() for text, (low, high) in spans), readable(form))
    return readable(form)


def _alike(asking: Asking, field: str, written: str) -> Iterator[tuple[int, str]]:
    """Yield (distance, word) of a field's words that differ in a letter or two; what sounds alike is nearer."""
    most = 1 if len(written) < _LONG else 2
    sound = written.translate(_SOUNDS)
    firsts = {written[0], *(letter for row in _ALIKE if written[0] in row for letter in row)}
    for segment in asking.snapshot.searcher.segments:
        words = segment.files.fields[field].words
        for first in sorted(firsts):
            forms = [word.decode() for word in words.slice(*words.beginning(first.encode()))]
            for form, distance, _ in extract_iter(written, forms, scorer=OSA.distance, score_cutoff=most):
                if distance and _DIGITS.isdisjoint(form):
                    yield int(distance) + 2 * OSA.distance(sound, form.translate(_SOUNDS)), form
