"""A site as a crash finds it, set back for each: a corpus that was worked on, and an index of the state before."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.crash.corpus import Corpus, Held, make_corpus
from tests.crash.prefork import Ended, Prefork, Reading

LAST: Final = 4  # the state of the corpus that a run finds


@dataclass(frozen=True, slots=True)
class Run:
    """A way to run izla-reindex: its words, and whether there is an index before."""

    name: str
    words: tuple[str, ...]
    indexed: bool = True


RUNS: Final = (
    Run("update", ("--jobs", "1")),
    Run("full", ("--full", "--jobs", "1")),
    Run("processes", ("--full", "--jobs", "2")),
    Run("first", ("--jobs", "1"), indexed=False),
)


class Broken(AssertionError):
    """A promise was broken: says which, and what was found."""


class Site:
    """The folder of a site: `data` is what a run writes, `corpus` what it reads."""

    def __init__(self, folder: Path, prefork: Prefork) -> None:
        self.folder = folder
        self.data = folder / "var"
        self.corpus: Corpus = make_corpus(folder / "releases")
        self.prefork = prefork
        self._kept = folder / "kept"

    @property
    def before(self) -> Held:
        """What the index holds before a run."""
        return self.corpus.held(LAST - 1)

    @property
    def after(self) -> Held:
        """What it holds after one."""
        return self.corpus.held(LAST)

    def prepare(self) -> None:
        """Index the states before the last, so that the next run has segments to merge and a generation to prune."""
        for state in range(LAST):
            self.corpus.write(state)
            ended = self.reindex(str(self.corpus.folder), "--jobs", "1", "--allow-removals")
            if ended.code:
                raise Broken(f"the index before the crash could not be made: {ended.err}")
        self.corpus.write(LAST)
        _copy(self.data, self._kept)

    def reset(self, run: Run) -> None:
        """Set the data folder back to what a run finds."""
        shutil.rmtree(self.data, ignore_errors=True)
        if run.indexed:
            _copy(self._kept, self.data)

    def reindex(self, *words: str) -> Ended:
        """Run izla-reindex to its end."""
        return self.prefork.run(*words)

    def words(self, run: Run) -> tuple[str, ...]:
        """Return the words of a run, with the paths where they are not remembered."""
        return (*run.words, *(() if run.indexed else (str(self.corpus.folder),)))

    def check_served(self, run: Run, *, published: bool = False) -> str:
        """Check that readers find the state before or after, whole; return which. `published`: no other than after."""
        reading = self.prefork.read()
        if reading.held == self.after and not reading.fault:
            self._check_sound()
            return "after"
        if published:
            raise Broken(f"what was published is not there: {_told(reading, self.after)}")
        if not run.indexed:
            if reading.fault and not reading.held:
                return "before"
        elif reading.held == self.before:
            self._check_sound()
            return "before"
        raise Broken(f"readers find neither the state before nor the one after: {_told(reading, self.after)}")

    def check_repaired(self, run: Run, *words: str) -> None:
        """Check that the next run ends well, publishes the state after and leaves nothing else behind."""
        ended = self.reindex(*(words or self.words(run)))
        if ended.code:
            raise Broken(f"the next run ended with {ended.code}: {ended.err}")
        self.check_served(run, published=True)
        self.check_tidy()

    def check_tidy(self) -> None:
        """Check that nothing lies in the data folder but at most two generations and the pointer to one of them."""
        if left := [path.name for path in (self.data / "drafts").glob("*")]:
            raise Broken(f"drafts were left: {left}")
        if len(folders := [path.name for path in (self.data / "generations").iterdir()]) > 2:
            raise Broken(f"generations were left: {folders}")
        pointers = [path.name for path in (self.data / "live").iterdir()]
        if len(pointers) != 1 or pointers[0].startswith("."):
            raise Broken(f"pointers were left: {pointers}")
        if strange := {path.name for path in self.data.iterdir()} - {"drafts", "generations", "live", "lock"}:
            raise Broken(f"something was left in the data folder: {strange}")

    def _check_sound(self) -> None:
        ended = self.reindex("verify")
        if ended.code:
            raise Broken(f"what is live is not what was published: {ended.err}")


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A prepared site in an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    environ = {"IZLA_DATA": str(folder / "var"), "IZLA_CORPUS": str(ROOT / "corpus")}
    with Prefork(folder, environ) as prefork:
        made = Site(folder, prefork)
        made.prepare()
        yield made


def _told(reading: Reading, after: Held) -> str:
    lost, more = sorted(after.keys() - reading.held.keys()), sorted(reading.held.keys() - after.keys())
    old = sorted(name for name, digest in after.items() if reading.held.get(name, digest) != digest)
    return f"{len(reading.held)} releases, lost {lost}, more {more}, old {old}; {reading.fault or 'no fault'}"


def _copy(source: Path, target: Path) -> None:
    """Copy a data folder; generations share files by hard links, which stay."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
