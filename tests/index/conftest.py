"""A corpus that tests write, and runs over it."""

import datetime as dt
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from index.progress import Progress
from index.run import Report, run
from index.run_request import RunRequest
from index.tagging.tagger import Tagger
from search.engine import Store
from search.settings import ROOT
from tests.analyzers import SAMPLE
from tests.index.fake import FakeStore

TAGGER = Tagger(ROOT / "corpus", SAMPLE)
TODAY = dt.date(2026, 3, 5)


class Reindex(Protocol):
    def __call__(self, *paths: Path | str, add: Path | None = None, **switches: bool) -> Report: ...


@pytest.fixture
def fake() -> FakeStore:
    return FakeStore()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty corpus."""
    folder = tmp_path / "releases"
    folder.mkdir()
    return folder


@pytest.fixture
def put(corpus: Path) -> Callable[..., Path]:
    """Write files into the corpus by name, each with a time of change of its own."""
    ticks = iter(range(1, 1_000_000))

    def put(**texts: str | bytes) -> Path:
        for name, text in texts.items():
            path = corpus / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            moment = 1_700_000_000_000_000_000 + next(ticks)
            os.utime(path, ns=(moment, moment))
        return corpus

    return put


@pytest.fixture
def reindex(fake: FakeStore, tmp_path: Path) -> Reindex:
    """Run over the fake store."""
    return reindex_into(fake, tmp_path / "releases")


def reindex_into(store: Store, default: Path) -> Reindex:
    def reindex(*paths: Path | str, add: Path | None = None, **switches: Any) -> Report:
        request = replace(RunRequest(tuple(map(str, paths)), (str(add),) if add else ()), **switches)
        progress = Progress(io.StringIO())
        return run(store, TAGGER, request, default=default, today=TODAY, progress=progress)

    return reindex
