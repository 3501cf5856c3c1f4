import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Exit, Refinement, Snippet, Suggestion
from search.assist import assistance
from search.deadline import Deadline
from search.errors import IndexUnavailable, NotFound, TooSlow
from search.facets.selection import MISSING, read_selections
from search.query import Query
from search.query_language.parser import Not, Or, parse, unquoted, words_of
from search.query_language.printer import any_of_the_words, write
from search.query_language.relaxation import ENOUGH
from search.release import Release
from search.service import SearchService
from search.uzbek import key
from tests.search.engine_contract.engines import OpenEngine

EngineOver = Callable[[Iterable[Release]], SearchService]


def ids(engine: SearchService, q: str, **changes: object) -> list[str]:
    return [hit.release.id for hit in engine.answer(Query(q=q, sort="-date").with_(**changes)).hits]


def marked(snippets: Iterable[Snippet]) -> list[str]:
    return [piece.text for snippet in snippets for piece in snippet if piece.marked]


@pytest.fixture
def engine(engine_over: EngineOver, releases: tuple[Release, ...]) -> SearchService:
    return engine_over(releases)


@pytest.mark.parametrize(
    "typed",
    ["Qozog'iston", "qozogiston", "Қозоғистон", "QOZOG‘ISTON", "Qozogʻistonning", "qozoğiston", "QOZOG'ISTON*"],
)
def test_every_spelling_finds_the_same_release(engine: SearchService, typed: str) -> None:
    assert ids(engine, typed) == ["2025-06-01-yol-xarita"]


@pytest.mark.parametrize(
    "typed", ['"yo\'l xarita"', "yo‘l xaritalari", "yoʻl-xarita", "ittifoqdosh davlat", "2022-2023", "йўл харита"]
)
def test_compounds_phrases_and_inflections_find_the_release(engine: SearchService, typed: str) -> None:
    assert ids(engine, typed) == ["2025-06-01-yol-xarita"]


def test_a_cyrillic_release_is_found_from_latin(engine: SearchService) -> None:
    assert ids(engine, "mudofaa vazirligi") == ["2025-06-20-mudofaa"]


def test_a_word_without_marks_reaches_marked_ones_and_says_so(engine: SearchService) -> None:
    answer = engine.answer(Query(q="kop"))
    assert [hit.release.id for hit in answer.hits] == ["sanasiz-kop"]
    assert answer.understanding.reached[0].typed == "kop"
    assert "koʻp" in answer.understanding.reached[0].words


def test_a_marked_word_never_reaches_an_unmarked_one(engine_over: EngineOver) -> None:
    engine = engine_over([Release("kop", "kop"), Release("koʻp", "koʻp")])
    assert ids(engine, "koʻp") == ["koʻp"]


def test_quotes_mean_the_written_form_and_offer_the_inflected(engine: SearchService) -> None:
    assert ids(engine, '"quyosh elektr"') == ["2026-03-05-quyosh"]
    answer = engine.answer(Query(q='"quyosh paneli"'))
    assert answer.total == 0
    assert answer.unquoted is not None
    assert (answer.unquoted.query.q, answer.unquoted.count) == (
        "quyosh paneli",
        2,
    )  # with one word less, as its page shows


@pytest.mark.parametrize("typed", ['"quyosh YOKI shamol"', '"suv OR havo"', '"VA"', '"BMT VA ЁКИ"'])
def test_an_operator_inside_quotes_is_a_word_in_the_query_that_is_offered(engine_over: EngineOver, typed: str) -> None:
    engine = engine_over(
        [
            Release("a", "Quyosh paneli yoki shamol quvvati", "suv or havo"),
            *(Release(f"q{n}", "Quyosh", "suv") for n in range(7)),
            *(Release(f"s{n}", "Shamol", "havo") for n in range(7)),
        ]
    )
    answer = engine.answer(Query(typed))
    if answer.unquoted:
        offered = engine.answer(answer.unquoted.query)
        assert offered.total == answer.unquoted.count
        assert not isinstance(answer.unquoted.query.parsed.tree, Or)


