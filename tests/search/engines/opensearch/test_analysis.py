"""What the cluster holds of a release is what `search.analysis.fields` says: terms, positions, frequencies, length."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

import hypothesis
import numpy as np
import orjson
from hypothesis import strategies as st

from search.analysis.chunk_table import ChunkTable
from search.analysis.fields import indexed
from search.analysis.text_batch import read_texts
from search.engines.opensearch.documents import document_id, prepared, release_of, source
from search.engines.opensearch.mapping import FIELDS, weighted_field
from search.engines.opensearch.store import OpenSearchStore
from search.engines.opensearch.tokens import PAD, fit
from search.release import Release
from tests.analyzers import SAMPLE

TABLE = ChunkTable(SAMPLE)
WORDS = st.sampled_from(
    ("quyosh", "chora-tadbir", "2022-yil", "PQ-3430", "йўллар", "oʻzbek", "\x7f", "\x81", "\x82", "a\x80b", "|9", "—")
)
TEXTS = st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=60))


def sent(release: Release) -> dict[str, Any]:
    texts = read_texts([release.title, release.searched], TABLE)
    (made,) = prepared([release], texts, np.arange(1)).sources
    read: dict[str, Any] = orjson.loads(source(made, (release.first_seen, release.changed)))
    return read


def test_a_term_of_the_longest_kind_is_taken(store: OpenSearchStore) -> None:
    check(store, [Release("long", "y" * 40_000, "oʻ" * 300)])


def test_what_the_cluster_holds_is_what_is_indexed_here(store: OpenSearchStore) -> None:
    made: list[Release] = []

    @hypothesis.settings(max_examples=60, database=None)
    @hypothesis.given(TEXTS, TEXTS, st.sampled_from(("uz", "ru")), st.sampled_from(("", "Energetika vazirligi")))
    def generate(title: str, body: str, language: str, office: str) -> None:
        made.append(Release(f"r{len(made)}", title or "x", body, language=language, source=office))

    generate()
    check(store, made)


def check(store: OpenSearchStore, releases: list[Release]) -> None:
    """Publish releases and compare the term vectors that the cluster makes of each."""
    with store.begin(None, samples=False, paths=()) as draft:
        draft.add(releases)
        generation = draft.publish(b"{}")
    index = store.catalogue.index(generation.id)
    fields = [each for name in FIELDS for each in (name, weighted_field(name))]
    for start in range(0, len(releases), 20):
        some = releases[start : start + 20]
        asked = {"docs": [{"_index": index, "doc": sent(release), "fields": fields} for release in some]}
        answers = store.catalogue.cluster.ask("POST", "/_mtermvectors", asked)["docs"]
        for release, answer in zip(some, answers, strict=True):
            held = indexed(release, SAMPLE)
            for name in FIELDS:
                positions: defaultdict[str, list[int]] = defaultdict(list)
                frequencies: Counter[str] = Counter()
                own = getattr(held, name)
                for term, position, weight in zip(own.terms, own.positions, own.weights.tolist(), strict=True):
                    positions[fit(term)].append(position)
                    frequencies[fit(term)] += int(weight)
                vector = answer["term_vectors"].get(name, {"terms": {}})["terms"]
                there = {term: [each["position"] for each in row["tokens"]] for term, row in vector.items()}
                assert there == {term: sorted(at) for term, at in positions.items()}, (release, name)
                vector = answer["term_vectors"].get(weighted_field(name), {"terms": {}})["terms"]
                counted = {
                    term: len(row["tokens"]) if "tokens" in row else row["term_freq"] for term, row in vector.items()
                }
                counted.pop(PAD, None)
                assert set(counted) == set(frequencies), (release, name)


def test_a_release_comes_back_as_it_was_sent() -> None:
    release = Release("a", "Sarlavha", "Matn", dt.date(2024, 2, 29), first_seen=3, changed=4)
    assert release_of(sent(release)) == release


def test_an_id_that_is_too_long_for_the_cluster_is_told_by_its_digest() -> None:
    assert document_id("a" * 500) == "a" * 500
    assert document_id("a" * 501).startswith("sha256:")
    assert document_id("a" * 501) != document_id("a" * 502)
