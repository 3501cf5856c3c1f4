"""Runs over twins: one release of each group, whatever is added, edited or removed, in whatever order."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.manifest import Manifest
from index.run import Report
from search.release import Release
from tests.index.conftest import TAGGER, Reindex, reindex_into
from tests.index.fake import FakeStore

Put = Callable[..., Path]

LATIN = """Viloyatda yangi suv inshooti ishga tushdi.

Inshoot yiliga 120 ming gektar yerni suv bilan taʼminlaydi, unda 48 ta nasos oʻrnatilgan.

Qurilish ishlari ikki yil davom etdi, unda mahalliy korxonalar ishtirok etdi va 300 nafar ishchi mehnat qildi."""
CYRILLIC = """Вилоятда янги сув иншооти ишга тушди.

Иншоот йилига 120 минг гектар ерни сув билан таъминлайди, унда 48 та насос ўрнатилган.

Қурилиш ишлари икки йил давом этди, унда маҳаллий корхоналар иштирок этди ва 300 нафар ишчи меҳнат қилди."""
AGENCY = f"{LATIN}\n\nBu haqda agentlik muxbiri maʼlum qildi, tantanali marosim ertaga boʻladi."
NOTICE = """Markaziy bank ertangi kundan boshlab chet el valyutalarining soʻmga nisbatan rasmiy kursini eʼlon qildi va
uni barcha banklarga yetkazdi. Unga koʻra bir AQSH dollari {} soʻm etib belgilandi. Kurs bojxona toʻlovlarini hisoblash
uchun qoʻllaniladi, banklar oʻz kurslarini mustaqil belgilaydi."""


def page(title: str, text: str, url: str = "", date: str = "2026-03-01") -> str:
    address = f"url: {url}\n" if url else ""
    return f"---\ndate: {date}\n{address}---\n{title}\n\n{text}\n"


LATIN_PAGE = page("Suv inshooti ochildi", LATIN, "https://suv.example/oz/view/17")
CYRILLIC_PAGE = page("Сув иншооти очилди", CYRILLIC, "https://suv.example/uz/view/17")
AGENCY_PAGE = page("Inshoot ochildi", AGENCY, "https://agentlik.example/oz/suv-inshooti", "2026-03-02")


def bare(releases: dict[str, Release]) -> dict[str, Release]:
    return {name: release.with_(first_seen=0, changed=0) for name, release in releases.items()}


def test_twins_are_one_release_with_all_their_words(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    report = reindex(put(lotin_txt=LATIN_PAGE, kirill_txt=CYRILLIC_PAGE, nusxa_txt=AGENCY_PAGE))
    (release,) = fake.held().values()
    assert (release.id, report.documents) == ("lotin", 1)
    assert [(copy.id, copy.script) for copy in release.copies] == [("kirill", "cyrl"), ("nusxa", "latn")]
    assert "agentlik muxbiri" in release.searched
    assert "насос" not in release.searched
    assert [merge.ids for merge in report.merges] == [("lotin", "kirill", "nusxa")]
    live = fake.live()
    assert live is not None
    assert fake.history(live).heirs == {"kirill": "lotin", "nusxa": "lotin"}


def test_notices_of_one_office_in_one_script_are_never_one(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    urls = [f"https://bank.example/oz/kurs/{day}" for day in (1, 2)]
    put(a_txt=page("Kurs", NOTICE.format("12 640"), urls[0]), b_txt=page("Kurs", NOTICE.format("12 655"), urls[1]))
    assert reindex(put()).documents == 2


def test_numbers_that_differ_keep_two_offices_apart(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    put(a_txt=page("Kurs", NOTICE.format("12 640"), "https://a.example/kurs/1"))
    put(b_txt=page("Kurs", NOTICE.format("12 655"), "https://b.example/kurs/1"))
    assert reindex(put()).documents == 2


def test_likeness_says_nothing_of_what_has_no_day_or_lies_weeks_apart(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    put(a_txt=LATIN_PAGE, b_txt=f"Inshoot ochildi\n\n{AGENCY}", c_txt=AGENCY_PAGE.replace("2026-03-02", "2026-02-02"))
    assert reindex(put()).documents == 3


def test_one_page_under_two_addresses_is_one_release_and_the_dated_one_counts(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    rows = [
        {"title": "Suv inshooti", "content": LATIN, "url": "http://www.suv.example/oz/1/", "published_at": ""},
        {
            "title": "Suv inshooti",
            "content": LATIN,
            "url": "https://suv.example/oz/1?utm_source=tg",
            "published_at": "2026-03-01",
        },
    ]
    for _ in range(2):
        report = reindex(put(a_json=json.dumps(rows)))
        (release,) = fake.held().values()
        assert (str(release.date), report.documents, release.copies) == ("2026-03-01", 1, ())
    assert not reindex().published


def test_a_site_undoes_a_merge_and_takes_that_back(
    fake: FakeStore, put: Put, reindex: Reindex, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = put(lotin_txt=LATIN_PAGE, kirill_txt=CYRILLIC_PAGE)
    assert reindex(corpus).documents == 1
    monkeypatch.setattr("index.corpus_reader.read_separate", lambda corpus: frozenset({frozenset({"lotin", "kirill"})}))
    report = reindex()
    assert (report.documents, report.difference.added, report.difference.changed) == (2, ("kirill",), ("lotin",))
    assert not any(release.copies for release in fake.held().values())
    monkeypatch.undo()
    report = reindex()
    assert (report.documents, report.difference.removed) == (1, ("kirill",))
    live = fake.live()
    assert live is not None
    assert [(gone.id, gone.heir) for gone in fake.history(live).gone] == [("kirill", "lotin")]


def test_a_merge_of_many_is_no_removal(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    for number in range(30):
        put(**{f"k{number}_txt": CYRILLIC_PAGE.replace("view/17", f"view/{number}").replace("120", str(200 + number))})
    assert reindex(put()).documents == 30
    for number in range(30):
        put(**{f"l{number}_txt": LATIN_PAGE.replace("view/17", f"view/{number}").replace("120", str(200 + number))})
    report: Report = reindex()
    assert (report.documents, report.published) == (30, True)


EDIT = st.sampled_from(
    [
        *(("lotin_txt", text) for text in (LATIN_PAGE, LATIN_PAGE.replace("48 ta", "49 ta"), None)),
        *(("kirill_txt", text) for text in (CYRILLIC_PAGE, CYRILLIC_PAGE.replace("2026-03-01", "2026-02-28"), None)),
        *(("nusxa_txt", text) for text in (AGENCY_PAGE, page("Boshqa", NOTICE.format("1")), None)),
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(rounds=st.lists(st.lists(EDIT, min_size=1, max_size=3), max_size=5))
def test_a_row_of_small_runs_over_twins_ends_where_one_full_run_does(
    rounds: list[list[tuple[str, str | None]]], put: Put, corpus: Path
) -> None:
    for path in corpus.iterdir():
        path.unlink()
    small = FakeStore()
    put(start_txt="Boshi shu")
    reindex_into(small, corpus)(corpus)
    for edits in rounds:
        for name, text in edits:
            if text is None:
                (corpus / name.replace("_", ".")).unlink(missing_ok=True)
            else:
                put(**{name: text})
        reindex_into(small, corpus)()
    full = FakeStore()
    reindex_into(full, corpus)(corpus)
    assert bare(small.held()) == bare(full.held())
    live, whole = small.live(), full.live()
    assert live is not None
    assert whole is not None
    ours, theirs = (Manifest.from_json(store.manifest(one)) for store, one in ((small, live), (full, whole)))
    assert ours.documents == theirs.documents
    assert small.history(live).heirs == full.history(whole).heirs


def test_the_tagger_reads_what_only_a_copy_says(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    reindex(put(lotin_txt=LATIN_PAGE, nusxa_txt=AGENCY_PAGE))
    (release,) = fake.held().values()
    texts = TAGGER.texts([release])
    assert "agentlik muxbiri" in texts.texts[1]
    assert texts.texts[texts.bodies[0]] == release.body
