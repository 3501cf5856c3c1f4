"""The page of imports: every command of it does what it says, over a small file of the shape that it names."""

import csv
import io
import json
import re
import shlex
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from index.cli import main
from index.records.field_names import FIELDS
from search.settings import ROOT

Captured = pytest.CaptureFixture[str]
FOLDER: Final = "/srv/eksport"
BODY: Final = "Vazirlik maʼlum qilishicha, yangi {0} binosi oʻquvchilar uchun ochildi va unda darslar boshlandi."
PAGES: Final = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("IMPORT.md", "IMPORT.uz.md")}


def commands(text: str) -> dict[str, list[str]]:
    """Return the commands of a page by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^##? ", text, flags=re.MULTILINE)[1:]:
        heading = section.partition("\n")[0]
        found[heading] = re.findall(r"^ {4,}(.*\./dev reindex.*)$", section, re.MULTILINE)
    return found


ENGLISH: Final = commands(PAGES["IMPORT.md"])


def delimited(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def wordpress() -> str:
    def post(number: int, title: str, status: str, kind: str) -> str:
        return (
            f"<item><title>{title}</title><link>https://idora.example/{number}/</link>"
            f"<content:encoded><![CDATA[<p>{BODY.format(title)}</p>]]></content:encoded>"
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>2026-03-05 10:00:00</wp:post_date>"
            f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
            "<category domain='category' nicename='x'>Yangiliklar</category></item>"
        )

    items = (
        post(1, "Maktab ochildi", "publish", "post"),
        post(2, "Qoralama matni", "draft", "post"),
        post(3, "Biz haqimizda", "publish", "page"),
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Idora axborot xizmati</title>'
        f"<link>https://idora.example</link>{''.join(items)}</channel></rss>"
    )


def joomla() -> str:
    rows = [
        {
            "id": number,
            "title": title,
            "alias": f"maqola-{number}",
            "introtext": f"<p>{BODY.format(title)}</p>",
            "fulltext": "<p>Davomi ham shu yerda.</p>",
            "state": state,
            "publish_up": "2026-03-05 19:30:00",
            "hits": 7,
        }
        for number, title, state in ((1, "Maktab ochildi", 1), (2, "Chop etilmagan", 0), (3, "Savatdagi", -2))
    ]
    return delimited(rows)


def drupal() -> str:
    nodes = [
        {
            "type": "node--news",
            "id": f"5c1f0c6e-0a51-4a1c-9d0b-0f7e6a2b100{number}",
            "attributes": {
                "drupal_internal__nid": number,
                "status": status,
                "title": title,
                "created": "2026-03-05T19:30:00+00:00",
                "path": {"alias": f"/yangilik/{number}"},
                "body": {"value": f"<p>{BODY.format(title)}</p>"},
            },
        }
        for number, title, status in ((1, "Maktab ochildi", True), (2, "Chop etilmagan", False))
    ]
    links = {
        "self": {"href": "https://idora.example/jsonapi/node/news"},
        "next": {"href": "https://idora.example/jsonapi/node/news?page=2"},
    }
    return json.dumps({"data": nodes, "links": links})


def bitrix() -> bytes:
    rows = [
        {
            "IE_XML_ID": number,
            "IE_NAME": title,
            "IE_ACTIVE": active,
            "IE_ACTIVE_FROM": "05.03.2026 10:00:00",
            "IE_DETAIL_TEXT": "Вазирлик маълум қилишича, янги бино ўқувчилар учун очилди.",
            "IE_CODE": f"yangilik-{number}",
            "IC_GROUP0": group,
        }
        for number, title, active, group in (
            (1, "Мактаб очилди", "Y", "Янгиликлар"),
            (1, "Мактаб очилди", "Y", "Таълим"),
            (2, "Фаол эмас", "N", "Янгиликлар"),
        )
    ]
    return delimited(rows, ";").replace("қ", "к").replace("ў", "у").encode("cp1251")


def dle() -> str:
    rows = [
        {
            "id": number,
            "autor": "admin",
            "date": "2026-03-05 17:45:00",
            "short_story": BODY.format(title),
            "full_story": f"{BODY.format(title)}<br><br>Davomi.",
            "xfields": "manba|Tuman hokimligi",
            "title": title,
            "alt_name": f"yangilik-{number}",
            "approve": approve,
        }
        for number, title, approve in ((1, "Maktab ochildi", 1), (2, "Tasdiqlanmagan", 0))
    ]
    return delimited(rows, ";")


def telegram() -> str:
    messages = [
        {"id": 1, "type": "service", "date": "2026-03-01T10:00:00", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2026-03-05T10:00:00",
            "text": f"Maktab ochildi\n\n{BODY.format('maktab')}",
        },
        {"id": 3, "type": "message", "date": "2026-03-05T11:00:00", "forwarded_from": "Kanal", "text": "Boshqa xabar"},
        {"id": 4, "type": "message", "date": "2026-03-05T12:00:00", "poll": {"question": "?"}, "text": ""},
    ]
    return json.dumps({"name": "Idora matbuot xizmati", "type": "public_channel", "id": 77, "messages": messages})


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def workbook() -> bytes:
    def cell(text: str) -> str:
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    rows = (
        ("Idora xabarlari",),
        ("Sarlavha", "Matn", "Sana", "Kim yubordi"),
        ("Maktab ochildi", BODY.format("maktab"), "05.03.2026", "Taʼlim vazirligi"),
        ("Bogʻcha ochildi", BODY.format("bogʻcha"), "06.03.2026", "Tuman hokimligi"),
    )
    cells = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main_space}" xmlns:r="{links}"><sheets>'
            '<sheet name="2026" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main_space}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def document(title: str) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>'
            f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:p><w:r><w:t>{BODY.format(title)}</w:t></w:r></w:p>"
            "</w:body></w:document>",
        }
    )


FILES: Final[dict[str, Callable[[], str | bytes]]] = {
    "wordpress.xml": wordpress,
    "joomla_content.csv": joomla,
    "drupal/yangiliklar-1.json": drupal,
    "bitrix.csv": bitrix,
    "dle_post.csv": dle,
    "result.json": telegram,
    "royxat.xlsx": workbook,
    "word/2026-03-05-maktab.docx": lambda: document("Maktab ochildi"),
    "word/2025/eski.txt": lambda: f"Bogʻcha ochildi\n\n{BODY.format('bogʻcha')}",
    "word/eski.doc": lambda: b"\xd0\xcf\x11\xe0",
    "baza.csv": lambda: f"id,title,body\nb-1,Maktab ochildi,{BODY.format('maktab')}\n",
}


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small export of each system."""
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("IZLA_CORPUS", str(ROOT / "corpus"))
    folder = tmp_path / "eksport"
    for name, make in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = make()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run(command: str, exports: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Run a command of the page over the folder."""
    before, bar, last = command.rpartition("|")
    if bar:
        name = before.split()[-1].removeprefix(f"{FOLDER}/")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((exports / name).read_bytes())))
    words = shlex.split(last.replace(FOLDER, str(exports)))
    assert words[:2] == ["./dev", "reindex"]
    return main([*words[2:], *more])


@pytest.mark.parametrize(
    ("heading", "format_", "releases", "left_out"),
    [
        ("WordPress", "WordPress export (WXR)", 1, {"draft": 1, "page": 1}),
        ("Joomla", "CSV of Joomla", 1, {"unpublished (state 0)": 1, "trash (state -2)": 1}),
        ("Drupal", "JSON of Drupal", 1, {"unpublished (status false)": 1}),
        ("Bitrix", "CSV of Bitrix", 1, {"copy": 1, "inactive": 1}),
        ("DLE", "CSV of DataLife Engine", 1, {"unpublished (approve 0)": 1}),
        ("Telegram", "Telegram Desktop (JSON)", 1, {"service message": 1, "forwarded": 1, "poll": 1}),
        ("Excel", "Excel workbook", 2, {}),
        ("A folder of Word files", "Word document", 1, {}),
    ],
)
def test_the_recipe_of_a_system_reads_its_export(
    exports: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    heading: str,
    format_: str,
    releases: int,
    left_out: dict[str, int],
) -> None:
    assert run(ENGLISH[heading][0], exports, monkeypatch, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    file = next(one for one in told["files"] if one["format"] == format_)
    assert file["releases"] == releases
    assert {one["reason"]: one["count"] for one in file["left_out"]} == left_out
    sample = file["samples"][0]
    assert sample["title"] in ("Maktab ochildi", "Мактаб очилди")
    assert sample["date"] == ("2026-03-06" if heading in ("Joomla", "Drupal") else "2026-03-05")
    assert sample["beginning"]


def test_what_the_page_says_of_single_systems_is_so(
    exports: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def told(heading: str, number: int = 0) -> dict[str, Any]:
        assert run(ENGLISH[heading][number], exports, monkeypatch, "--json") == 0
        values: dict[str, Any] = json.loads(capsys.readouterr().out)
        return values

    assert [one["kind"] for one in told("Drupal")["remarks"]] == ["more-pages"]
    assert told("Bitrix")["files"][0]["encodings"] == {"cp1251": 1}
    assert told("DLE")["files"][0]["samples"][0]["source"] == "Tuman hokimligi"
    assert told("WordPress")["files"][0]["samples"][0]["rubric"] == "Yangiliklar"
    (column,) = told("Excel")["files"][0]["unknown"]
    assert column["map"] in ENGLISH["Excel"][1]
    mapped = told("Excel", 1)["files"][0]
    assert (mapped["unknown"], mapped["samples"][0]["source"]) == ([], "Taʼlim vazirligi")
    word = told("A folder of Word files")
    assert (word["releases"], [Path(path).name for path in word["ignored"]]) == (2, ["eski.doc"])
    assert word["files"][1]["samples"][0]["date_source"] == "filename"


def test_the_three_steps_do_what_they_say(exports: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    look, index = ENGLISH["Bringing in your releases"]
    assert run(look, exports, monkeypatch, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert run(index, exports, monkeypatch, "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"] == told["releases"]
    assert main([]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_another_program_is_read_from_and_told(exports: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured) -> None:
    reads, tells = ENGLISH["From another program"]
    assert run(reads, exports, monkeypatch) == 0
    assert main([]) == 0
    assert "Nothing changed" in capfd.readouterr().out
    assert run(tells, exports, monkeypatch, "--json") == 0
    events = [json.loads(line)["event"] for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert sorted(events) == ["added", "removed"]


def test_both_pages_have_the_same_recipes() -> None:
    both = [list(commands(text).values()) for text in PAGES.values()]
    assert both[0] == both[1]
    assert sum(map(len, both[0])) >= 12


def test_every_field_that_the_pages_name_is_one() -> None:
    for text in PAGES.values():
        named = re.search(r"(?:The fields|Maydonlar): (.*?)\.\s", text, re.DOTALL)
        assert named
        assert set(re.findall(r"`(\w+)`", named[1])) <= set(FIELDS)


def test_the_uzbek_page_has_the_letters_of_uzbek() -> None:
    assert not re.search("[oOgG]['‘’]", PAGES["IMPORT.uz.md"])
