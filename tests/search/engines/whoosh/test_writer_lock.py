import threading
import time
from pathlib import Path

import pytest

from search.engines.whoosh.writer_lock import WriterLock
from search.errors import WriterBusy


def test_a_second_lock_is_refused_and_names_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "var" / "lock"  # the folder is made
    busy = f"another run is writing to {path.parent}.*IZLA_LOCK_WAIT"
    with WriterLock(path, 0.1), pytest.raises(WriterBusy, match=busy):
        WriterLock(path, 0.1)
    WriterLock(path, 0.0).release()


def test_a_lock_waits_for_the_one_before_it(tmp_path: Path) -> None:
    first = WriterLock(tmp_path / "lock", 0.1)
    threading.Timer(0.3, first.release).start()
    begun = time.monotonic()
    WriterLock(tmp_path / "lock", 10.0).release()
    assert 0.2 < time.monotonic() - begun < 9


def test_a_lock_is_released_when_what_it_guards_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), WriterLock(tmp_path / "lock", 0.1):
        raise RuntimeError("halfway")
    WriterLock(tmp_path / "lock", 0.0).release()
