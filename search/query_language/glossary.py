"""The glossary: what Russian and English words are in Uzbek, known by their stems, at query time only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Final

from search.analysis.analyzer import Analyzer
from search.corpus_tables import GLOSSARY, table_file
from search.errors import BadCorpus
from search.facets.taxonomies import read_countries, read_regions
from search.foreign import stem, stems_of_base
from search.query_language.names import Name, name_of
from search.uzbek import words
from search.uzbek.lexicon import rare_nominals

Words = tuple[str, ...]  # of a Russian or English name: as written in small letters, or their stems
_CACHED: Final = 1 << 13  # words of queries
SURE: Final = 4  # letters; a place's name with a shorter stem is known in its own form only: Того, not тог


@dataclass(frozen=True, slots=True)
class Glossary:
    """The Uzbek names of Russian and English ones, by their written form, and by the stems that all their forms share.

    Stems that several names share (виза, визит) have the meanings of all of them. `longest` is in words; `first` are
    the forms and stems that a name begins with: most words of Uzbek queries are none of them.
    """

    by_form: Mapping[Words, tuple[Name, ...]] = field(default_factory=dict)
    by_stems: Mapping[Words, tuple[Name, ...]] = field(default_factory=dict)
    longest: int = field(init=False)
    first: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = (*self.by_form, *self.by_stems)
        object.__setattr__(self, "longest", max(map(len, names), default=0))
        object.__setattr__(self, "first", frozenset(name[0] for name in names))

    def may_begin(self, text: str) -> bool:
        """Say whether a name begins with a word."""
        return stem(text) in self.first or _written(text) in self.first

    def meanings(self, texts: Sequence[str], analyzer: Analyzer) -> tuple[Name, ...]:
        """Return what words mean together in Uzbek, the usual name first; none where the glossary lacks them.

        A single word that is Uzbek as it stands (тонг, no form of Тонга) means nothing else by its stem.
        """
        if not texts or not self.may_begin(texts[0]):
            return ()
        if (names := self.by_form.get(_form(texts))) is not None:
            return names
        names = self.by_stems.get(tuple(map(stem, texts)), ())
        return () if names and len(texts) == 1 and is_common_uzbek(texts[0], analyzer) else names


def read_glossary(corpus: Path, analyzer: Analyzer) -> Glossary:
    """Read `glossary.txt` of a corpus folder, and add the names of regions and countries. Raises BadCorpus.

    A line is Russian and English names = Uzbek ones, all separated by commas; `#` opens a comment. What is written in
    capitals is known in capitals only (UN is not *un*). A line stands over the names of the other tables.
    """
    by_form: dict[Words, tuple[Name, ...]] = {}
    by_stems: dict[Words, dict[str, Name]] = {}
    for texts, names in _rows(table_file(corpus, GLOSSARY), analyzer):
        by_form[_form(texts)] = names
        if not any(map(_is_abbreviation, texts)):
            for stems in product(*map(stems_of_base, texts)):
                by_stems.setdefault(stems, {}).update((name.text, name) for name in names)
    of_lines = frozenset(by_stems)
    for texts, names in _names_of_places(corpus, analyzer):
        by_form.setdefault(_form(texts), names)
        for stems in product(*map(stems_of_base, texts)):
            if stems not in of_lines and min(map(len, stems)) >= SURE:
                by_stems.setdefault(stems, {name.text: name for name in names})
    known = {stems: tuple(meanings.values()) for stems, meanings in by_stems.items()}
    return Glossary(by_form, known)


def _rows(path: Path, analyzer: Analyzer) -> Iterator[tuple[Words, tuple[Name, ...]]]:
    """Yield the words of each Russian or English name with its Uzbek names."""
    lines: dict[Words, int] = {}
    for number, foreign, uzbek in _lines(path):
        names = tuple(name_of(text, analyzer) for text in uzbek)
        written = [_texts(text) for text in foreign]
        if not names or not written or not all(name.words for name in names) or not all(map(_is_foreign, written)):
            raise BadCorpus(
                f"{path}:{number}: a line is Russian or English names = Uzbek names, separated by commas:"
                " договор, treaty = shartnoma, bitim"
            )
        for texts in written:
            if lines.setdefault(_form(texts), number) != number:
                raise BadCorpus(
                    f"{path}:{number}: {' '.join(texts)!r} stands in line {lines[_form(texts)]} already; leave it in"
                    " one line, with all that it means"
                )
            yield texts, names


def _lines(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield (number, foreign names, Uzbek names) of the lines that say something; none where there is no table."""
    try:
        written = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(written, 1):
        entry = line.split("#", 1)[0].strip()
        if entry:
            foreign, _, uzbek = entry.partition("=")
            yield number, _separated(foreign), _separated(uzbek)


def _separated(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


def _names_of_places(corpus: Path, analyzer: Analyzer) -> Iterator[tuple[Words, tuple[Name, ...]]]:
    """Yield the words of the Russian and English names of regions and countries, each with the Uzbek names."""
    for text, uzbek in (*_regions(corpus), *_countries(corpus)):
        if _is_foreign(texts := _texts(text)):
            yield texts, tuple(name_of(name, analyzer) for name in uzbek)


def _regions(corpus: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for region in read_regions(corpus).values():
        whole = region.labels["uz"]
        for text in region.names:
            if text != whole and text not in region.stems:
                yield text, (whole if " " in text else whole.split()[0],)


def _countries(corpus: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for country in read_countries(corpus).values():
        foreign = (country.labels["ru"], country.labels["en"])
        if uzbek := tuple(dict.fromkeys(name for name in country.names if name not in foreign)):
            yield from ((text, uzbek) for text in foreign)


def _form(texts: Sequence[str]) -> Words:
    return tuple(map(_written, texts))


@lru_cache(_CACHED)
def _written(text: str) -> str:
    return text if _is_abbreviation(text) else text.lower().replace("ё", "е")


def _is_abbreviation(text: str) -> bool:
    return text.isupper() and text.isalpha() and len(text) > 1


def _is_foreign(texts: Sequence[str]) -> bool:
    """Say whether a name is one of Russian or English words, which have stems."""
    return bool(texts) and all(map(stem, texts))


def is_common_uzbek(text: str, analyzer: Analyzer) -> bool:
    """Say whether a word as it stands is a common one of the language's lexicon."""
    key = analyzer.key(text)
    return key in analyzer.lemmatizer.lexicon.nominals and key not in rare_nominals()


def _texts(text: str) -> Words:
    return tuple(token.text for token in words(text) if not token.joined)
