"""Two sites in one process: each reads words by its own dictionary, whichever was built or asked before."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.progress import Progress
from index.run import run
from index.run_request import RunRequest
from index.tagging.tagger import Tagger
from search.analysis.user_dictionary import read_analyzer
from search.answer import Answer
from search.assist.filter_suggestions import name_filters
from search.engine import Store
from search.engines import open_service, open_store
from search.facets.taxonomies import read_categories
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.service import SearchService
from search.settings import ROOT, Settings
from web import create_app

TODAY = dt.date(2026, 3, 5)
SECTORS = """
[bears]
uz = "Ayiq"
ru = "Медведи"
en = "Bears"
stems = ["ayiq"]

[foxes]
uz = "Tulki"
ru = "Лисы"
en = "Foxes"
stems = ["tulki"]
"""
# what the two sites mean by one word, "the brown one"
MEANT = {"bears": "qoʻngʻir = ayiq\n", "foxes": "qoʻngʻir = tulki\n"}
RELEASES = {
    "ayiq": "Ayiqlar oʻrmonda\n\nKatta ayiq daryoga tushdi.",
    "tulki": "Tulkilar oʻrmonda\n\nYosh tulki bogʻga kirdi.",
    "qongir": "Qoʻngʻir oʻrmonda\n\nKatta qoʻngʻir yoʻlga chiqdi.",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site: its settings, and what was opened of it."""

    settings: Settings
    store: Store
    tagger: Tagger
    service: SearchService

    def build(self, **releases: str) -> None:
        """Write releases into the corpus and run over it."""
        folder = self.settings.corpus / "releases"
        folder.mkdir(exist_ok=True)
        for name, text in releases.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        progress = Progress(io.StringIO())
        request = RunRequest((str(folder),))
        run(self.store, self.tagger, request, default=folder, today=TODAY, progress=progress)

    def find(self, q: str) -> Answer:
        return self.service.answer(Query(q, per_page=10))

    def ids(self, q: str) -> set[str]:
        return {hit.release.id for hit in self.find(q).hits}

    def sectors(self, release_id: str) -> tuple[str, ...]:
        return self.service.read(release_id).release.sectors


def opened(folder: Path, words: str) -> Site:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "sectors.toml").write_text(SECTORS, encoding="utf-8")
    (corpus / "words.txt").write_text(words, encoding="utf-8")
    settings = Settings(data=folder / "var", corpus=corpus)
    analyzer = read_analyzer(corpus)
    store, service = open_store(settings, analyzer), open_service(settings, analyzer)
    return Site(settings, store, Tagger(corpus, analyzer), service)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Site, Site]:
    """Both sites, all of either opened and built while the other one is there."""
    bears, foxes = (opened(tmp_path / name, words) for name, words in MEANT.items())
    first = {name: RELEASES[name] for name in ("ayiq", "tulki")}
    for site in (bears, foxes):
        site.build(**first)
    for site in (foxes, bears):
        site.build(qongir=RELEASES["qongir"])
    return bears, foxes


def in_turn(sites: tuple[Site, Site], ask: Callable[[Site], object]) -> list[object]:
    """Ask the sites in turn, twice, so that each answers after the other one did."""
    bears, foxes = sites
    answers = [ask(site) for site in (bears, foxes, bears, foxes)]
    assert answers[:2] == answers[2:]
    return answers[:2]


def test_each_finds_by_its_own_words(sites: tuple[Site, Site]) -> None:
    assert in_turn(sites, lambda site: site.ids("ayiqlarga")) == [{"ayiq", "qongir"}, {"ayiq"}]
    assert in_turn(sites, lambda site: site.ids("tulkidan")) == [{"tulki"}, {"tulki", "qongir"}]
    assert in_turn(sites, lambda site: site.ids("qoʻngʻir")) == [{"ayiq", "qongir"}, {"tulki", "qongir"}]


def test_each_tags_by_its_own_words(sites: tuple[Site, Site]) -> None:
    assert in_turn(sites, lambda site: site.sectors("qongir")) == [("bears",), ("foxes",)]


def marked(site: Site, release_id: str) -> set[str]:
    """Return what is marked in the title and the text of a release, in the list and where it is read."""
    (hit,) = (hit for hit in site.find("ayiq YOKI qoʻngʻir").hits if hit.release.id == release_id)
    view = site.service.read(release_id, "ayiq YOKI qoʻngʻir")
    in_list, in_view = (
        {piece.text for part in parts for piece in part if piece.marked}
        for parts in ((hit.title, *hit.snippets), (view.title, *view.paragraphs))
    )
    assert in_list == in_view
    return in_list


def test_each_marks_by_its_own_words(sites: tuple[Site, Site]) -> None:
    assert in_turn(sites, lambda site: marked(site, "ayiq")) == [{"Ayiqlar", "ayiq"}, {"Ayiqlar", "ayiq"}]
    assert in_turn(sites, lambda site: marked(site, "qongir")) == [{"Qoʻngʻir", "qoʻngʻir"}] * 2
    bears, foxes = sites
    assert marked(foxes, "tulki") == {"Tulkilar", "tulki"}
    assert bears.ids("ayiq YOKI qoʻngʻir") == {"ayiq", "qongir"}


def test_each_completes_by_its_own_words(sites: tuple[Site, Site]) -> None:
    def completions(site: Site) -> dict[str, int]:
        return {each.text: each.count for each in site.service.suggest("ayi", 5)}

    assert in_turn(sites, lambda site: completions(site)["ayiq"]) == [2, 1]


def test_each_offers_the_filters_that_its_own_words_name(sites: tuple[Site, Site]) -> None:
    def offered(site: Site) -> list[tuple[tuple[str, str], ...]]:
        return [each.filters for each in site.find("qoʻngʻir oʻrmon").refinements]

    assert in_turn(sites, offered) == [[(("sector", "bears"),)], [(("sector", "foxes"),)]]


def test_each_lifts_filters_out_of_a_query_by_its_own_words(sites: tuple[Site, Site]) -> None:
    doors = {id(site): create_app(site.settings, public=False).test_client() for site in sites}

    def chosen(site: Site) -> object:
        body = doors[id(site)].get("/api/search?q=soha:qoʻngʻir").json
        assert body is not None
        return [row["value"] for row in body["facets"]["sector"]["values"] if row["selected"]]

    assert in_turn(sites, chosen) == [["bears"], ["foxes"]]


def test_each_knows_days_said_from_today_by_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("hozir = bugun\n", encoding="utf-8")
    tables = read_categories(ROOT / "corpus")
    own = FilterNames(tables, read_analyzer(tmp_path))
    other = FilterNames(tables, read_analyzer(ROOT / "corpus"))
    for _ in range(2):
        assert own.is_of_today("hozir paxta")
        assert not other.is_of_today("hozir paxta")
        assert [each.query.start for each in name_filters(Query("hozir paxta"), own, TODAY)] == [TODAY]
        assert not list(name_filters(Query("hozir paxta"), other, TODAY))
