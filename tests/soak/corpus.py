"""A corpus that never rests: each state can be told by any answer, so an answer made of two of them is seen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.composing import Row
from tests.bench.recombining import recombined

TOLD: Final = "nusxalanuvchi"  # a word that the changing releases have, and no other
CHANGING: Final = 20  # releases that every state writes anew
_STATE: Final = "holat"  # and the number of the state, as a word of each of them
_SEED: Final = 20


class RestlessCorpus:
    """A folder of releases: `count` stay as they are, some change with every state, and one more comes with it."""

    def __init__(self, folder: Path, count: int, rows: Iterator[Row] | None = None) -> None:
        self.folder = folder
        self.state = 0
        self._more = recombined(100_000, _SEED + 1)
        folder.mkdir(parents=True)
        _write(folder / "staying.jsonl", rows or recombined(count, _SEED))
        self.advance()

    def advance(self) -> int:
        """Write the next state and return its number."""
        self.state += 1
        base = next(self._more)
        with (self.folder / "coming.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({**base, "id": f"coming-{self.state}"}, ensure_ascii=False) + "\n")
        changing = (
            {
                "id": f"changing-{number}",
                "title": f"{TOLD} {_STATE}{self.state} {number}",
                "body": f"{base['body'][:300]} {number * 7919}",
                "date": "2026-01-01",
            }
            for number in range(CHANGING)
        )
        _write(self.folder / "changing.jsonl", changing)
        return self.state


def state_of(title: str) -> int:
    """Return the state that a title of a changing release names."""
    return next(int(word.removeprefix(_STATE)) for word in title.split() if word.startswith(_STATE))


def _write(path: Path, rows: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