@given(st.lists(st.sampled_from(["quyosh", "YOKI", "VA", "OR", "NOT", "EMAS", "ЁКИ", "gaz", "(", ")"]), max_size=5))
def test_a_quote_without_its_marks_is_written_so_that_it_reads_as_its_words(typed: list[str]) -> None:
    tree = parse(f'"{" ".join(typed)}"').tree
    if tree is not None:
        again = parse(write(unquoted(tree))).tree
        assert [*map(key, words_of(again))] == [*map(key, words_of(tree))]
        assert not isinstance(again, Or | Not)


def test_operators_combine(engine: SearchService) -> None:
    assert ids(engine, "quyosh") == ["2026-03-05-quyosh", "sanasiz-kop"]
    assert ids(engine, "quyosh EMAS panel") == ["2026-03-05-quyosh"]
    assert ids(engine, "futbol YOKI mudofaa") == ["2025-06-20-mudofaa", "2024-01-10-sport"]
    assert ids(engine, "-quyosh -futbol") == ["2025-06-20-mudofaa", "2025-06-01-yol-xarita"]
    assert ids(engine, "sarlavha:quyosh") == ["2026-03-05-quyosh"]
    assert ids(engine, 'sarlavha:"quyosh panellari"') == []
    assert ids(engine, "quy*") == ["2026-03-05-quyosh", "sanasiz-kop"]


def test_stop_words_are_never_required_but_found_alone(engine: SearchService) -> None:
    assert ids(engine, "quyosh va yangi") == ids(engine, "quyosh yangi")
    answer = engine.answer(Query(q="bilan"))
    assert answer.understanding.only_stop_words
    assert [hit.release.id for hit in answer.hits] == ["2025-06-01-yol-xarita"]


def test_words_relax_under_relevance_and_the_answer_says_so(engine: SearchService) -> None:
    answer = engine.answer(Query(q="quyosh futbol"))
    assert answer.total == 3
    assert (answer.understanding.matching, answer.understanding.required, answer.understanding.of) == ("relaxed", 1, 2)
    assert engine.answer(Query(q="quyosh futbol", sort="-date")).total == 0


def test_nothing_is_relaxed_when_enough_match(engine_over: EngineOver) -> None:
    both = [Release(f"ikki-{n}", "quyosh futbol") for n in range(ENOUGH)]
    answer = engine_over([*both, Release("bir", "quyosh")]).answer(Query(q="quyosh futbol"))
    assert (answer.total, answer.understanding.matching) == (ENOUGH, "all")


def test_marks_fall_on_the_letters_of_the_source(engine: SearchService) -> None:
    hit = engine.answer(Query(q="қозоғистон")).hits[0]
    assert marked([hit.title]) == ["Qozog'iston"]
    assert "".join(piece.text for piece in hit.title) == hit.release.title
    hit = engine.answer(Query(q="toğda")).hits[0]
    assert marked(hit.snippets) == ["тоғда"]


def test_a_quote_marks_only_where_the_words_adjoin(engine_over: EngineOver) -> None:
    engine = engine_over([Release("a", "Xabar", "Quyosh botdi. Quyosh nuri tushdi, nuri.")])
    assert marked(engine.answer(Query(q='"quyosh nuri"')).hits[0].snippets) == ["Quyosh", "nuri"]


def test_what_is_excluded_is_not_marked(engine: SearchService) -> None:
    hit = engine.answer(Query(q="quyosh -panel")).hits[0]
    assert marked([hit.title, *hit.snippets]) == ["quyosh"]


def test_date_orders_put_the_undated_last(engine: SearchService) -> None:
    newest = [hit.release.id for hit in engine.answer(Query()).hits]
    oldest = [hit.release.id for hit in engine.answer(Query(sort="date")).hits]
    assert newest[-1] == oldest[-1] == "sanasiz-kop"
    assert newest[:-1] == oldest[-2::-1]


