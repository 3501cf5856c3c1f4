"""The service bench's own arithmetic: what is asked, how replies are read, and what counts as met."""

from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from search.settings import ROOT
from tests.bench.composing import Row
from tests.bench.errors import BenchError
from tests.bench.service import load
from tests.bench.service.checkouts import asker
from tests.bench.service.classes import FILTERED, PHRASE, drawn
from tests.bench.service.compare import medians, stages
from tests.bench.service.constant import create_constant
from tests.bench.service.figures import Goal, Spread, spread
from tests.bench.service.load import rate
from tests.bench.service.memory import group
from tests.bench.service.opensearch import bulk_bodies, search_body
from tests.bench.service.queries import KINDS, Typed, draw, holders, mixed
from tests.bench.service.sameness import Compared, differences
from tests.web.library import library, publish

FILLERS = ("bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz")


def rows(count: int = 200) -> list[Row]:
    """Every filler is in a third of the releases or so; every release has a word of its own and its neighbours'."""
    return [
        {
            "title": f"Soʻz{'abcdefghij'[at // 10 % 10]}{'klmnopqrst'[at % 10]}",
            "body": " ".join(FILLERS[at % 8 : at % 8 + 3]),
        }
        for at in range(count)
    ]


def test_a_word_is_held_by_the_releases_that_write_it_in_any_case() -> None:
    held, count = holders([{"title": "Bogʻ", "body": "bogʻ va BOGʻ"}, {"title": "", "body": "va"}])
    assert count == 2
    assert held == Counter({"bogʻ": 1, "va": 2}) or held["va"] == 2


def test_the_same_queries_are_drawn_every_time_and_none_twice() -> None:
    held, count = holders(rows())
    drawn = draw(held, count, 5)
    assert drawn == draw(held, count, 5)
    for kind in KINDS:
        asked = [typed.q for typed in drawn[kind]]
        assert len(asked) == len(set(asked))
    assert drawn["any of three"][0].q.count(" YOKI ") == 2
    together = mixed(held, count, 12)
    assert len({typed.q for typed in together}) == len(together)


def test_the_spread_is_the_middle_and_what_five_in_a_hundred_exceed() -> None:
    found = spread([float(ms) for ms in range(1, 101)])
    assert found == Spread(50.5, 95.0)
    assert spread([3.0]) == Spread(3.0, 3.0)
    assert Spread(2.0, 4.0).times_faster(Spread(6.0, 4.0)) == Spread(3.0, 1.0)


@pytest.mark.parametrize(
    ("goal", "met"), [(Goal("a", 2, 2), True), (Goal("a", 1.9, 2), False), (Goal("a", 3, 2, at_most=True), False)]
)
def test_a_goal_is_met_at_its_bound(goal: Goal, met: bool) -> None:
    assert goal.met is met
    assert str(goal).startswith("met" if met else "MISS")


def test_stages_are_read_from_the_header_and_their_medians_taken() -> None:
    assert stages("open;dur=0.1, search;dur=12.5") == {"open": 0.1, "search": 12.5}
    assert medians([{"a": 1.0}, {"a": 3.0, "b": 5.0}, {"a": 2.0}]) == {"a": 2.0, "b": 5.0}


def test_the_rate_is_read_from_what_wrk_prints() -> None:
    assert rate("  1 threads\nRequests/sec:   1234.56\nTransfer/sec: 1MB\n") == 1234.56
    with pytest.raises(BenchError, match="Non-2xx or 3xx responses: 7"):
        rate("  Non-2xx or 3xx responses: 7\nRequests/sec:   1234.56\n")
    with pytest.raises(BenchError, match="no rate"):
        rate("nothing")


def test_both_services_are_loaded_in_turn_with_all_queries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, list[str]]] = []

    def asked(port: int, lines: list[str], *_: object) -> float:
        made.append((port, lines))
        return 30.0 if port == 1 else 10.0 + len(made)

    monkeypatch.setattr(load, "_asked_once", asked)
    queries = [Typed("rare word", (f"w{number}",)) for number in range(20)]
    found = load.beside(queries, 1, 2, "month")
    assert [port for port, _ in made] == [2, 1, 1, 2, 2, 1, 1, 2, 2, 1]
    for port, text in ((1, "/api/search?q=w{}&"), (2, '"query": "w{}"')):
        lines = [line for asked_port, part in made if asked_port == port for line in part]
        assert len(lines) == 20
        assert all(text.format(number) in line for number, line in enumerate(lines))
    assert found.ratio == 30 / found.opensearch[2]


def test_bulk_requests_hold_every_release_once(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl"
    path.write_bytes(b"".join(b'{"id": "%d"}\n' % at for at in range(25)))
    bodies = list(bulk_bodies(path, batch=10))
    assert [count for count, _ in bodies] == [10, 10, 5]
    assert b"".join(body for _, body in bodies).count(b'{"index":{}}\n{"id"') == 25


def test_opensearch_is_asked_for_an_answer_of_the_same_parts() -> None:
    asked = search_body(Typed("two words", ("gaz", "suv")), "month")
    assert len(asked["query"]["bool"]["must"]) == 2
    assert {"sector", "date"} <= set(asked["aggs"])
    assert (asked["size"], asked["track_total_hits"]) == (20, True)
    assert search_body(Typed("any of three", ("a", "b", "c")), "month")["query"]["bool"]["minimum_should_match"] == 1


def test_the_constant_route_answers_in_the_size_asked_for() -> None:
    assert len(create_constant(500).test_client().get("/api/search?q=a").data) == 500


def test_without_cgroups_nothing_is_made_and_a_wrong_folder_is_named(tmp_path: Path) -> None:
    with group(None, 100) as own:
        assert own is None
    with pytest.raises(BenchError, match="not a folder of memory cgroups"), group(tmp_path, 100):
        pass
    assert list(tmp_path.iterdir()) == []


def dated(count: int) -> list[Row]:
    """Releases with a sector, a day, and pairs of words that several of them hold."""
    return [
        {**row, "body": f"toshkent shahri {row['body']}", "sector": ["sport"], "date": f"20{20 + at % 5}-03-01"}
        for at, row in enumerate(rows(count))
    ]


def test_no_search_of_a_class_is_drawn_twice_and_filters_are_of_the_releases() -> None:
    releases = dated(200)
    held, _ = holders(releases)
    found = drawn(releases, held, 4)
    assert found == drawn(releases, held, 4)
    assert all(len(searches) == len(set(searches)) for searches in found.values())
    assert parse_qs(found[PHRASE][0])["q"][0].strip('"').split()
    narrowed = parse_qs(found[FILTERED][0])
    assert narrowed["sector"] == ["sport"]
    assert int(narrowed["to"][0]) - int(narrowed["from"][0]) == 2


def test_a_checkout_answers_like_itself_and_its_stages_are_told(tmp_path: Path) -> None:
    publish(tmp_path, library())
    searches = ("q=tunnel", "q=suv", "q=gaz", "q=temir", "q=metro", "q=avtobus")
    assert differences({"word": searches}, ROOT, tmp_path) == Compared(13, ())
    with asker(ROOT, tmp_path) as own:
        reply = own.ask("/api/search?q=tunnel", {"Accept-Encoding": "gzip"})
    assert {"parse", "search", "facets", "snippets", "write", "compress"} <= set(reply["stages"])
    with pytest.raises(BenchError, match="is no checkout"), asker(tmp_path, tmp_path):
        pass
