import pytest

from search.engines.whoosh.memory import share_memory


@pytest.mark.parametrize(("memory", "jobs"), [(256, 1), (256, 8), (512, 2), (512, 8), (4_096, 8), (4_096, 64)])
def test_processes_and_writing_fit_the_memory(memory: int, jobs: int) -> None:
    processes, left = share_memory(memory, jobs)
    assert 1 <= processes <= jobs
    assert left >= 32
    assert processes * 128 + left + 190 <= max(memory, 128 + 190 + 32)
