"""The questions: six kinds, drawn from the corpus' own words by how many documents hold them."""

import hashlib
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tests.bench.corpus import Corpus, Document
from tests.bench.errors import BenchError
from tests.bench.spelling import units

Shape = Literal["word", "all", "any", "phrase", "prefix"]

SHAPES: Final[dict[str, Shape]] = {
    "rare1": "word",
    "common1": "word",
    "and2": "all",
    "or3": "any",
    "phrase2": "phrase",
    "prefix": "prefix",
}
PER_KIND: Final = 40
HOT: Final = 200
_PAIRED: Final = 20_000  # documents whose pairs of words are counted
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for in the one field: a word, all or any of words, a phrase, or a word's beginning."""

    shape: Shape
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filter: one sector, and days (ordinals) from first to last, both in."""

    sector: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and what narrows it in the classes under filters."""

    query: Query
    narrowing: Narrowing


@dataclass(frozen=True, slots=True)
class Questions:
    """All that is asked of one corpus: by kind, and the words that most documents hold."""

    by_kind: dict[str, tuple[Question, ...]]
    hot: tuple[Query, ...]


def questions_of(corpus: Corpus) -> Questions:
    """Return the questions for a corpus, drawn once and kept beside it."""
    path = corpus.folder / "questions.json"
    drawn_by = f"{corpus.digest}-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]}"
    if path.is_file():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["drawn_by"] == drawn_by:
            return _read(kept)
    questions = draw(corpus.documents())
    path.write_text(json.dumps({"drawn_by": drawn_by, **asdict(questions)}), encoding="utf-8")
    return questions


def draw(documents: Iterable[Document], per_kind: int = PER_KIND) -> Questions:
    """Draw the questions for a corpus; the same ones for the same corpus."""
    holding: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    sectors: set[str] = set()
    first_day, last_day, count = 10**7, 0, 0
    for document in documents:
        words = document.tokens
        holding.update(set(words))
        if count < _PAIRED:
            pairs.update(set(itertools.pairwise(words)))
        sectors.update(document.sectors)
        first_day, last_day = min(first_day, document.day), max(last_day, document.day)
        count += 1

    def band(low: float, high: float) -> list[str]:
        return sorted(word for word, held in holding.items() if low <= held <= high)

    chance = random.Random(_SEED)
    often_together = max(2, 0.001 * min(count, _PAIRED))
    drawn: dict[str, list[tuple[str, ...]]] = {
        "rare1": _ones(chance, band(3, max(20, 0.0005 * count)), per_kind),
        "common1": _ones(chance, band(0.22 * count, 0.38 * count), per_kind),
        "and2": _groups(chance, band(0.02 * count, 0.2 * count), 2, per_kind),
        "or3": _groups(chance, band(0.01 * count, 0.3 * count), 3, per_kind),
        "phrase2": _some(
            chance,
            sorted(
                pair
                for pair, held in pairs.items()
                if held >= often_together and pair[0] != pair[1] and max(map(holding.__getitem__, pair)) <= 0.4 * count
            ),
            per_kind,
        ),
        "prefix": _ones(chance, _beginnings(holding), per_kind),
    }
    if missing := [kind for kind, rows in drawn.items() if not rows]:
        raise BenchError(f"{count:,} documents have no words for {', '.join(missing)}; ask for more --docs")
    named = sorted(sectors)
    return Questions(
        by_kind={
            kind: tuple(Question(Query(SHAPES[kind], row), _narrow(chance, named, first_day, last_day)) for row in rows)
            for kind, rows in drawn.items()
        },
        hot=tuple(
            Query("word", (word,)) for word, _ in sorted(holding.items(), key=lambda pair: (-pair[1], pair[0]))[:HOT]
        ),
    )


def _read(values: dict[str, Any]) -> Questions:
    def query(row: dict[str, Any]) -> Query:
        return Query(row["shape"], tuple(row["words"]))

    return Questions(
        {
            kind: tuple(Question(query(row["query"]), Narrowing(**row["narrowing"])) for row in rows)
            for kind, rows in values["by_kind"].items()
        },
        tuple(map(query, values["hot"])),
    )


def _some(chance: random.Random, rows: Sequence[tuple[str, ...]], wanted: int) -> list[tuple[str, ...]]:
    return chance.sample(rows, min(wanted, len(rows)))


def _ones(chance: random.Random, words: Sequence[str], wanted: int) -> list[tuple[str, ...]]:
    return _some(chance, [(word,) for word in words], wanted)


def _groups(chance: random.Random, words: Sequence[str], size: int, wanted: int) -> list[tuple[str, ...]]:
    return [tuple(chance.sample(words, size)) for _ in range(wanted)] if len(words) >= size else []


def _beginnings(holding: Iterable[str]) -> list[str]:
    """Return the beginnings of four to six letters that 20 to 300 words share."""
    shared: Counter[str] = Counter()
    for word in holding:
        letters = units(word)
        shared.update("".join(letters[:length]) for length in (4, 5, 6) if len(letters) >= length)
    return sorted(beginning for beginning, words in shared.items() if 20 <= words <= 300)


def _narrow(chance: random.Random, sectors: Sequence[str], first: int, last: int) -> Narrowing:
    """Draw a sector and two and a half years, wherever they begin among the corpus' days."""
    length = min(913, last - first)
    start = chance.randint(first, last - length)
    return Narrowing(chance.choice(sectors), start, start + length)
