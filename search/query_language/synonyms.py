"""Names of one thing: what a search takes for each other, at query time only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from search.analysis.analyzer import Analyzer
from search.corpus_tables import SYNONYMS, table_file
from search.errors import BadCorpus
from search.query_language.glossary import Glossary, read_glossary
from search.query_language.names import Name, Sense, name_of


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What else things are called: the other names of a name by its sense, and the glossary of other languages."""

    by_sense: Mapping[Sense, tuple[Name, ...]] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    longest: int = field(init=False)  # words of the longest name that has others

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(map(len, self.by_sense), default=0))


def read_synonyms(corpus: Path, analyzer: Analyzer) -> Synonyms:
    """Read `synonyms.txt` and `glossary.txt` of a corpus folder; without either it names nothing. Raises BadCorpus.

    A line of synonyms holds names of one thing, separated by commas; `#` opens a comment.
    """
    return Synonyms(_read_names(table_file(corpus, SYNONYMS), analyzer), read_glossary(corpus, analyzer))


def _read_names(path: Path, analyzer: Analyzer) -> dict[Sense, tuple[Name, ...]]:
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
