import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.cli import main
from search.settings import ROOT

Put = Callable[..., Path]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))


def checked(captured: Captured) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(captured.readouterr().out)
    return values


def test_a_check_tells_what_a_run_would_do_and_builds_nothing(put: Put, tmp_path: Path, capsys: Captured) -> None:
    corpus = put(a_txt="Maktab ochildi\n\nYangi maktab ochildi.", b_csv="title,body\nBogʻcha,Matn.\n")
    assert main(["check", str(corpus)]) == 0
    assert "2 releases would be indexed; 0 left out, 0 broken. Nothing was built." in capsys.readouterr().out
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(("files", "code"), [({"a_txt": "A", "b_txt": b"\xff"}, 3), ({"b_txt": b"\xff"}, 2), ({}, 2)])
def test_the_exit_codes_are_those_of_a_run(put: Put, files: dict[str, str | bytes], code: int) -> None:
    corpus = put(**files)
    assert main(["check", str(corpus)]) == code
    assert main([str(corpus)]) == code


def test_a_column_that_is_offered_is_used_when_it_is_named(put: Put, capsys: Captured) -> None:
    corpus = put(x_csv="title,body,Kun\nMaktab ochildi,Yangi maktab.,05.03.2026\n")
    assert main(["check", str(corpus), "--json"]) == 0
    (column,) = checked(capsys)["files"][0]["unknown"]
    assert column["map"] == "--map date=Kun"
    assert main(["check", str(corpus), *column["map"].split(), "--json"]) == 0
    values = checked(capsys)
    assert values["years"] == {"2026": 1}
    assert values["files"][0]["unknown"] == []


def test_without_paths_the_recorded_corpus_is_checked_as_it_is_understood(put: Put, capsys: Captured) -> None:
    corpus = put(x_csv="title,body,Kun\nMaktab ochildi,Yangi maktab.,05.03.2026\n")
    assert main([str(corpus), "--map", "date=Kun"]) == 0
    capsys.readouterr()
    assert main(["check", "--json"]) == 0
    values = checked(capsys)
    assert (values["paths"], values["years"]) == ([str(corpus)], {"2026": 1})


def test_where_no_path_was_ever_given_the_samples_are_checked(capsys: Captured) -> None:
    assert main(["check", "--json", "--sample", "0"]) == 0
    values = checked(capsys)
    assert values["paths"] == [str(ROOT / "corpus" / "releases")]
    assert values["releases"] > 0
    assert values["files"][0]["samples"] == []


def test_sectors_and_regions_that_no_table_holds_are_named(put: Put, capsys: Captured) -> None:
    line = json.dumps({"id": "a", "title": "Maktab ochildi", "sector": "dengiz", "region": "Samarqand, oy"})
    assert main(["check", str(put(x_jsonl=line)), "--json"]) == 0
    remarks = {one["kind"]: one["first"][0] for one in checked(capsys)["remarks"]}
    assert remarks["unknown-sector"] == {"place": "x.jsonl, line 1", "text": "dengiz"}
    assert remarks["unknown-region"]["text"] == "oy"


@pytest.mark.parametrize("arguments", [["--sample", "-1"], ["--sample", "besh"], ["--map", "Kun"], ["--full"]])
def test_a_wrong_option_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert ended.value.code == 2


def test_a_path_that_is_not_there_is_named(capsys: Captured, tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "yoʻq")]) == 1
    assert "yoʻq cannot be used" in capsys.readouterr().err


def test_the_shared_exports_are_understood(shared: Path, capsys: Captured) -> None:
    if not (shared / "data" / "ingest" / "files").is_dir():
        pytest.skip("the shared exports are not beside this checkout")
    assert main(["check", str(shared / "data" / "ingest" / "files"), "--json"]) == 3
    values = checked(capsys)
    merged = sum(len(ids) - 1 for ids in values["merged"])
    assert values["records"] == values["releases"] + merged + values["left_out"] + values["broken"]
    assert {file["format"] for file in values["files"]} >= {
        "WordPress export (WXR)",
        "Telegram Desktop (JSON)",
        "CSV of Bitrix",
        "CSV of Joomla",
        "CSV of DataLife Engine",
        "JSON of Drupal",
    }


def test_a_check_and_a_run_find_the_same_of_the_shared_exports(shared: Path, capsys: Captured) -> None:
    if not (shared / "data" / "ingest" / "files").is_dir():
        pytest.skip("the shared exports are not beside this checkout")
    assert main(["check", str(shared / "data" / "ingest" / "files"), "--json"]) == 3
    told = checked(capsys)
    assert main([str(shared / "data" / "ingest" / "files"), "--json"]) == 3
    done = checked(capsys)
    assert (told["releases"], told["left_out"], told["broken"]) == (
        done["documents"],
        len(done["passed"]),
        len(done["skipped"]),
    )
    assert sorted(told["merged"]) == sorted(done["merged"])
    warned = Counter(one["kind"] for one in done["warnings"] if one["kind"] != "encoding")
    assert {one["kind"]: one["count"] for one in told["remarks"]} == warned


def test_twins_are_named_as_a_run_makes_them_one(put: Put, capsys: Captured) -> None:
    text = (
        "Vazirlik maʼlum qilishicha, yangi maktab binosi 960 oʻrinli boʻlib, unda zamonaviy sinf xonalari, "
        "laboratoriya, kutubxona va sport zali bor. Maktabda ikki yuz nafar oʻqituvchi ishlaydi, oʻquvchilar esa "
        "kelgusi haftadan boshlab darslarga qatnaydi. Qurilish ishlari bir yilda yakunlandi."
    )
    rows = [
        {"id": name, "title": "Maktab ochildi", "body": text, "date": "2026-03-05", "url": f"https://{name}.example/a"}
        for name in ("birinchi", "ikkinchi")
    ]
    corpus = put(x_jsonl="\n".join(map(json.dumps, rows)))
    assert main(["check", str(corpus), "--json"]) == 0
    told = checked(capsys)
    assert main([str(corpus), "--json"]) == 0
    assert told["merged"] == checked(capsys)["merged"] == [["birinchi", "ikkinchi"]]
    assert told["releases"] == 1
