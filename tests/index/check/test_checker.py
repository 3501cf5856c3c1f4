import datetime as dt
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.check.checker import check
from index.check.values import MAX_BROKEN, MAX_PLACES, Broken, Check, FileCheck
from index.progress import Progress
from index.readers import SUFFIXES, Rules
from index.readers.walk import find_files
from tests.index.conftest import TAGGER

Put = Callable[..., Path]
TODAY = dt.date(2026, 3, 20)


def checked(*paths: Path, rules: Rules | None = None, sample: int = 5) -> Check:
    names = tuple(map(str, paths))
    progress = Progress(io.StringIO())
    return check(names, find_files(names), rules or Rules(TODAY), TAGGER, progress, sample=sample)


def only(found: Check) -> FileCheck:
    (file,) = found.files
    return file


def test_a_table_is_told_with_its_format_encoding_columns_and_first_releases(put: Put) -> None:
    text = (
        "id;Sarlavha;Matni;Sana;Manba;Rukn;Havola;Kun\n"
        "a1;Maktab ochildi;Yangi maktab oʻquvchilar uchun ochildi va ish boshladi.;05.03.2026;Hokimlik;Taʼlim;"
        "https://idora.example/a;Payshanba\n"
        "a2;Bogʻcha ochildi;Yangi bogʻcha bolalar uchun ochildi.;;;;;\n"
    )
    found = checked(put(yangiliklar_csv=text.encode("utf-16")))
    file = only(found)
    assert (file.name, file.files, file.format, file.encodings) == ("yangiliklar.csv", 1, "CSV", (("utf-16", 1),))
    assert (file.records, file.releases, file.broken_count) == (2, 2, 0)
    assert dict(file.read_as)["title"] == ("Sarlavha",)
    first, second = file.samples
    assert (first.place, first.title, first.date, first.date_source) == (
        "row 2",
        "Maktab ochildi",
        dt.date(2026, 3, 5),
        "given",
    )
    assert (first.source, first.rubric, first.url, first.id) == ("Hokimlik", "Taʼlim", "https://idora.example/a", "a1")
    assert first.beginning == "Yangi maktab oʻquvchilar uchun ochildi va ish boshladi."
    assert (second.date, second.date_source, second.source) == (None, None, "")
    assert [(column.name, column.examples, column.field) for column in file.unknown] == [
        ("Kun", ("Payshanba",), "rubric")
    ]
    assert (found.years, found.undated) == (((2026, 1),), 1)


def test_what_is_left_out_is_counted_by_its_reason_with_the_first_place(put: Put) -> None:
    rows = [
        {"title": "Quyosh stansiyasi ishga tushdi", "body": "Stansiya Navoiy viloyatida ishga tushdi."},
        {"title": "Qoralama", "status": "draft", "body": "Matn."},
        {"title": "Qoralama", "status": "draft", "body": "Matn."},
        {
            "title": "Открылась новая школа",
            "body": "В области открылась новая школа для детей, сообщили в министерстве.",
        },
        {"title": "Ertaga", "date": "2026-05-01", "body": "Matn va yangi xabarlar."},
    ]
    found = checked(put(x_json=json.dumps(rows)))
    assert {(one.reason, one.count, one.place) for one in only(found).left_out} == {
        ("draft", 2, "item 2"),
        ("foreign:ru", 1, "item 4"),
        ("future", 1, "item 5"),
    }
    assert dict(found.languages) == {"uz-Latn": 1, "ru": 1}
    assert only(found).records == 5
    later = checked(put(), rules=Rules(TODAY, include_future=True))
    assert later.releases == 2


def test_broken_records_are_named_the_first_of_them_and_all_counted(put: Put) -> None:
    lines = ['{"id": "a", "title": "A"}', *["{"] * (MAX_BROKEN + 2), '{"id": "a", "title": "B"}']
    found = checked(put(x_jsonl="\n".join(lines)))
    file = only(found)
    assert (file.releases, file.broken_count, len(file.broken)) == (1, MAX_BROKEN + 3, MAX_BROKEN)
    assert file.broken[0].place == "line 2"
    assert found.broken == MAX_BROKEN + 3


def test_an_id_that_is_there_already_is_broken_as_in_a_run(put: Put) -> None:
    found = checked(put(a_txt="Boshqa", x_jsonl='{"id": "a", "title": "A"}\n{"id": "b"}\n{"id": "c", "title": "C"}'))
    text, lines = found.files
    assert (text.releases, lines.releases) == (1, 1)
    assert lines.broken[0] == Broken("line 1", "its id 'a' is already that of a.txt; rename one")
    (one,) = checked(put(y_json='[{"id": "b-1", "title": "A"}, {"id": "b-1", "title": "B"}]') / "y.json").files
    assert one.broken == (Broken("item 2", "its id 'b-1' is already that of item 1; rename one"),)


