import os
import threading
from multiprocessing import get_context
from typing import Final

import pytest

from web.shared.shared_memory import SharedMemory

FORK: Final = get_context("fork")
TIMES: Final = 3_000


def _count(parts: tuple[SharedMemory, ...]) -> None:
    def work(turn: int) -> None:
        for number in range(TIMES):
            with parts[(turn + number) % len(parts)].locked() as memory:
                memory[:8] = (int.from_bytes(memory[:8]) + 1).to_bytes(8)

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.skipif(os.name == "nt", reason="workers are forked")
def test_processes_whose_threads_wait_for_each_other_s_memories_all_get_their_turn() -> None:
    parts = SharedMemory(8), SharedMemory(8)
    processes = [FORK.Process(target=_count, args=(parts,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sum(int.from_bytes(part.memory[:8]) for part in parts) == 3 * 4 * TIMES