def test_pages_partition_the_order(engine: SearchService) -> None:
    whole = [hit.release.id for hit in engine.answer(Query(per_page=100)).hits]
    pages = [engine.answer(Query(per_page=2, page=page)) for page in (1, 2, 3, 4)]
    assert [hit.release.id for page in pages for hit in page.hits] == whole
    assert {(page.total, page.pages) for page in pages} == {(5, 3)}


def test_a_facet_ignores_its_own_selection(engine: SearchService) -> None:
    answer = engine.answer(Query(selections=read_selections({"sector": ("energetika",)})))
    sector = answer.facet("sector")
    assert sector is not None
    assert answer.total == 1
    assert {value.value: value.count for value in sector.values} == {
        "diplomatiya": 1,
        "energetika": 1,
        "fan": 1,
        "investitsiyalar": 1,
        "mudofaa": 1,
    }
    assert [value.value for value in sector.values if value.selected] == ["energetika"]
    assert sector.missing == 1
    source = answer.facet("source")
    assert source is not None
    assert (source.values[0].value, source.values[0].count) == ("energetika-vazirligi", 1)


def test_a_chosen_value_that_nothing_has_still_shows(engine: SearchService) -> None:
    sector = engine.answer(Query(selections=read_selections({"sector": ("fazo",)}))).facet("sector")
    assert sector is not None
    assert [(value.value, value.count) for value in sector.values if value.selected] == [("fazo", 0)]


def test_none_finds_those_without_a_value(engine: SearchService) -> None:
    assert ids(engine, "", selections=read_selections({"sector": (MISSING,)})) == ["sanasiz-kop"]
    assert ids(engine, "", selections=read_selections({"sector": (MISSING, "fan")})) == [
        "2024-01-10-sport",
        "sanasiz-kop",
    ]
    assert ids(engine, "", undated=True) == ["sanasiz-kop"]


def test_a_value_may_be_left_out_and_is_counted_as_if_it_were_not(engine: SearchService) -> None:
    everything = engine.answer(Query()).total
    without = engine.answer(Query(selections=read_selections({"sector": ("-energetika",)})))
    sector = without.facet("sector")
    assert sector is not None
    left_out = next(value for value in sector.values if value.value == "energetika")
    assert (left_out.selected, left_out.excluded) == (False, True)
    assert without.total == everything - left_out.count < everything
    named = engine.answer(Query(selections=read_selections({"sector": (f"-{MISSING}",)})))
    facet = named.facet("sector")
    assert facet is not None
    assert (named.total, facet.missing_excluded) == (everything - facet.missing, True)


def test_the_histogram_drills_from_years_to_months_to_days(engine: SearchService) -> None:
    years = engine.answer(Query(interval="year")).histogram
    assert years is not None
    assert [(bucket.start.year, bucket.count) for bucket in years.buckets] == [(2024, 1), (2025, 2), (2026, 1)]
    assert years.missing == 1
    months = engine.answer(Query(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31))).histogram
    assert months is not None
    assert (months.interval, len(months.buckets)) == ("month", 12)
    assert [bucket.start.month for bucket in months.buckets if bucket.count] == [6]
    days = engine.answer(Query(start=dt.date(2025, 6, 1), end=dt.date(2025, 6, 30))).histogram
    assert days is not None
    assert (days.interval, len(days.buckets)) == ("day", 30)
    assert [bucket.start.day for bucket in days.buckets if bucket.count] == [1, 20]
    assert all(bucket.selected for bucket in days.buckets)


