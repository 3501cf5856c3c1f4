from collections.abc import Iterator

import pytest
from search.engines.whoosh.parallel_analysis import analyze_batch, analyzed_batches, share_memory

from search.engines.whoosh import parallel_analysis
from search.release import Release
from tests.analyzers import PLAIN


def releases(count: int) -> list[Release]:
    return [Release(f"r{number}", f"Xabar {number}", "Quyosh stansiyasi ishga tushdi.") for number in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_batches_come_in_the_order_of_the_releases_however_many_processes_analyse(
    jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_analysis, "SIZE", 3)
    batches = list(analyzed_batches(releases(20), jobs, PLAIN))
    assert [release_id for batch in batches for release_id in batch.ids] == [f"r{number}" for number in range(20)]
    expected = analyze_batch(releases(3), PLAIN)
    assert batches[0].columns == expected.columns
    assert batches[0].fields[1].vocabulary == expected.fields[1].vocabulary


def test_few_releases_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_analysis, "ProcessPoolExecutor", None)
    assert [len(batch.ids) for batch in analyzed_batches(releases(5), 8, PLAIN)] == [5]
    assert list(analyzed_batches([], 8, PLAIN)) == []


def test_releases_are_read_a_few_batches_ahead_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_analysis, "SIZE", 2)
    read: list[str] = []

    def reading() -> Iterator[Release]:
        for release in releases(100):
            read.append(release.id)
            yield release

    batches = analyzed_batches(reading(), 1, PLAIN)
    next(batches)
    assert len(read) <= 2 * parallel_analysis.FEW
    batches.close()  # type: ignore[attr-defined]  # a generator


@pytest.mark.parametrize(("memory", "jobs"), [(256, 1), (256, 8), (512, 2), (512, 8), (4_096, 8), (4_096, 64)])
def test_processes_and_writing_fit_the_memory(memory: int, jobs: int) -> None:
    processes, left = share_memory(memory, jobs)
    assert 1 <= processes <= jobs
    assert left >= 32
    assert processes * 120 + left + 110 <= max(memory, 120 + 110 + 32)
