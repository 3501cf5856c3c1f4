from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.agreement import differences, same_ranking
from tests.bench.building import build_all, folder_of, kept
from tests.bench.corpus import Corpus
from tests.bench.errors import BenchError
from tests.bench.footprint import measure
from tests.bench.peers import load, names
from tests.bench.peers.peer import Facets, Peer
from tests.bench.queries import Narrowing, Query, draw

ALWAYS = ("fts5", "whoosh")


def installed() -> dict[str, Peer]:
    peers = {}
    for name in names():
        try:
            peers[name] = load(name)
        except BenchError:
            assert name not in ALWAYS
    return peers


@pytest.fixture(scope="module")
def opened(corpus: Corpus) -> dict[str, Peer]:
    peers = installed()
    build_all(peers, corpus)
    for name, peer in peers.items():
        peer.open(folder_of(name, corpus))
    return peers


@pytest.fixture(params=names())
def small(request: pytest.FixtureRequest, corpus_of: Callable[..., Corpus], tmp_path: Path) -> Peer:
    """An engine over four documents."""
    try:
        peer = load(request.param)
    except BenchError as error:
        pytest.skip(str(error))
    corpus = corpus_of("gaz suv gaz neft", "suv gaz", "gazlama mato suv", "neft mato")
    build_all({request.param: peer}, corpus)
    peer.open(folder_of(request.param, corpus))
    return peer


def test_all_engines_agree_on_everything(opened: dict[str, Peer], corpus: Corpus) -> None:
    assert list(differences(opened, draw(corpus.documents(), per_kind=10))) == []


def test_a_difference_is_told_with_its_question(
    opened: dict[str, Peer], corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = opened["fts5"].facets

    def one_more(query: Query) -> Facets:
        found = honest(query)
        return Facets(found.top[1:], found.total + 1, {}, {})

    monkeypatch.setattr(opened["fts5"], "facets", one_more)
    told = list(differences(opened, draw(corpus.documents(), per_kind=1)))
    assert told
    assert all(line.startswith("facet/") for line in told)
    assert any("fts5 counts" in line for line in told)
    assert any("the sectors of" in line for line in told)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query("word", ("gaz",)), {0, 1}),
        (Query("all", ("gaz", "neft")), {0}),
        (Query("any", ("mato", "neft")), {0, 2, 3}),
        (Query("phrase", ("suv", "gaz")), {0, 1}),
        (Query("phrase", ("neft", "gaz")), set()),
        (Query("prefix", ("gaz",)), {0, 1, 2}),
        (Query("word", ("yol",)), set()),
    ],
)
def test_a_query_finds_its_documents(small: Peer, query: Query, found: set[int]) -> None:
    assert {number for number, _ in small.top(query)} == found
    facets = small.facets(query)
    assert facets.total == len(found)
    assert facets.sectors == ({"sport": len(found)} if found else {})
    assert facets.months == ({202005: len(found)} if found else {})
    small.forget()
    assert {number for number, _ in small.top(query)} == found


def test_a_narrowing_bounds_sector_and_days(small: Peer) -> None:
    day = 737562  # 17 May 2020
    query = Query("word", ("suv",))
    assert small.filtered(query, Narrowing("sport", day, day)).total == 3
    assert small.filtered(query, Narrowing("sport", day + 1, day + 9)).total == 0
    assert small.filtered(query, Narrowing("fan", day, day)).total == 0


def test_an_index_is_kept_until_its_documents_change(corpus: Corpus, opened: dict[str, Peer]) -> None:
    there = kept("fts5", opened["fts5"], corpus)
    assert there is not None
    assert there.size > 0
    assert there.rate > 0
    another = Corpus(corpus.folder, corpus.count, corpus.seed, corpus.fingerprint, digest="another")
    assert kept("fts5", opened["fts5"], another) is None


def test_a_footprint_is_taken_of_a_built_index(corpus: Corpus, opened: dict[str, Peer]) -> None:
    assert opened.keys() >= set(ALWAYS)
    assert measure("fts5", corpus).open_ms > 0
    assert measure("whoosh", corpus).hot is None


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(BenchError, match="no engine is called"):
        load("grep")


def test_rankings_are_the_same_but_for_documents_of_equal_score() -> None:
    assert same_ranking([], [])
    assert same_ranking([(1, 4.0), (2, 2.0), (3, 1.0)], [(1, 8.0), (2, 4.0), (9, 2.0)])
    assert not same_ranking([(1, 4.0), (2, 2.0)], [(2, 4.0), (1, 2.0)])
    assert not same_ranking([(1, 4.0), (2, 2.0)], [(1, 4.0), (2, 1.0)])
    assert not same_ranking([(1, 4.0)], [])