def test_a_page_has_the_periods_of_today_and_the_archive_behind(
    engine: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.service.today", lambda: dt.date(2025, 7, 19))
    shown = engine.answer(Query(q="mudofaa", interval="year"), acting=True).histogram
    whole = engine.answer(Query(interval="year"), acting=True).histogram
    assert shown is not None
    assert whole is not None
    assert [(each.name, each.start, each.end) for each in shown.periods] == [
        ("7-days", dt.date(2025, 7, 13), dt.date(2025, 7, 19)),
        ("30-days", dt.date(2025, 6, 20), dt.date(2025, 7, 19)),
        ("last-month", dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        ("this-year", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ]
    for period in whole.periods:
        assert period.count == engine.answer(Query(start=period.start, end=period.end)).total
    counts = {bucket.start.year: bucket.count for bucket in whole.buckets}
    assert shown.archive == tuple(counts[bucket.start.year] for bucket in shown.buckets)
    assert whole.archive == (), "nothing is left out of it"
    asked = engine.answer(Query(q="mudofaa")).histogram
    assert asked is not None
    assert (asked.periods, asked.archive) == ((), ())


def test_the_last_year_of_the_calendar_has_a_bucket(engine_over: EngineOver) -> None:
    engine = engine_over(
        [Release("a", "Uzoq", date=dt.date(9999, 12, 31)), Release("b", "Eski", date=dt.date(1, 1, 1))]
    )
    histogram = engine.answer(Query(interval="year")).histogram
    assert histogram is not None
    assert (len(histogram.buckets), histogram.buckets[-1].count) == (9999, 1)


def test_a_step_that_makes_too_many_buckets_becomes_coarser_and_says_so(engine: SearchService) -> None:
    wide = Query(start=dt.date(1900, 1, 1), end=dt.date(2100, 12, 31), interval="day")
    histogram = engine.answer(wide).histogram
    assert histogram is not None
    assert (histogram.interval, len(histogram.buckets)) == ("month", 201 * 12)


def test_an_empty_answer_has_computed_exits(engine: SearchService) -> None:
    answer = engine.answer(
        Query(q="quyosh", sort="-date", selections=read_selections({"sector": ("mudofaa",)}), undated=True)
    )
    assert {way.dropped: way.count for way in answer.exits} == {"filters": 2, "sector": 1}
    for way in answer.exits:
        assert engine.answer(way.query).total == way.count
    broader = engine.answer(Query(q="quyosh mudofaa", sort="date")).exits
    assert [(way.dropped, way.count) for way in broader] == [("all-words", 3)]
    assert engine.answer(broader[0].query).total == 3


def test_a_word_that_is_nowhere_is_named_with_its_count(engine: SearchService) -> None:
    answer = engine.answer(Query(q="quyosh yoqolgansoz", sort="-date"))
    assert [(word.word, word.count) for word in answer.understanding.words] == [("quyosh", 2), ("yoqolgansoz", 0)]


def test_explained_shares_add_up_to_the_score(engine: SearchService) -> None:
    for hit in engine.answer(Query(q='quyosh "elektr stansiyasi" yan*', explain=True)).hits:
        assert hit.explanation is not None
        assert sum(share for _, share in hit.explanation) == pytest.approx(hit.score)


def test_a_release_is_read_whole_with_marks_and_its_likes(
    engine_over: EngineOver, releases: tuple[Release, ...]
) -> None:
    twin = releases[0].with_(id="egizak", title="Navoiyda quyosh elektr stansiyasi kengaydi")
    reading = engine_over([*releases, twin]).read("2026-03-05-quyosh", "makon")
    assert "\n\n".join("".join(p.text for p in paragraph) for paragraph in reading.paragraphs) == reading.release.body
    assert marked(reading.paragraphs) == ["makon"]
    assert reading.similar[0].release.id == "egizak"


def test_an_unknown_release_is_not_found(engine: SearchService) -> None:
    with pytest.raises(NotFound, match="yoq"):
        engine.read("yoq")


def test_without_an_index_the_command_is_named(opened: OpenEngine) -> None:
    with pytest.raises(IndexUnavailable, match=r"reindex"):
        opened.service().answer(Query())


def test_a_query_that_takes_too_long_is_stopped(opened: OpenEngine, publish: Callable[..., None]) -> None:
    publish([Release("a", "quyosh")])
    with pytest.raises(TooSlow, match="IZLA_TIME_LIMIT"):
        opened.service(time_limit=1e-9).answer(Query(q="quyosh"))


def test_all_of_an_answer_has_one_deadline(engine: SearchService, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[float] = []
    after = Deadline.after

    def counted(seconds: float) -> Deadline:
        made.append(seconds)
        return after(seconds)

    monkeypatch.setattr(Deadline, "after", counted)
    for act in (
        lambda: engine.answer(Query("qoshqir quyosh energetika 2026 mart")),
        lambda: engine.answer(Query('"quyosh panelli"', sort="-date")),
        lambda: engine.suggest("quyosh pa", 8),
        lambda: engine.read("sanasiz-kop", "quyosh"),
        lambda: engine.explain("sanasiz-kop", Query("quyosh gaz")),
    ):
        made.clear()
        act()
        assert len(made) == 1


def test_assistance_that_the_time_does_not_reach_for_is_left_out_and_named(
    engine: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        raise TooSlow("late")

    monkeypatch.setattr(assistance, "correct", late)
    answer = engine.answer(Query("quyosh"))
    assert (answer.total, answer.left_out) == (2, ("did_you_mean",))
    monkeypatch.setattr(assistance, "ways_out", late)
    monkeypatch.setattr(assistance, "_refinements", late)
    answer = engine.answer(Query("yoqsoz", selections=read_selections({"sector": ("fan",)})))
    assert (answer.total, answer.left_out) == (0, ("did_you_mean", "readings", "exits"))


def test_an_offered_query_finds_what_the_offer_says(engine_over: EngineOver) -> None:
    engine = engine_over(
        [
            Release("a", "Energetika dasturi tanishtirildi", "quyosh", sectors=("energetika",)),
            Release("b", "Dastur", "quyosh stansiyasi", sectors=("energetika",)),
            Release("c", "Energetika haqida", "shamol", sectors=("energetika",)),
            *(Release(f"d{n}", "Iqtisodiyot islohoti", "dastur") for n in range(12)),
        ]
    )
    for typed in ("energetika dasturi quyosh", "iqtisodiyott islohoti quyosh", "“quyosh dasturi”", "qwzx energetika"):
        for sort in (None, "-date"):
            answer = engine.answer(Query(typed, sort=sort))
            suggestions = [offer for offer in (answer.meant, answer.unquoted) if offer]
            offers: list[Refinement | Exit | Suggestion] = [*answer.refinements, *answer.exits, *suggestions]
            for offer in offers:
                assert engine.answer(offer.query).total == offer.count, offer


def test_a_new_generation_is_served_at_once(engine: SearchService, publish: Callable[..., None]) -> None:
    before = engine.generation()
    publish([Release("yangi", "Yangi xabar")])
    assert ids(engine, "") == ["yangi"]
    assert engine.generation().id != before.id


@pytest.mark.parametrize("q", ["1 2", "A B", "БМТ YOQ", "9 EMAS 8", "“X” Y"])
def test_words_without_small_letters_have_ways_out_too(engine: SearchService, q: str) -> None:
    answer = engine.answer(Query(q, sort="date"))
    assert answer.total == 0
    for way in answer.exits:
        assert engine.answer(way.query).total == way.count


@given(st.lists(st.sampled_from(["1", "QUYOSH", "A-B", "2026", "-X", "(Y", "OR", "EMAS"]), max_size=6).map(" ".join))
def test_what_is_written_of_a_query_is_read_as_the_same_query(q: str) -> None:
    tree = parse(q).tree
    if tree is not None:
        assert write(parse(write(tree)).tree or tree) == write(tree)
    wider = any_of_the_words(tree)
    assert wider is None or any_of_the_words(parse(wider).tree) is None
