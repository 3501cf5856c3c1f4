"""Runs that keep what is in other languages than Uzbek: releases of their own, in their language, never a twin."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.cli import main
from index.manifest import Manifest
from index.readers import SUFFIXES, ReadRelease, Rules, Skipped, read_releases, suffix_of
from search.engines import open_service, open_store
from search.query import Query
from search.release import Release
from search.settings import ROOT, Settings
from tests.index.conftest import Reindex
from tests.index.fake import FakeStore

Put = Callable[..., Path]

LATER = dt.date(2026, 11, 26)  # than every day of the samples
FILES = Path(__file__).parent / "files"
UZBEK = "Toshkentda yangi maktab ochildi va 600 oʻquvchi oʻqishni boshladi, uni hokim ochib berdi."
RUSSIAN = "В Ташкенте открылась новая школа, в которой начали учиться 600 детей, сообщили в министерстве."
ENGLISH = "A new school for 600 pupils was opened in Tashkent, and the ministry said that it is the first of its kind."


def line(name: str, body: str, **more: Any) -> str:
    return json.dumps({"id": name, "title": body.split(",")[0], "body": body, "date": "2026-03-05", **more})


def read(path: Path, *, keep_foreign: bool) -> list[Release | Skipped]:
    found = read_releases(path, Rules(LATER, keep_foreign=keep_foreign))
    return [
        one.release if isinstance(one, ReadRelease) else one for one in found if isinstance(one, ReadRelease | Skipped)
    ]


@pytest.mark.parametrize("name", [path.name for path in sorted(FILES.iterdir()) if suffix_of(path.name) in SUFFIXES])
def test_every_sample_gives_what_it_gave_and_what_was_left_out_for_its_language(name: str) -> None:
    before, after = (read(FILES / name, keep_foreign=keep_foreign) for keep_foreign in (False, True))
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        if isinstance(one, Skipped) and one.reason.startswith("foreign:"):
            assert isinstance(other, Release), one
            assert other.language == one.reason.removeprefix("foreign:")
            assert other.language in other.id.split("-")
        else:
            assert one == other
            assert isinstance(one, Skipped) or one.language == "uz"


def test_rows_of_one_id_are_releases_with_ids_of_their_own(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    lines = "\n".join([line("yangilik-15", RUSSIAN), line("yangilik-15", UZBEK), line("yangilik-15", ENGLISH)])
    report = reindex(put(a_jsonl=lines, uz__kun_txt=UZBEK, ru__kun_txt=RUSSIAN), keep_foreign=True)
    assert not report.skipped
    assert {name: release.language for name, release in fake.held().items()} == {
        "yangilik-15": "uz",
        "yangilik-15-ru": "ru",
        "yangilik-15-en": "en",
        "kun": "uz",
        "kun-ru": "ru",
    }


def test_without_the_switch_they_are_passed_over_and_counted(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    report = reindex(put(a_jsonl="\n".join([line("a", UZBEK), line("b", RUSSIAN)]), c_txt=ENGLISH))
    assert set(fake.held()) == {"a"}
    assert sorted(one.reason for one in report.passed) == ["foreign:en", "foreign:ru"]


def test_the_switch_is_remembered_until_it_is_taken_back(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_jsonl="\n".join([line("a", UZBEK), line("b", RUSSIAN)]))
    reindex(corpus)
    assert reindex(keep_foreign=True).difference.added == ("b-ru",)
    live = fake.live()
    assert live is not None
    assert Manifest.from_json(fake.manifest(live)).keep_foreign
    put(c_txt=ENGLISH)
    report = reindex()
    assert report.difference.added == ("c-en",)
    assert not report.passed
    assert reindex(full=True).documents == 3
    report = reindex(keep_foreign=False)
    assert set(report.difference.removed) == {"b-ru", "c-en"}
    assert set(fake.held()) == {"a"}
    assert len(reindex(checksum=True).passed) == 2


def test_it_is_remembered_also_where_nothing_was_in_another_language_yet(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    reindex(put(a_txt=UZBEK))
    assert reindex(keep_foreign=True).published
    put(b_txt=RUSSIAN)
    assert reindex().difference.added == ("b-ru",)
    assert not reindex(keep_foreign=True).published


def test_a_manifest_that_says_nothing_of_it_keeps_none(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    reindex(put(a_txt=UZBEK))
    live = fake.live()
    assert live is not None
    values = json.loads(fake.manifest(live))
    del values["keep_foreign"]
    assert not Manifest.from_json(json.dumps(values)).keep_foreign


def test_they_have_the_tags_that_they_name_and_none_of_uzbek_stems(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    russian = f"{RUSSIAN} Энергетика, экспорт, Самарканд, Казахстан: банклар ва мактаблар."
    named = line("b", russian, sectors=["Энергетика"], regions=["Навоийская область"], source="Министерство энергетики")
    reindex(put(a_jsonl="\n".join([line("a", russian), named])), keep_foreign=True)
    release, other = fake.held()["a-ru"], fake.held()["b-ru"]
    assert (release.sectors, release.regions, release.countries) == ((), (), ())
    assert (other.sectors, other.regions, other.countries) == (("energetika",), ("navoiy",), ())
    assert not other.sectors_derived
    assert other.office


def test_translations_are_never_twins_whatever_links_them(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    address = "https://idora.example/{}/yangilik/17"
    figures = "2026 05 120 600 300 45 12 7 8 9 11 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33"
    rows = [
        line("a", f"{UZBEK} {figures}", url=address.format("uz")),
        line("b", f"{RUSSIAN} {figures}", url=address.format("ru")),
        line("c", f"{ENGLISH} {figures}", url=address.format("uz")),
    ]
    report = reindex(put(a_jsonl="\n".join(rows)), keep_foreign=True)
    assert set(fake.held()) == {"a", "b-ru", "c-en"}
    assert not report.merges


def test_the_same_russian_release_of_two_offices_is_one(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    text = " ".join([RUSSIAN, "Здание построили за два года, в нём есть спортивный зал, библиотека и столовая."] * 2)
    rows = [
        line("a", text, url="https://idora.example/ru/17"),
        line("b", text, url="https://agentlik.example/ru/shkola"),
    ]
    reindex(put(a_jsonl="\n".join(rows)), keep_foreign=True)
    (release,) = fake.held().values()
    assert (release.id, release.language, [copy.id for copy in release.copies]) == ("a-ru", "ru", ["b-ru"])


def test_a_record_with_an_uzbek_part_gives_that_alone(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    row = {"id": "x-1", "title_uz": "Maktab ochildi", "body_uz": UZBEK, "title_ru": "Школа", "body_ru": RUSSIAN}
    mixed = {"id": "x-2", "title": "Maktab", "body": f"<p>{UZBEK}</p><hr><p>{RUSSIAN}</p>"}
    none = {"id": "x-3", "title_ru": "Школа открылась", "body_ru": RUSSIAN, "title_en": "School", "body_en": "So."}
    reindex(put(a_json=json.dumps([row, mixed, none])), keep_foreign=True)
    held = fake.held()
    assert {name: release.language for name, release in held.items()} == {"x-1": "uz", "x-2": "uz", "x-3-ru": "ru"}
    assert "школа" not in held["x-2"].body
    assert (held["x-3-ru"].title, held["x-3-ru"].body) == ("Школа открылась", RUSSIAN)


def test_a_code_that_names_no_language_keeps_nothing(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    rows = [
        {"id": "x-1", "title_ru": "Qwerty", "body_ru": ""},
        {"id": "x-2", "translations": [{"language": "zz", "title": "Qwerty"}]},
        {"id": "x-3", "title": "Maktab ochildi", "body": UZBEK},
    ]
    report = reindex(put(a_json=json.dumps(rows)), keep_foreign=True)
    assert {name: release.language for name, release in fake.held().items()} == {"x-1-ru": "ru", "x-3": "uz"}
    assert [one.reason for one in report.passed] == ["foreign:zz"]


def message(number: int, text: str) -> dict[str, Any]:
    return {"id": number, "type": "message", "date": "2026-03-05T10:00:00", "text": text}


def test_a_message_of_a_channel_is_kept_whole(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    channel = {
        "name": "Idora",
        "type": "public_channel",
        "id": 5,
        "messages": [
            message(1, f"Открылась новая школа\n\n{RUSSIAN}"),
            message(2, f"Maktab ochildi\n\n{UZBEK}\n\n➖➖➖\n\n{RUSSIAN}"),
            message(3, "12345"),
        ],
    }
    path = put(result_json=json.dumps(channel))
    report = reindex(path)
    assert [(one.reason, one.place) for one in report.passed] == [("foreign:ru", "message 1"), ("empty", "message 3")]
    reindex(keep_foreign=True)
    held = fake.held()
    assert {name: release.language for name, release in held.items()} == {"tg-5-1-ru": "ru", "tg-5-2": "uz"}
    assert (held["tg-5-1-ru"].title, held["tg-5-1-ru"].body) == ("Открылась новая школа", RUSSIAN)
    assert "школа" not in held["tg-5-2"].body


def test_the_rubric_is_that_of_the_language(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    row = {"id": "x-1", "title_ru": "Школа", "body_ru": RUSSIAN, "category_uz": "Taʼlim", "category_ru": "Образование"}
    reindex(put(a_json=json.dumps([row])), keep_foreign=True)
    assert [release.rubric for release in fake.held().values()] == ["Образование"]


def test_a_slip_in_a_file_withdraws_nothing_of_another_language(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    lines = "\n".join([line("d", RUSSIAN), line("e", UZBEK)])
    reindex(put(a_txt=UZBEK, b_txt=RUSSIAN, c_jsonl=lines), keep_foreign=True)
    put(b_txt=b"\xff", c_jsonl="\n".join(['{"id": "d", "title": 5}', line("e", UZBEK)]))
    report = reindex()
    assert len(report.skipped) == 2
    assert set(fake.held()) == {"a", "b-ru", "d-ru", "e"}


def test_the_command_keeps_them_and_they_are_found(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus"), ("LOCK_WAIT", "0.2")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))
    corpus = put(a_jsonl="\n".join([line("a", UZBEK), line("b", RUSSIAN), line("c", ENGLISH)]))
    assert main(["check", str(corpus), "--keep-foreign", "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert (checked["releases"], checked["kept_foreign"]) == (3, {"ru": 1, "en": 1})
    assert checked["languages"] == {"uz-Latn": 1, "ru": 1, "en": 1}
    samples = [(sample["id"], sample["language"], sample["scripts"]) for sample in checked["files"][0]["samples"]]
    assert samples == [("a", "uz", ["uz-Latn"]), ("b-ru", "ru", ["ru"]), ("c-en", "en", ["en"])]
    assert main(["check", str(corpus)]) == 0
    assert "in Russian; --keep-foreign takes them in" in capsys.readouterr().out
    assert main([str(corpus), "--full", "--keep-foreign", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 3
    put(d_txt=f"Новости\n\n{RUSSIAN}")
    assert main([]) == 0
    service = open_service(Settings.read())
    assert {release.id for release in service.export(Query("сообщили")).releases} == {"b-ru", "d-ru"}
    assert main(["check"]) == 0  # of the recorded paths, and as the run was told
    assert "(2 in Russian, 1 in English)" in capsys.readouterr().out
    assert main(["--no-keep-foreign", "--allow-removals"]) == 0
    live = open_store(Settings.read()).live()
    assert live is not None
    assert live.documents == 1
