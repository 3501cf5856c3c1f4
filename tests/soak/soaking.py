"""A soak: a real service, readers at full speed, publications all the while, and what became of memory and files.

Publications run at the priority that deploy/ gives them.
"""

import json
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.bench.service.izla import environment, server
from tests.bench.service.processes import family, memory
from tests.soak.corpus import RestlessCorpus
from tests.soak.crowd import Cutting, Idle, Slow
from tests.soak.front import NGINX, front
from tests.soak.readers import Heard, Reader
from tests.soak.small import Small
from web.connections import UNUSED

_UNIT: Final = ROOT / "deploy" / "izla-reindex.service"
_EVERY: Final = 10.0  # seconds between two publications
_LOOK: Final = 2.0  # seconds between two looks at memory and files
_ANEW: Final = 4  # publications, the last of which is a whole one, on a small server
_READERS: Final = 4
_SLOW: Final = 20
_GROWTH: Final = 1.15  # of memory, from the second quarter of a soak to the last
_MORE_FILES: Final = 12  # open files other than sockets, the same
_MORE_SOCKETS: Final = 12  # after all clients have left, than before the first came
_FLAT_FROM: Final = 40  # looks that a soak must have had for its quarters to be compared


@dataclass(frozen=True, slots=True)
class Looked:
    """Memory (MiB without mapped files), open files and sockets of all processes of a service, at a moment."""

    anonymous: float
    files: int
    sockets: int


@dataclass(frozen=True, slots=True)
class Soaked:
    """How a soak went.

    `published` are the generations that updates made; `milliseconds` of all answers, sorted; `faults` what was wrong,
    and how often each kind came; `looks` at the service, the first before any client came and the last after all had
    left; `idle` the most connections that were held, `slow` and `cut` how many of those clients came by.
    """

    seconds: float
    published: int
    milliseconds: list[float]
    faults: tuple[str, ...]
    faulty: Counter[str]
    looks: tuple[Looked, ...]
    idle: int
    slow: int
    cut: int

    def at(self, share: float) -> float:
        """Return the milliseconds within which that share of the answers came."""
        return self.milliseconds[min(int(len(self.milliseconds) * share), len(self.milliseconds) - 1)]

    @property
    def quarters(self) -> tuple[Looked, Looked]:
        """The middle of the second quarter of the looks, and that of the last."""
        size = len(self.looks) // 4
        return _middle(self.looks[size : 2 * size]), _middle(self.looks[-size:])

    @property
    def grown(self) -> str:
        """What grew more than it may, "" where nothing did or the soak was too short to say."""
        if len(self.looks) < _FLAT_FROM:
            return ""
        early, late = self.quarters
        if late.anonymous > early.anonymous * _GROWTH:
            return f"memory grew from {early.anonymous:.0f} to {late.anonymous:.0f} MiB"
        if late.files > early.files + _MORE_FILES:
            return f"open files grew from {early.files} to {late.files}"
        before, after = self.looks[0].sockets, self.looks[-1].sockets
        if after > before + _MORE_SOCKETS:
            return f"{after} sockets were open after all clients had left, and {before} before they came"
        return ""


