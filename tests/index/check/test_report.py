import datetime as dt
import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.check.column_tally import UnknownColumn
from index.check.report import as_json, as_text
from index.check.values import Broken, Check, FileCheck, LeftOut, RemarkCount, Sample
from index.lint import KINDS
from index.report import MAX_LISTED

SAMPLE = Sample(
    place="row 2",
    title="Maktab ochildi",
    date=dt.date(2026, 3, 5),
    date_source="address",
    source="Hokimlik",
    rubric="",
    url="https://idora.example/2026/03/05/a",
    id="a1",
    beginning="Yangi maktab …",
    scripts=("uz-Latn", "uz-Cyrl"),
)
FILE = FileCheck(
    name="yangiliklar.csv",
    files=1,
    format="CSV of Bitrix",
    encodings=(("cp1251", 1),),
    releases=1,
    samples=(SAMPLE,),
    read_as=(("title", ("IE_NAME",)), ("status", ("IE_ACTIVE",))),
    left_out=(
        LeftOut("draft", 2, "row 3"),
        LeftOut("foreign:ru", 1, "row 5"),
        LeftOut("unpublished (state 0)", 1, "row 6"),
        LeftOut("nav_menu_item", 1, "row 7"),
    ),
    broken_count=2,
    broken=(Broken("row 9", "it holds neither a title nor a text"),),
    unknown=(
        UnknownColumn("Kun raqami", 5, ("Payshanba",), "rubric"),
        UnknownColumn("Nomi (2)", 1, ("Birinchi", "ikki\n soʻz …"), "title"),
        UnknownColumn("views", 5, ("7",), ""),
    ),
    more_unknown=False,
)
TEXTS = FileCheck("a.txt", 3, "text", (("utf-8", 2), ("cp1251", 1)), 3, (), (), (), 0, (), (), False)
CHECK = Check(
    paths=("/r",),
    files=(FILE, TEXTS),
    years=((2025, 1), (2026, 2)),
    undated=1,
    languages=(("uz-Latn", 3), ("ru", 1), ("xx", 1), ("", 1)),
    remarks=(RemarkCount("short", 4, (("a.txt", "Ikki soʻz"),)),),
    merges=(("a", "b"),),
    ignored=("/r/b.pdf",),
)


def text_of(check: Check, width: int = 100) -> str:
    return "\n".join(as_text(check, width=width))


def test_a_file_is_told_as_an_editor_reads_it() -> None:
    assert text_of(CHECK).split("All together")[0] == (
        "yangiliklar.csv\n"
        "───────────────\n"
        "  CSV of Bitrix in windows-1251: 8 records, 1 release, 5 left out, 2 broken\n"
        "\n"
        "  Columns as they were understood\n"
        "    title  IE_NAME\n"
        "    state  IE_ACTIVE\n"
        "\n"
        "  1. Maktab ochildi  (row 2)\n"
        "     date     2026-03-05, taken from the address\n"
        "     source   Hokimlik\n"
        "     address  https://idora.example/2026/03/05/a\n"
        "     id       a1\n"
        "     script   Uzbek in Latin letters and Uzbek in Cyrillic letters\n"
        "     text     Yangi maktab …\n"
        "     without  rubric\n"
        "\n"
        "  Left out\n"
        "    2  not published yet: a draft, or waiting for somebody's word  (the first: row 3)\n"
        "    1  in Russian; --keep-foreign takes them in  (row 5)\n"
        "    1  not published (state 0)  (row 6)\n"
        "    1  of the kind nav_menu_item  (row 7)\n"
        "\n"
        "  Broken\n"
        "    row 9: it holds neither a title nor a text\n"
        "    and 1 more\n"
        "\n"
        "  Columns that nobody knows; if one is of use, add what stands behind it to the command\n"
        "    Kun raqami  Payshanba              --map 'rubric=Kun raqami'\n"
        "    Nomi (2)    Birinchi; ikki soʻz …  --map 'title=Nomi (2)' *\n"
        "    * takes the place of the column above\n"
        "  Not needed: views\n"
        "\n"
        "a.txt and 2 files like it\n"
        "─────────────────────────\n"
        "  text in UTF-8 (2), windows-1251 (1): 3 records, 3 releases\n"
        "\n"
    )


