"""What opening an index costs, in a process of its own: python -m tests.bench.footprint ENGINE FOLDER"""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.bench.building import folder_of
from tests.bench.corpus import Corpus, kept
from tests.bench.errors import BenchError
from tests.bench.peers import load
from tests.bench.queries import questions_of

_STATUS: Final = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Milliseconds to open an index, and resident bytes that the engine added: opened, and after the hottest words.

    Bytes are None where the system does not tell them; `hot` is None for a slow engine, which is not asked.
    """

    open_ms: float
    opened: int | None
    hot: int | None


def footprint(name: str, corpus: Corpus) -> Footprint:
    """Measure an engine in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.footprint", name, str(corpus.folder)]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return Footprint(**json.loads(result.stdout))


def measure(name: str, corpus: Corpus) -> Footprint:
    """Open an index, ask for each of the hottest words with facets; its package is loaded before, unmeasured."""
    questions = questions_of(corpus)
    peer = load(name)
    before = _resident()
    start = time.perf_counter()
    peer.open(folder_of(name, corpus))
    open_ms = (time.perf_counter() - start) * 1000
    opened = _resident()
    if not peer.slow:
        for query in questions.hot:
            peer.facets(query)
    after = _resident()
    if before is None or opened is None or after is None:
        return Footprint(open_ms, None, None)
    return Footprint(open_ms, opened - before, None if peer.slow else after - before)


def _resident() -> int | None:
    """Return the bytes of this process that are in memory, pages of mapped files among them."""
    if not _STATUS.is_file():
        return None
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return None


def main() -> None:
    """Print the footprint of one engine as JSON."""
    name, folder = sys.argv[1:]
    corpus = kept(Path(folder))
    if corpus is None:
        raise BenchError(f"{folder} holds no corpus of the bench")
    print(json.dumps(asdict(measure(name, corpus))))


if __name__ == "__main__":
    main()
