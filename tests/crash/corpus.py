"""A corpus in two states, before and after its office worked on it, and what of it a reader is to find in each."""

import hashlib
import json
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT

EACH: Final = "qayd"  # a word that every release has
_FILES: Final = 6  # of many releases: enough parts for a pool of processes
_RECORDS: Final = 8  # releases of each
_TEXTS: Final = 16  # releases with a file of their own
_UPDATES: Final = 4
_MORE: Final = 20  # releases that an update adds
_WORDS: Final = 40  # of a text

Held = dict[str, str]  # a digest of title and text of each release, by its id


@dataclass(frozen=True, slots=True)
class Written:
    """A release as it is written into the corpus."""

    id: str
    title: str
    body: str
    day: str

    @property
    def digest(self) -> str:
        """What tells this text from any other."""
        return digest(self.title, self.body)

    @property
    def as_json(self) -> str:
        """The release as a line of JSON."""
        return json.dumps({"id": self.id, "title": self.title, "body": self.body, "date": self.day}, ensure_ascii=False)

    @property
    def as_text(self) -> str:
        """The release as a file of its own."""
        return f"---\ntitle: {self.title}\ndate: {self.day}\n---\n{self.body}\n"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of releases, whose states follow each other; each says what is to be found then."""

    folder: Path
    states: tuple[tuple[Written, ...], ...]

    def write(self, state: int) -> None:
        """Make the folder hold a state, as if nothing else had ever been in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        files: dict[str, list[Written]] = {}
        for release in self.states[state]:
            file, _, _ = release.id.partition("-")
            if file.startswith("t"):
                (self.folder / f"{release.id}.txt").write_text(release.as_text, encoding="utf-8")
            else:
                files.setdefault(file, []).append(release)
        for name, releases in files.items():
            lines = "".join(release.as_json + "\n" for release in releases)
            (self.folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")

    def held(self, state: int) -> Held:
        """Return what an index of a state holds."""
        return {release.id: release.digest for release in self.states[state]}


def digest(title: str, body: str) -> str:
    """Return what tells a release from one of another title or text."""
    return hashlib.sha256(f"{title}\0{body}".encode()).hexdigest()[:16]


def make_corpus(folder: Path, seed: int = 1) -> Corpus:
    """Make a corpus: a beginning, small updates that fill a tier of segments, and one that also changes and removes."""
    draw = random.Random(seed)
    words = _words()

    def written(release_id: str) -> Written:
        title = f"{EACH} {release_id.replace('-', ' ')} " + " ".join(draw.sample(words, 5))
        day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        return Written(release_id, title, " ".join(draw.sample(words, _WORDS)) + ".", day)

    first = [written(f"f{file}-{number}") for file in range(_FILES) for number in range(_RECORDS)]
    first += [written(f"t-{number}") for number in range(_TEXTS)]
    states = [first]
    for update in range(1, _UPDATES + 1):
        states.append(states[-1] + [written(f"g{update}-{number}") for number in range(_MORE)])
    gone, changed = {"f0-3", "t-2", "g1-5"}, {"f1-1", "f2-7", "t-5", "t-9", "g2-4"}
    last = [written(each.id) if each.id in changed else each for each in states[-2] if each.id not in gone]
    states[-1] = last + states[-1][-_MORE:]
    return Corpus(folder, tuple(map(tuple, states)))


def _words() -> list[str]:
    """Return words of the sample releases, which are Uzbek."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "releases").rglob("*.txt"))[:60]]
    return sorted(
        {word for text in texts for word in re.findall(r"(?<!\S)[a-z]{4,12}(?!\S)", text.partition("---")[2])}
    )
