"""Names of one thing: what a search takes for each other, at query time only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.analysis.analyzer import Analyzer
from search.corpus_tables import SYNONYMS, table_file
from search.errors import BadCorpus

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


Synonyms = Mapping[Sense, tuple[Name, ...]]


def name_of(text: str, analyzer: Analyzer) -> Name:
    """Return a text as a name."""
    return Name(text, tuple(term.lemmas or (term.exact,) for term in analyzer.analyze(text) if not term.joined))


def read_synonyms(corpus: Path, analyzer: Analyzer) -> Synonyms:
    """Read `synonyms.txt` of a corpus folder: a name's sense → its other names; empty without one. Raises BadCorpus.

    A line holds names of one thing, separated by commas; `#` opens a comment.
    """
    path = table_file(corpus, SYNONYMS)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    others: dict[Sense, dict[Sense, Name]] = {}
    for number, line in enumerate(lines, 1):
        texts = [text.strip() for text in line.split("#", 1)[0].split(",")]
        if texts == [""]:
            continue
        names = [name_of(text, analyzer) for text in texts]
        if len(names) < 2 or not all(name.words for name in names):
            raise BadCorpus(f"{path}:{number}: a line needs two names or more, separated by commas")
        for name in names:
            known = others.setdefault(name.sense, {})
            known.update((other.sense, other) for other in names if other.sense != name.sense)
    return {sense: tuple(known.values()) for sense, known in others.items()}
