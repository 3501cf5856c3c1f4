"""The explanation of a word: the rules and the lines of the lists that gave it its key and its lemmas."""

from collections.abc import Iterator
from typing import Final

from search.uzbek import data_files
from search.uzbek.apostrophes import settled
from search.uzbek.lemmatizer import Lemmatizer, StemAnalysis, guessed
from search.uzbek.lexicon import Lexicon, closed
from search.uzbek.normalizer import letters, spelled
from search.uzbek.spelling_variants import folded
from search.uzbek.suffix_automaton import NOUN, endings

USER_FILE: Final = "words.txt"  # as a site's table of words is called, in which lines are counted
_STEMS: Final = {
    True: ("nominals.txt", "lexicon_nominals.txt", "lexicon_nominals_rare.txt"),
    False: ("verbs.txt", "lexicon_verbs.txt", "lexicon_verbs_rare.txt"),
}


def steps(word: str, lemmatizer: Lemmatizer) -> tuple[str, ...]:
    """Return what gave a word its key and its lemmas, one step after another, each in a line."""
    key = lemmatizer.key(word)
    return *_key_steps(word, key, lemmatizer.lexicon), *_lemma_steps(key, lemmatizer.lemmas(word), lemmatizer)


def _key_steps(word: str, key: str, lexicon: Lexicon) -> Iterator[str]:
    plain = letters(word)
    if plain != word:
        yield f"letters: {word} → {plain}"
    if folded(plain) != plain:
        yield f"spelling (folds, spellings.txt): {plain} → {folded(plain)}"
    if (once := settled(spelled(word), lexicon)) != spelled(word):
        yield f"tutuq (lexicon): {spelled(word)} → {once}"
    if key != once:
        yield f"once more: {once} → {key}"


def _lemma_steps(word: str, lemmas: tuple[str, ...], lemmatizer: Lemmatizer) -> Iterator[str]:
    if word in lemmatizer.lexicon.forms:
        yield f"{_form_line(word, lemmatizer.lexicon)}: {word} → {', '.join(lemmas)}"
    elif "-" in word.strip("-"):
        yield f"compound: {word} → {', '.join(lemmas)}"
        last = word.rpartition("-")[2]
        if last not in lemmas and word not in lemmas:
            yield from _lemma_steps(last, lemmatizer.lemmas(last), lemmatizer)
    elif word in closed():
        yield f"closed.txt:{data_files.line('closed.txt', word)}: {word} takes no endings"
    elif len(word) <= 2 or not word.replace("ʼ", "").isalpha():
        yield f"as it stands: {word}"
    else:
        yield from _stem_steps(word, lemmas, lemmatizer)


def _stem_steps(word: str, lemmas: tuple[str, ...], lemmatizer: Lemmatizer) -> Iterator[str]:
    if analysis := lemmatizer.known(word):
        yield f"{_stem_line(analysis, lemmatizer.lexicon)}: {_written(analysis)}"
    elif analysis := guessed(word):
        yield f"not in the lexicon; the endings that explain most: {_written(analysis)}"
    else:
        yield f"not in the lexicon, and no endings: {word}"
    if analysis and analysis.lemma != analysis.stem:
        yield f"voice (voices.txt keeps some): {analysis.stem} → {analysis.lemma}"
    if len(lemmas) > 1:
        yield f"a verb of its own as well, or the name of an action: {', '.join(lemmas)}"


def _written(analysis: StemAnalysis) -> str:
    same = analysis.stem == analysis.surface
    stem = analysis.stem if same else f"{analysis.stem} (here {analysis.surface})"
    return " + ".join((f"{stem} {analysis.kind}", *endings(analysis.endings, analysis.surface[-1], analysis.kind)))


def _form_line(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.user.forms:
        return f"{USER_FILE}:{lexicon.user.lines[word]}"
    return f"lemma_exceptions.txt:{data_files.line('lemma_exceptions.txt', word, first=True)}"


def _stem_line(analysis: StemAnalysis, lexicon: Lexicon) -> str:
    if analysis.kind == NOUN and analysis.stem in lexicon.user.stems:
        return f"{USER_FILE}:{lexicon.user.lines[analysis.stem]}"
    for stem in (analysis.stem, analysis.lemma):
        for name in _STEMS[analysis.kind == NOUN]:
            if number := data_files.line(name, stem):
                return f"{name}:{number}"
    return "voice"
