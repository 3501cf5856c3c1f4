"""Why a word has its key and its lemmas: the rules and the lines of the lists that gave them."""

from collections.abc import Iterator
from typing import Final

from search.uzbek import data_files, lexicon
from search.uzbek.apostrophes import settled
from search.uzbek.lemmatizer import Reading, guessed, known, lemmas
from search.uzbek.normalizer import key, letters, spelled
from search.uzbek.spelling_variants import folded
from search.uzbek.suffix_automaton import NOUN, endings

SITE: Final = "words.txt"
_STEMS: Final = {
    True: ("nominals.txt", "lexicon_nominals.txt", "lexicon_nominals_rare.txt"),
    False: ("verbs.txt", "lexicon_verbs.txt", "lexicon_verbs_rare.txt"),
}


def why(word: str) -> tuple[str, ...]:
    """Return what gave a word its key and its lemmas, one step after another, each in a line."""
    return *_key_steps(word), *_lemma_steps(key(word), lemmas(word))


def _key_steps(word: str) -> Iterator[str]:
    plain = letters(word)
    if plain != word:
        yield f"letters: {word} → {plain}"
    if folded(plain) != plain:
        yield f"spelling (folds, spellings.txt): {plain} → {folded(plain)}"
    if (done := settled(spelled(word))) != spelled(word):
        yield f"tutuq (lexicon): {spelled(word)} → {done}"
    if key(word) != done:
        yield f"once more: {done} → {key(word)}"


def _lemma_steps(word: str, found: tuple[str, ...]) -> Iterator[str]:
    if word in lexicon.whole():
        yield f"{_whole_line(word)}: {word} → {', '.join(found)}"
    elif "-" in word.strip("-"):
        yield f"compound: {word} → {', '.join(found)}"
        last = word.rpartition("-")[2]
        if last not in found and word not in found:
            yield from _lemma_steps(last, lemmas(last))
    elif word in lexicon.closed():
        yield f"closed.txt:{data_files.line('closed.txt', word)}: {word} takes no endings"
    elif len(word) <= 2 or not word.replace("ʼ", "").isalpha():
        yield f"as it stands: {word}"
    else:
        yield from _reading_steps(word, found)


def _reading_steps(word: str, found: tuple[str, ...]) -> Iterator[str]:
    if reading := known(word):
        yield f"{_stem_line(reading)}: {_analysis(reading)}"
    elif reading := guessed(word):
        yield f"not in the lexicon; the endings that explain most: {_analysis(reading)}"
    else:
        yield f"not in the lexicon, and no endings: {word}"
    if reading and reading.lemma != reading.stem:
        yield f"voice (voices.txt keeps some): {reading.stem} → {reading.lemma}"
    if len(found) > 1:
        yield f"a verb of its own as well, or the name of an action: {', '.join(found)}"


def _analysis(reading: Reading) -> str:
    stem = reading.stem if reading.stem == reading.seen else f"{reading.stem} (here {reading.seen})"
    return " + ".join((f"{stem} {reading.kind}", *endings(reading.rest, reading.seen[-1], reading.kind)))


def _whole_line(word: str) -> str:
    if word in lexicon.site().whole:
        return f"{SITE}:{lexicon.site().lines[word]}"
    return f"whole.txt:{data_files.line('whole.txt', word, first=True)}"


def _stem_line(reading: Reading) -> str:
    if reading.kind == NOUN and reading.stem in lexicon.site().stems:
        return f"{SITE}:{lexicon.site().lines[reading.stem]}"
    for stem in (reading.stem, reading.lemma):
        for name in _STEMS[reading.kind == NOUN]:
            if number := data_files.line(name, stem):
                return f"{name}:{number}"
    return "voice"