def soak(folder: Path, minutes: float, releases: int, idle: int, on: Small | None = None) -> Soaked:
    """Soak a service of so many releases, with so many idle connections at the proxy, where there is one.

    On a small server, if one is given, where every fourth publication builds everything anew.
    """
    before = on.words if on else ()
    corpus = RestlessCorpus(folder / "releases", releases)
    words = tuple(dict.fromkeys(_words(corpus.folder / "staying.jsonl")))
    states: dict[str, tuple[int, int]] = {}  # of each generation: the state that it was made of, and its releases
    _publish(corpus, folder / "var", states, before, str(corpus.folder))
    done = threading.Event()
    looks: list[Looked] = []
    with ExitStack() as stack:
        port, pid = stack.enter_context(server(folder / "var", folder / "serve.log", before))
        readers = [Reader(port, words, seed, done) for seed in range(_READERS)]
        crowd: list[Idle | Slow | Cutting] = []
        if NGINX:
            proxy = stack.enter_context(front(folder, port))
            crowd = [Idle(proxy, idle, done), *(Slow(proxy, done) for _ in range(_SLOW)), Cutting(proxy, done)]
        watcher = threading.Thread(target=_watch, args=(pid, looks, done))
        looks.append(_looked(pid))
        begun = time.monotonic()
        with _running([*readers, *crowd, watcher], done):
            while time.monotonic() < begun + minutes * 60:
                next_time = time.monotonic() + _EVERY
                corpus.advance()
                anew = on is not None and len(states) % _ANEW == 0
                _publish(corpus, folder / "var", states, before, *(["--full"] if anew else []))
                time.sleep(max(0.0, next_time - time.monotonic()))
        seconds = time.monotonic() - begun
        looks.append(_left(pid, looks[0].sockets))
    heard = [reader.heard for reader in readers]
    faults = [fault for each in heard for fault in each.faults] + list(_wrong_states(heard, states))
    return Soaked(
        seconds=seconds,
        published=len(states) - 1,
        milliseconds=sorted(took for each in heard for took in each.milliseconds),
        faults=tuple(faults),
        faulty=sum((each.faulty for each in heard), Counter()),
        looks=tuple(looks),
        idle=max((each.most for each in crowd if isinstance(each, Idle)), default=0),
        slow=sum(each.answered for each in crowd if isinstance(each, Slow)),
        cut=sum(each.cut for each in crowd if isinstance(each, Cutting)),
    )


def _publish(
    corpus: RestlessCorpus, data: Path, states: dict[str, tuple[int, int]], before: Sequence[str], *words: str
) -> None:
    command = [*_priority(), *before, sys.executable, "-m", "index", "--json", *words]
    ended = subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"a publication ended with {ended.returncode}: {ended.stderr}")
    report = json.loads(ended.stdout)
    states[report["generation"]] = (corpus.state, report["documents"])


def _priority() -> tuple[str, ...]:
    """Return what has a command run as the unit of deploy/ does, so that the service goes before it."""
    found = re.search(r"^Nice=(\d+)$", _UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return ("nice", "-n", found[1])


def _wrong_states(heard: list[Heard], states: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Say which answers named a generation and held what another one was made of."""
    for each in heard:
        for generation, found in each.states.items():
            if found != {states[generation][0]}:
                yield f"{generation} was made of the state {states[generation][0]} and answered with {found}"
        for generation, counts in each.documents.items():
            if counts != {states[generation][1]}:
                yield f"{generation} has {states[generation][1]} releases and answered with {counts}"


@contextmanager
def _running(threads: list[threading.Thread], done: threading.Event) -> Iterator[None]:
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def _watch(pid: int, looks: list[Looked], done: threading.Event) -> None:
    while not done.wait(_LOOK):
        looks.append(_looked(pid))


def _left(pid: int, before: int) -> Looked:
    """Look when the service has let go of whoever went without a word, or should have."""
    until = time.monotonic() + 2 * UNUSED
    while (look := _looked(pid)).sockets > before + _MORE_SOCKETS and time.monotonic() < until:
        time.sleep(_LOOK / 4)
    return look


def _looked(pid: int) -> Looked:
    _, _, anonymous = memory(pid)
    files = sockets = 0
    for each in family(pid):
        with suppress(OSError):  # a process may end meanwhile, and a file be closed
            for opened in Path(f"/proc/{each}/fd").iterdir():
                with suppress(OSError):
                    is_socket = str(opened.readlink()).startswith("socket:")
                    sockets += is_socket
                    files += not is_socket
    return Looked(anonymous, files, sockets)


def _middle(looks: tuple[Looked, ...]) -> Looked:
    return Looked(
        statistics.median(look.anonymous for look in looks),
        round(statistics.median(look.files for look in looks)),
        round(statistics.median(look.sockets for look in looks)),
    )


def _words(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line, _ in zip(lines, range(200), strict=False):
            yield from json.loads(line)["title"].split()