def test_what_it_comes_to_stands_at_the_end() -> None:
    text = text_of(CHECK)
    assert text.endswith("3 releases would be indexed; 1 merged into others, 5 left out, 2 broken. Nothing was built.")
    assert "  a.txt and 2 files like it         3         –       –" in text
    assert "  without a date  1  " in text
    assert "  Uzbek in Latin letters  3  " in text
    assert "  xx                      1  " in text
    assert f"  4  {KINDS['short']}\n       a.txt: Ikki soʻz\n       and 3 more" in text
    assert "keeps two ids apart)\n  a = b\n" in text
    assert "1 file of .pdf not read: export its text" in text


def test_what_is_kept_in_other_languages_is_told_by_language() -> None:
    kept = replace(CHECK, kept=(("ru", 2), ("kaa", 1)))
    assert "3 releases would be indexed (2 in Russian, 1 in Karakalpak); 1 merged" in text_of(kept)
    assert as_json(kept)["kept_foreign"] == {"ru": 2, "kaa": 1}
    russian = replace(FILE, samples=(replace(SAMPLE, language="ru", scripts=("ru",)),))
    assert "     language Russian\n" in text_of(replace(CHECK, files=(russian,)))


def test_of_many_merges_the_first_are_listed_and_the_others_counted() -> None:
    merges = tuple((f"a{number}", f"b{number}") for number in range(MAX_LISTED + 2))
    lines = text_of(replace(CHECK, merges=merges)).splitlines()
    assert f"  a{MAX_LISTED - 1} = b{MAX_LISTED - 1}" in lines
    assert f"  a{MAX_LISTED} = b{MAX_LISTED}" not in lines
    assert "  and 2 more; --json names all" in lines


def test_a_long_reason_goes_on_in_the_next_line_and_loses_nothing() -> None:
    reason = "sabab " * 40
    file = replace(FILE, samples=(), broken=(Broken("row 9", reason),))
    broken = text_of(replace(CHECK, files=(file,)), 60).split("  Broken\n")[1].split("    and 1 more")[0]
    assert all(len(line) <= 60 for line in broken.splitlines())
    assert broken.split() == ["row", "9:", *reason.split()]


def test_nothing_usable_is_said_with_the_paths() -> None:
    assert text_of(Check(("/r",), (), (), 0, (), (), (), ())).endswith(
        "Nothing in /r would become a release; 0 left out, 0 broken."
    )


def test_the_object_holds_all_of_it() -> None:
    values = json.loads(json.dumps(as_json(CHECK)))
    assert (values["records"], values["releases"], values["left_out"], values["broken"]) == (11, 3, 5, 2)
    assert (values["years"], values["undated"]) == ({"2025": 1, "2026": 2}, 1)
    assert values["languages"] == {"uz-Latn": 3, "ru": 1, "xx": 1, "unknown": 1}
    assert values["merged"] == [["a", "b"]]
    file = values["files"][0]
    assert file["samples"][0]["date"] == "2026-03-05"
    assert file["unknown"][0]["map"] == "--map 'rubric=Kun raqami'"
    assert file["unknown"][2]["map"] is None
    assert file["broken"] == {
        "count": 2,
        "first": [{"place": "row 9", "reason": "it holds neither a title nor a text"}],
    }


@given(title=st.text(), place=st.text(), reason=st.text(), name=st.text(min_size=1), width=st.integers(1, 200))
def test_any_texts_make_lines_that_no_terminal_obeys(
    title: str, place: str, reason: str, name: str, width: int
) -> None:
    sample = Sample(place, title, None, None, title, title, title, title, title, ("uz-Latn",))
    file = FileCheck(
        name, 1, "text", (), 1, (sample,), (("title", (title,)),), (LeftOut(reason, 1, place),), 0, (), (), False
    )
    for line in as_text(Check((name,), (file,), (), 1, (), (), (), ()), width=width):
        assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", line)
