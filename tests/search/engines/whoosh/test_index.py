import itertools
import threading

from search.engine import Store
from search.engines.whoosh import open_index
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import Synonyms
from search.release import Release
from search.service import SearchService
from search.settings import Settings
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
                draft.publish("{}")
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
        draft.publish("{}")
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
