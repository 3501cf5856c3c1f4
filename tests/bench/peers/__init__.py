"""The engines: one module each, behind the one protocol of `peers.peer`."""

import importlib
from typing import Final

from tests.bench.errors import BenchError
from tests.bench.peers.peer import Peer

_MODULES: Final = ("izla", "tantivy", "xapian", "fts5", "whoosh")  # in the order of the columns
_REMEDIES: Final = {
    "tantivy": "pip install tantivy",
    "xapian": "pip install xapian-bindings-binary, or Debian's python3-xapian for the system's own Python",
}


def names() -> tuple[str, ...]:
    """Return the names of all engines."""
    return _MODULES


def load(name: str) -> Peer:
    """Return an engine, not opened yet; raises BenchError with the remedy when its package is not installed."""
    if name not in _MODULES:
        raise BenchError(f"no engine is called {name}; there are {', '.join(_MODULES)}")
    try:
        module = importlib.import_module(f"tests.bench.peers.{name}")
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise BenchError(f"{name} is not installed: {_REMEDIES[name]}") from error
    peer: Peer = module.Engine()
    return peer
