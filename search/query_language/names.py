"""Names: a word or several that say one thing, known by their lemmas in whatever form or script they are typed."""

from dataclasses import dataclass

from search.analysis.analyzer import Analyzer

Sense = tuple[str, ...]  # the first lemma of each word of a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the table writes it, and the lemmas of each of its words."""

    text: str
    words: tuple[tuple[str, ...], ...]

    @property
    def sense(self) -> Sense:
        """What the name is known by, in whatever form or script it is typed."""
        return tuple(lemmas[0] for lemmas in self.words)


def name_of(text: str, analyzer: Analyzer) -> Name:
    """Return a text as a name."""
    return Name(text, tuple(term.lemmas or (term.exact,) for term in analyzer.analyze(text) if not term.joined))
