import itertools
import shutil
import threading
from pathlib import Path

import pytest

from search.engine import Store
from search.engines import open_service
from search.engines.whoosh import open_index
from search.errors import IndexDamaged
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import Synonyms
from search.release import Release
from search.service import SearchService
from search.settings import Settings
from search.withdrawn import Reading, Withdrawn
from tests.analyzers import SAMPLE


def test_threads_share_an_engine_while_generations_change(
    settings: Settings, store: Store, releases: tuple[Release, ...]
) -> None:
    """4 threads x 5,000 searches, a cache too small for all of it, and other releases coming and going."""
    expected = {
        "quyosh": ["2026-03-05-quyosh", "sanasiz-kop"],
        "kop YOKI futbol": ["2024-01-10-sport", "sanasiz-kop"],
        "“uyga koʻchdi”": ["sanasiz-kop"],
        "sarlavha:mudofaa EMAS gaz": ["2025-06-20-mudofaa"],
        "stan*": ["2026-03-05-quyosh"],
    }
    index = open_index(settings, SAMPLE)
    index._cache.budget = 2_000
    service = SearchService(
        index, analyzer=SAMPLE, time_limit=60, synonyms=Synonyms(), names=FilterNames({}, SAMPLE), aliases={}
    )
    wrong: list[object] = []
    done = threading.Event()

    def change() -> None:
        for number in itertools.count():
            base = store.live()
            with store.begin(base, samples=False, paths=("/releases",)) as draft:
                draft.add(
                    [*(releases if base is None else ()), Release(f"yangi-{number % 7}", f"Boshqa xabar {number}")]
                )
                draft.publish(b"{}")
            if done.is_set():
                return

    def ask(asked: tuple[str, ...]) -> None:
        try:
            for q in asked * 1_000:
                found = sorted(hit.release.id for hit in service.answer(Query(q=q, per_page=5)).hits)
                if found != expected[q]:
                    wrong.append((q, found))
        except Exception as error:
            wrong.append(error)

    with store.begin(None, samples=False, paths=("/releases",)) as draft:
        draft.add(releases)
        draft.publish(b"{}")
    writer = threading.Thread(target=change)
    writer.start()
    queries = tuple(expected)
    threads = [threading.Thread(target=ask, args=(queries[n:] + queries[:n],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    writer.join()
    assert not wrong, wrong[:3]


def test_what_is_left_of_a_generation_is_opened_once_from_the_files_that_are_open(
    settings: Settings, store: Store, releases: tuple[Release, ...]
) -> None:
    with store.begin(None, samples=False, paths=("/releases",)) as draft:
        draft.add(releases)
        draft.publish(b"{}")
    index = open_index(settings, SAMPLE)
    whole, one, two = index.snapshot(), Withdrawn(frozenset(("sanasiz-kop",))), Withdrawn(frozenset(("unknown",)))
    assert index.snapshot(Withdrawn()) is whole
    left = index.snapshot(one)
    assert index.snapshot(Withdrawn(frozenset(one.ids))) is left
    shutil.rmtree(settings.data)
    assert index.snapshot(one) is left
    assert index.snapshot(two).generation.documents == whole.generation.documents == 5
    assert index.snapshot(one).find("sanasiz-kop") is None
    assert index.snapshot() is whole


def test_threads_share_an_engine_while_other_releases_are_withdrawn(
    settings: Settings, store: Store, releases: tuple[Release, ...]
) -> None:
    """4 threads x 300 searches: each answer lacks exactly what was withdrawn when it was asked."""
    with store.begin(None, samples=False, paths=("/releases",)) as draft:
        draft.add(releases)
        draft.publish(b"{}")
    ids = {release.id for release in releases}
    readings = [
        Reading(Withdrawn(frozenset(some))) for n in range(4) for some in itertools.combinations(sorted(ids), n)
    ]
    turn = itertools.count()
    wrong: list[object] = []
    service = SearchService(
        open_index(settings, SAMPLE),
        analyzer=SAMPLE,
        time_limit=60,
        synonyms=Synonyms(),
        names=FilterNames({}, SAMPLE),
        aliases={},
        withdrawn=lambda: readings[next(turn) // 7 % len(readings)],
    )

    def ask() -> None:
        try:
            for _ in range(300):
                answer = service.answer(Query(per_page=5))
                found, gone = {hit.release.id for hit in answer.hits}, answer.generation.withdrawn.ids
                if found != ids - gone or not answer.total == answer.generation.documents == len(found):
                    wrong.append((found, gone))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]


def test_where_the_live_generation_is_damaged_the_last_good_one_answers_and_the_log_says_so(
    settings: Settings, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def published(title: str) -> str:
        with store.begin(None, samples=False, paths=()) as draft:
            draft.add([Release("a", title, "Quyosh.")])
            return draft.publish(b"{}").id

    first = published("Bir")
    running = open_index(settings, SAMPLE)
    assert running.snapshot().generation.id == first
    second = published("Ikki")
    toc = next((settings.data / "generations" / second / "index").glob("*.toc"))
    kept = toc.read_bytes()
    toc.write_bytes(b"")
    for index in (running, open_index(settings, SAMPLE)):
        caplog.clear()
        assert {index.snapshot().generation.id for _ in range(3)} == {first}
        assert caplog.text.count(second) == 1
        assert "reindex --full" in caplog.text
    third = published("Uch")
    assert running.snapshot().generation.id == third
    toc.write_bytes(kept)


def test_where_nothing_can_be_opened_the_damage_is_said(settings: Settings, store: Store) -> None:
    with store.begin(None, samples=False, paths=()) as draft:
        draft.add([Release("a", "Bir", "Quyosh.")])
        generation = draft.publish(b"{}")
    shutil.rmtree(settings.data / "generations" / generation.id)
    with pytest.raises(IndexDamaged, match=generation.id):
        open_index(settings, SAMPLE).snapshot()


def test_files_that_no_generation_has_any_more_are_let_go(settings: Settings, store: Store) -> None:
    service = open_service(settings, SAMPLE)

    def held() -> set[str]:
        handles = Path("/proc/self/fd").iterdir()
        paths = (str(handle.readlink()) for handle in handles if handle.is_symlink())
        return {path for path in paths if path.startswith(str(settings.data))}

    for number in range(12):
        with store.begin(store.live(), samples=False, paths=()) as draft:
            draft.add(Release(f"{number}-{each}", f"Xabar {each}", "Suv va gaz.") for each in range(3))
            draft.publish(b"{}")
        assert service.answer(Query("suv gaz")).total == 3 * (number + 1)
    assert len(held()) <= len(list((settings.data / "generations" / service.generation().id / "index").glob("MAIN*")))
