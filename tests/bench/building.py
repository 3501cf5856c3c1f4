"""Indexes: built in turn over the same documents, and kept for later runs.

The documents come from a file as they are wanted. Their reading, some 4 µs each, is counted: an engine that indexes in
a thread of its own reads on meanwhile, so taking it off would give that one time for nothing.
"""

import gc
import json
import shutil
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.bench.corpus import Corpus
from tests.bench.peers.peer import Peer

TWICE: Final = 10_000  # documents up to which every index is built twice


@dataclass(frozen=True, slots=True)
class Built:
    """An index on disk: of which documents, by which version, how fast each time (documents a second), its bytes."""

    digest: str
    version: str
    rates: tuple[float, ...]
    size: int

    @property
    def rate(self) -> float:
        """Documents a second, the median of the builds."""
        return statistics.median(self.rates)


def kept(name: str, peer: Peer, corpus: Corpus) -> Built | None:
    """Return the index that an earlier run built of the same documents with the same version."""
    try:
        values = json.loads(_facts(name, corpus).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    built = Built(values["digest"], values["version"], tuple(values["rates"]), values["size"])
    return built if (built.digest, built.version) == (corpus.digest, peer.version) else None


def build_all(peers: Mapping[str, Peer], corpus: Corpus) -> dict[str, Built]:
    """Build every engine's index, in turn, twice for a small corpus; the last one stays."""
    rates: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(2 if corpus.count <= TWICE else 1):
        for name, peer in peers.items():
            rates[name].append(_build(name, peer, corpus))
            print(f"  {name}: {rates[name][-1]:,.0f} documents a second", file=sys.stderr)
    done = {}
    for name, peer in peers.items():
        built = Built(corpus.digest, peer.version, tuple(rates[name]), size(folder_of(name, corpus)))
        _facts(name, corpus).write_text(json.dumps(asdict(built)), encoding="utf-8")
        done[name] = built
    return done


def folder_of(name: str, corpus: Corpus) -> Path:
    """Return the folder of an engine's index."""
    return corpus.folder / name


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _build(name: str, peer: Peer, corpus: Corpus) -> float:
    folder = folder_of(name, corpus)
    _facts(name, corpus).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    gc.collect()
    start = time.perf_counter()
    peer.build(folder, corpus.documents())
    return corpus.count / (time.perf_counter() - start)


def _facts(name: str, corpus: Corpus) -> Path:
    return corpus.folder / f"{name}.json"
