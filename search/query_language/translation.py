"""Translation: what the Russian and English words of a query mean in Uzbek, as far as one generation has it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import LEMMA
from search.engine import Vocabulary
from search.foreign import ENGLISH, RUSSIAN, closed_words, language_of, telling_words
from search.query_language.glossary import Glossary
from search.query_language.names import Name
from search.query_language.parser import Word
from search.query_language.term_expansion import RARE

_RUSSIAN_LETTERS: Final = re.compile("[ыщЫЩ]")  # which Uzbek Cyrillic lacks


class Translator:
    """Translates words of queries by a glossary, for one generation."""

    def __init__(self, glossary: Glossary, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._glossary = glossary
        self._vocabulary = vocabulary
        self._analyzer = analyzer

    def may_begin(self, word: Word) -> bool:
        """Say whether a name of the glossary begins with a word; of most Uzbek words none does."""
        return self._glossary.may_begin(word.parts[0] if word.parts else word.text)

    def translated(self, run: Sequence[Word]) -> tuple[Name, ...]:
        """Return the Uzbek names that words mean together, those that releases may have, the usual one first.

        None where each of the words is common as it stands, or where they are themselves one of the names.
        """
        if not self.may_begin(run[0]):
            return ()
        texts = texts_of(run)
        names = self._glossary.meanings(texts, self._analyzer)
        if not names or all(map(self._is_common, texts)):
            return ()
        sense = tuple(self._analyzer.lemmas(text)[0] for text in texts)
        return () if any(name.sense == sense for name in names) else tuple(filter(self._is_held, names))

    def closed(self, words: Sequence[Word], runs: Iterable[Sequence[Word]]) -> frozenset[str]:
        """Return the words of a query that are closed-class words of Russian or English, in small letters.

        They count as such only in company: beside words of their language that the glossary knows (`runs` are the words
        as they stand together), that have letters which Uzbek lacks, or that are closed-class words and no Uzbek ones.
        """
        typed = {word.text.lower() for word in words if not _is_latin_abbreviation(word.text)}
        languages = [language for language in (RUSSIAN, ENGLISH) if not typed.isdisjoint(closed_words(language))]
        if not languages:
            return frozenset()
        sure = {language_of(text) for run in runs if self.translated(run) for text in texts_of(run)}
        written = {word.text for word in words}  # as typed: a capital alone is rather an initial
        sure |= {language for language in languages if not written.isdisjoint(telling_words(language))}
        if any(map(_RUSSIAN_LETTERS.search, written)):
            sure.add(RUSSIAN)
        return frozenset(text for language in languages if language in sure for text in typed & closed_words(language))

    def _is_common(self, text: str) -> bool:
        """Say whether Uzbek releases have a word; how often those in other languages write it tells nothing of that."""
        frequency = self._vocabulary.frequency
        return max((frequency(LEMMA, meaning) for meaning in self._analyzer.lemmas(text)), default=0) > RARE

    def _is_held(self, name: Name) -> bool:
        frequency = self._vocabulary.frequency
        return all(any(frequency(LEMMA, meaning) for meaning in meanings) for meanings in name.words)


def _is_latin_abbreviation(text: str) -> bool:
    """Say whether a word is written as WHO and IT are, which are no closed-class words then."""
    return len(text) > 1 and text.isascii() and text.isupper()


def texts_of(run: Iterable[Word]) -> tuple[str, ...]:
    """Return the texts of words, those of a compound one by one."""
    return tuple(part for word in run for part in (word.parts or (word.text,)))