def test_files_that_are_a_release_each_are_told_together(put: Put) -> None:
    found = checked(
        put(a_txt="A", b_txt="Газ таъминоти тикланди ва ишга тушди".encode("cp1251"), c_txt=b"\xff", d_md="D")
    )
    text, markdown = found.files
    assert (text.name, text.files, text.releases) == ("a.txt", 3, 2)
    assert dict(text.encodings) == {"utf-8": 1, "cp1251": 1}
    assert [one.place for one in text.broken] == ["c.txt"]
    assert [one.place for one in text.samples] == ["a.txt", "b.txt"]
    assert (markdown.format, markdown.releases) == ("Markdown", 1)


def test_encodings_are_told_where_a_file_has_one(put: Put) -> None:
    entry = "<item><title>Мактаб очилди</title><description>Янги мактаб очилди.</description></item>"
    feed = f'<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel>{entry}</channel></rss>'
    table = "title;body\nМактаб очилди;Янги мактаб бугун болалар учун очилди.\n".encode("cp1251")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", table)
    corpus = put(a_xml=feed.encode("cp1251"), b_zip=packed.getvalue(), c_rss_gz=gzip.compress(feed.encode("cp1251")))
    found = checked(corpus)
    assert [(file.format, dict(file.encodings)) for file in found.files] == [
        ("XML feed", {"windows-1251": 1}),
        ("ZIP archive", {}),
        ("RSS feed", {"windows-1251": 1}),
    ]
    assert ("encoding", 1) in [(one.kind, one.count) for one in found.remarks]


TEXT = "Vazirlik maʼlum qilishicha, yangi maktab binosi oʻquvchilar uchun ochildi. " * 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x_csv", f"Birinchi;Ikkinchi;Kun\nYangi maktab, bogʻcha va uy ochildi;{TEXT};05.03.2026\n"),
        (
            "x_json",
            json.dumps([{"Birinchi": "Yangi maktab va bogʻcha ochildi", "Ikkinchi": TEXT, "Kun": "05.03.2026"}]),
        ),
    ],
)
def test_of_a_file_without_one_known_name_all_names_are_told_and_what_would_use_them(
    put: Put, name: str, content: str
) -> None:
    corpus = put(**{name: content})
    file = only(checked(corpus))
    assert (file.releases, file.broken_count) == (0, 1)
    fields = {column.name: column.field for column in file.unknown}
    assert fields == {"Birinchi": "title", "Ikkinchi": "body", "Kun": "date"}
    named = tuple((field, column) for column, field in fields.items())
    (sample,) = only(checked(corpus, rules=Rules(TODAY, mapping=named))).samples
    assert (sample.title.split()[0], sample.date) == ("Yangi", dt.date(2026, 3, 5))


def test_the_number_of_samples_is_as_asked_for(put: Put) -> None:
    corpus = put(x_jsonl="\n".join(json.dumps({"title": f"Sarlavha {number}"}) for number in range(8)))
    assert [len(only(checked(corpus, sample=number)).samples) for number in (0, 5, 9)] == [0, 5, 8]


def test_remarks_are_counted_with_the_first_places(put: Put) -> None:
    lines = [json.dumps({"id": f"x{number}", "title": "Ikki soʻz", "sector": "dengiz"}) for number in range(5)]
    found = checked(put(x_jsonl="\n".join(lines)))
    remarks = {one.kind: one for one in found.remarks}
    assert {kind: one.count for kind, one in remarks.items()} == {"short": 5, "unknown-sector": 5, "same-content": 4}
    assert remarks["short"].first == tuple((f"x.jsonl, line {number}", "Ikki soʻz") for number in (1, 2, 3))
    assert len(remarks["unknown-sector"].first) == MAX_PLACES


def test_a_release_in_two_scripts_says_so(put: Put) -> None:
    row = {
        "title_oz": "Maktablarga qabul eʼlon qilindi",
        "title_uz": "Мактабларга қабул эълон қилинди",
        "body_oz": "Qabul yangi oʻquv yili uchun va barcha tumanlarda boshlandi.",
        "body_uz": "Қабул янги ўқув йили учун ва барча туманларда бошланди.",
    }
    (sample,) = only(checked(put(x_json=json.dumps([row])))).samples
    assert sample.scripts == ("uz-Latn", "uz-Cyrl")


def test_ignored_files_and_names_that_are_no_text_are_told(put: Put) -> None:
    corpus = put(a_txt="A", b_pdf="%PDF")
    with (corpus / "bad\udcff.txt").open("w") as file:
        file.write("B")
    found = checked(corpus)
    assert [Path(path).name for path in found.ignored] == ["b.pdf"]
    assert found.broken == 1


CONTENTS = st.binary(max_size=200) | st.text(max_size=200).map(str.encode)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(suffix=st.sampled_from(SUFFIXES), content=CONTENTS)
@pytest.mark.filterwarnings("default::DeprecationWarning")
def test_any_file_is_checked(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    found = checked(path)
    file = found.files[0]
    assert file.records == file.releases + file.broken_count + sum(one.count for one in file.left_out)
    assert found.undated + sum(count for _, count in found.years) == found.releases
