"""Names of one thing: what a search takes for each other, at query time only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from search.analysis.analyzer import Analyzer
from search.corpus_tables import SYNONYMS, table_file
from search.errors import BadCorpus
from search.query_language.glossary import Glossary, read_glossary
from search.query_language.names import Name, Sense, name_of

_MISTAKABLE: Final = 2  # letters of an acronym that a word may have as well


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What else things are called: the other names of a name by its sense, and the glossary of other languages.

    `capitals` are the senses of names that the table writes in capitals: an acronym, and no word that is written alike.
    """

    by_sense: Mapping[Sense, tuple[Name, ...]] = field(default_factory=dict)
    capitals: frozenset[Sense] = frozenset()
    glossary: Glossary = field(default_factory=Glossary)
    longest: int = field(init=False)  # words of the longest name that has others

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(map(len, self.by_sense), default=0))

    def others(self, sense: Sense, typed: str) -> tuple[Name, ...]:
        """Return the other names of what was typed, none where it is an acronym's word and not written as one.

        An acronym is typed in capitals; one of more than two letters may be typed in small ones, since hardly any word
        is written so: bmt, but neither Si nor si.
        """
        names = self.by_sense.get(sense, ())
        if not names or sense not in self.capitals or _is_acronym(typed):
            return names
        return names if typed.islower() and len(typed) > _MISTAKABLE else ()


def read_synonyms(corpus: Path, analyzer: Analyzer) -> Synonyms:
    """Read `synonyms.txt` and `glossary.txt` of a corpus folder; without either it names nothing. Raises BadCorpus.

    A line of synonyms holds names of one thing, separated by commas; `#` opens a comment. An acronym of two letters
    stands for its other names and is none of theirs: an index knows no capitals, and SI would be found in Si Szinpin.
    """
    lines = list(_read_lines(table_file(corpus, SYNONYMS), analyzer))
    others: dict[Sense, dict[Sense, Name]] = {}
    for names in lines:
        for name in names:
            known = others.setdefault(name.sense, {})
            known.update((other.sense, other) for other in names if other.sense != name.sense)
    written = [name for names in lines for name in names]
    capitals = {name.sense for name in written if _is_acronym(name.text)}
    return Synonyms(
        {
            sense: tuple(name for name in known.values() if len(name.text) > _MISTAKABLE or not _is_acronym(name.text))
            for sense, known in others.items()
        },
        frozenset(capitals - {name.sense for name in written if not _is_acronym(name.text)}),
        read_glossary(corpus, analyzer),
    )


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and text.isupper()


def _read_lines(path: Path, analyzer: Analyzer) -> Iterator[list[Name]]:
    """Yield the names of each line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        texts = [text.strip() for text in line.split("#", 1)[0].split(",")]
        if texts == [""]:
            continue
        names = [name_of(text, analyzer) for text in texts]
        if len(names) < 2 or not all(name.words for name in names):
            raise BadCorpus(f"{path}:{number}: a line needs two names or more, separated by commas")
        yield names
