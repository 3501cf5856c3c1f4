"""Foreign names: the values of closed facets by their Russian and English names in any form, for filter names."""

from collections.abc import Iterator, Sequence
from itertools import product

from search.analysis.analyzer import Analyzer
from search.foreign import stem, stems_of_base
from search.query_language.glossary import SURE, Glossary, Words, is_common_uzbek
from search.uzbek import words

Named = tuple[str, str]  # facet, value


class ForeignNames:
    """Names in Russian and English by their stems, so that any form finds them; `add` comes before `named`."""

    def __init__(self, glossary: Glossary, analyzer: Analyzer) -> None:
        self._glossary = glossary
        self._analyzer = analyzer
        self._by_stems: dict[Words, list[Named]] = {}
        self._first: set[str] = set()  # the stems that names begin with

    def add(self, texts: Words, named: Named) -> None:
        """Let words name a value, when all of them are Russian or English by their letters."""
        if not texts or not all(map(stem, texts)):
            return
        for stems in product(*map(stems_of_base, texts)):
            if min(map(len, stems)) >= SURE and named not in (values := self._by_stems.setdefault(stems, [])):
                values.append(named)
                self._first.add(stems[0])

    def named(self, texts: Sequence[str]) -> Sequence[Named]:
        """Return the values that words name together; a single word that is Uzbek as it stands names none."""
        if not texts or stem(texts[0]) not in self._first:
            return ()
        named = self._by_stems.get(tuple(map(stem, texts)), ())
        return () if named and len(texts) == 1 and is_common_uzbek(texts[0], self._analyzer) else named

    def meanings(self, texts: Sequence[str]) -> Iterator[Words]:
        """Yield the words of each Uzbek name that the glossary has for words, the usual one first."""
        for name in self._glossary.meanings(texts, self._analyzer):
            yield tuple(token.text for token in words(name.text) if not token.joined)
