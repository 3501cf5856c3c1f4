"""What the contract does not ask of every engine: names, locks, damage, scores, and other people's indices."""

import time
from pathlib import Path

import pytest

from search.deadline import Deadline
from search.engines.opensearch.catalogue import HISTORY, LOCK, VOCABULARY
from search.engines.opensearch.client import Missing
from search.engines.opensearch.index import OpenSearchIndex
from search.engines.opensearch.matches import Found
from search.engines.opensearch.store import OpenSearchStore
from search.engines.opensearch.writer_lock import STALE, WriterLock
from search.errors import IndexDamaged, IndexUnavailable, WriterBusy
from search.facets.selection import NO_FILTERS
from search.plan import EVERYTHING, Term
from search.query import Query
from search.release import Release
from tests.search.engine_contract.engines import OpenEngine, open_opensearch

SOON = Deadline.after(1e6)


def publish(store: OpenSearchStore, *releases: Release, base: bool = False) -> str:
    with store.begin(store.live() if base else None, samples=False, paths=()) as draft:
        draft.add(releases)
        return store.catalogue.index(draft.publish(b"{}").id)


def test_indices_that_are_not_generations_of_the_prefix_are_never_touched(store: OpenSearchStore) -> None:
    cluster, prefix = store.catalogue.cluster, store.catalogue.prefix
    others = (f"{prefix}-other", f"{prefix}x-20260101t0000z-abcd", f"{prefix}-20260101t0000z-abcd-copy", f"a{prefix}")
    try:
        for name in others:
            cluster.ask("PUT", f"/{name}", {"settings": {"number_of_replicas": 0}})
        for number in range(4):
            publish(store, Release(f"r{number}", "Quyosh"))
        store.roll_back()
        assert len(store.list()) == 2
        for name in others:
            assert name in cluster.ask("GET", f"/{name}")
        with pytest.raises(ValueError, match="no generation's index"):
            store.catalogue.delete([others[0]])
    finally:
        cluster.ask("DELETE", f"/{','.join(others)}")


def test_a_published_index_takes_no_writes(store: OpenSearchStore) -> None:
    index = publish(store, Release("r1", "Quyosh"))
    with pytest.raises(IndexUnavailable, match="does not permit"):
        store.catalogue.cluster.ask("PUT", f"/{index}/_doc/x", {"id": "x"})


def test_two_runs_at_once_are_refused_by_name(store: OpenSearchStore) -> None:
    with store.begin(None, samples=False, paths=()), pytest.raises(WriterBusy, match="another run"):
        store.begin(None, samples=False, paths=())
    publish(store, Release("r1", "Quyosh"))


def test_a_lock_that_nobody_renews_is_taken_over_and_its_holder_told(store: OpenSearchStore) -> None:
    with store.begin(None, samples=False, paths=()) as draft:
        draft.add([Release("r1", "Quyosh")])
        path = f"/{store.catalogue.meta}/_doc/{LOCK}"
        held = store.catalogue.cluster.ask("GET", path)["_source"]
        store.catalogue.cluster.ask("PUT", path, held | {"at": time.time() - STALE - 1})
        with WriterLock(store.catalogue, 0.3), pytest.raises(WriterBusy, match="took over"):
            draft.publish(b"{}")
    assert store.list() == ()


def test_what_a_killed_run_left_is_cleared_by_the_next(store: OpenSearchStore) -> None:
    publish(store, Release("r1", "Quyosh"))
    left = store.catalogue.index("20200101T0000Z-dead")
    store.catalogue.cluster.ask("PUT", f"/{left}", {})
    publish(store, Release("r2", "Quyosh"), base=True)
    assert left not in store.catalogue.indices()


def kept_beside(store: OpenSearchStore) -> set[str]:
    cluster, meta = store.catalogue.cluster, store.catalogue.meta
    cluster.ask("POST", f"/{meta}/_refresh")
    hits = cluster.ask("POST", f"/{meta}/_search", {"size": 1000, "query": {"exists": {"field": "generation"}}})
    return {hit["_source"]["generation"] for hit in hits["hits"]["hits"]}


def test_the_artefacts_of_pruned_generations_go_with_them(store: OpenSearchStore) -> None:
    publish(store, Release("r0", "Quyosh"))
    first = {each.id.lower() for each in store.list()}
    assert first <= kept_beside(store)
    for number in range(3):
        publish(store, Release(f"r{number}", "Quyosh"))
    assert {each.id.lower() for each in store.list()} <= kept_beside(store)
    assert not first & kept_beside(store)


def test_damage_is_told(store: OpenSearchStore) -> None:
    publish(store, Release("r1", "Quyosh"), Release("r2", "Suv"))
    live = store.live()
    assert live is not None
    store.check(live)
    catalogue = store.catalogue
    path = f"/{catalogue.meta}/_doc/{live.id}.{HISTORY}.0"
    catalogue.cluster.ask("PUT", path, {"generation": "", "data": "bm90aGluZw=="})
    with pytest.raises(IndexDamaged, match="history is not what was published"):
        store.check(live)
    catalogue.cluster.ask("DELETE", f"/{catalogue.meta}/_doc/{live.id}.{VOCABULARY}.0")
    with pytest.raises(IndexDamaged, match="vocabulary is not whole"):
        OpenSearchIndex(store).snapshot()


def test_a_release_that_is_missing_is_counted(store: OpenSearchStore) -> None:
    index = publish(store, Release("r1", "Quyosh"), Release("r2", "Suv"))
    live = store.live()
    assert live is not None
    cluster = store.catalogue.cluster
    cluster.ask("PUT", f"/{index}/_settings", {"index": {"blocks": {"write": False}}})
    cluster.ask("DELETE", f"/{index}/_doc/r1", params={"refresh": "true"})
    with pytest.raises(IndexDamaged, match="holds 1 of 2"):
        store.check(live)
    cluster.ask("DELETE", f"/{index}")
    with pytest.raises(IndexDamaged, match="not in the cluster"):
        store.check(live)


def test_a_generation_that_was_pruned_says_so(store: OpenSearchStore) -> None:
    index = publish(store, Release("r1", "Quyosh"))
    snapshot = OpenSearchIndex(store).snapshot()
    store.catalogue.delete([index])
    matches = snapshot.match(EVERYTHING, SOON)
    with pytest.raises(IndexUnavailable, match="not in the cluster any more"):
        matches.count(NO_FILTERS)
    with pytest.raises(IndexUnavailable, match="not in the cluster any more"):
        next(snapshot.fetch([Found("r1")]))


def test_a_fresh_look_is_taken_once_in_a_while(store: OpenSearchStore) -> None:
    publish(store, Release("r1", "Quyosh"))
    now, later = OpenSearchIndex(store, fresh=0.0), OpenSearchIndex(store, fresh=1e6)
    first = later.snapshot().generation
    assert now.snapshot().generation == first
    publish(store, Release("r2", "Quyosh"))
    assert now.snapshot().generation != first
    assert later.snapshot().generation == first


def test_pages_beyond_the_window_go_on_where_the_last_one_ended(
    store: OpenSearchStore, opened: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.opensearch.matches.WINDOW", 3)
    publish(store, *(Release(f"r{number:02}", "Quyosh " * (1 + number % 3)) for number in range(11)))
    matches = opened.index.snapshot().match(Term("exact", "quyoş"), SOON)
    for order in ("relevance", "date", "-date", "-first_seen"):
        whole = [ranked.ref for ranked in matches.rank(NO_FILTERS, order, 0, 20)]
        assert len(set(whole)) == 11
        assert [ranked.ref for ranked in matches.rank(NO_FILTERS, order, 4, 5)] == whole[4:9]
        assert [ranked.ref for ranked in matches.rank(NO_FILTERS, order, 10, 5)] == whole[10:]
        assert [*matches.rank(NO_FILTERS, order, 20, 5)] == []


def test_facets_and_ranges_in_parts_are_the_whole(
    store: OpenSearchStore, opened: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.opensearch.overview._VALUES_AT_ONCE", 2)
    monkeypatch.setattr("search.engines.opensearch.matches._RANGES_AT_ONCE", 1)
    publish(store, *(Release(f"r{number}", "Quyosh", sectors=(f"soha{number % 5}",)) for number in range(12)))
    matches = opened.index.snapshot().match(Term("lemma", "quyoş"), SOON)
    assert [*matches.facet("sector", NO_FILTERS).counts] == [3, 3, 2, 2, 2]
    assert [*matches.per_day_range(NO_FILTERS, (1, 2, 3))] == [0, 0]


def test_an_id_too_long_for_the_cluster_is_found_all_the_same(store: OpenSearchStore, opened: OpenEngine) -> None:
    name = "x" * 600
    publish(store, Release(name, "Quyosh"), Release("r1", "Suv"))
    snapshot = opened.index.snapshot()
    assert snapshot.find(name) == Found(name)
    assert [hit.release.id for hit in opened.service().answer(Query("quyosh")).hits] == [name]
    with pytest.raises(Missing):
        store.catalogue.cluster.ask("GET", "/no-such-index/_doc/1")


def test_whoever_reads_a_generation_may_end_while_others_are_published(tmp_path: Path) -> None:
    engine = open_opensearch(tmp_path, grace=600.0)
    store = engine.store
    assert isinstance(store, OpenSearchStore)
    try:
        first = publish(store, Release("r1", "Quyosh"))
        pinned = engine.index.snapshot()
        for number in range(2):
            publish(store, Release(f"r{number}", "Suv"))
        assert pinned.match(EVERYTHING, SOON).count(NO_FILTERS) == 1
        assert first in store.catalogue.entries()
        store._grace = 0.0
        publish(store, Release("r4", "Suv"))
        assert len(store.list()) == 2
        assert first not in store.catalogue.entries()
    finally:
        engine.forget()
