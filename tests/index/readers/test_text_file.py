import datetime as dt
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import ReadRelease, Remark, Skipped, read_releases
from index.readers.open_file import MAX_BYTES
from index.readers.text_file import parse
from index.records.versions import MAX_TITLE
from search.errors import BadRelease
from search.release import Release

NAME = "xabar.txt"


def release(text: str, name: str = NAME) -> Release:
    return parse(text, name)[0]


def only(path: Path) -> ReadRelease | BadRelease | Skipped:
    (found,) = read_releases(path)
    assert not isinstance(found, Remark)
    return found


def test_a_plain_file_is_title_lead_paragraphs_and_source() -> None:
    got = release("\n\nSarlavha\n\n\nLid.\n \n \xa0\nBirinchi qator\nikkinchi qator\n\n\nManba: Adliya vazirligi\n\n")
    assert (got.title, got.source) == ("Sarlavha", "Adliya vazirligi")
    assert got.body == "Lid.\n\nBirinchi qator\nikkinchi qator"
    assert (got.id, got.date, got.date_source, got.sectors) == ("xabar", None, None, ())


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Manba", ""),
        ("Manba=", ""),
        ("Manba:", ""),
        ("Manba=OʻzA", "OʻzA"),
        ("Manba : «Xalq soʻzi»", "«Xalq soʻzi»"),
        ("MANBA: OʻzA", "OʻzA"),
        ("Манба: ЎзА", "ЎзА"),
        ("Манба", ""),
    ],
)
def test_the_last_line_names_the_source_and_is_no_text(line: str, source: str) -> None:
    got = release(f"Sarlavha\n\nMatn.\n\n{line}")
    assert (got.source, got.body) == (source, "Matn.")


def test_sentences_behind_the_name_of_the_source_are_text() -> None:
    more = "Unda vazirlik rahbarlari va shahar aholisi ham ishtirok etdi."
    got = release(f"Sarlavha\n\nMatn.\n\nManba: Adliya vazirligi. {more}")
    assert (got.source, got.body) == ("Adliya vazirligi", f"Matn.\n\n{more}")


def test_a_source_line_that_is_not_the_last_is_text() -> None:
    assert release("Sarlavha\n\nManba: OʻzA\n\nMatn.").body == "Manba: OʻzA\n\nMatn."


def test_a_last_sentence_about_a_source_is_text() -> None:
    assert release("Sarlavha\n\nManba suvi toza.").body == "Manba suvi toza."


def test_a_title_alone_is_a_release() -> None:
    got = release("Faqat sarlavha")
    assert (got.title, got.body) == ("Faqat sarlavha", "")


def test_a_text_alone_is_a_release() -> None:
    text = "soʻz " * (MAX_TITLE // 4)
    got = release(text)
    assert (got.title, got.body) == ("", text.strip())


def test_a_text_right_under_its_title_is_no_part_of_it() -> None:
    got = release("Sarlavha\nMatn shu yerdan.\n\nYana.")
    assert (got.title, got.body) == ("Sarlavha", "Matn shu yerdan.\n\nYana.")


def test_front_matter_counts() -> None:
    got = release(
        "---\ntitle: Yangi: zavod\ndate: 2026-03-05\nsectors: savdo, fan\nregions: Navoiy, Buxoro\nsource: Vazirlik\n"
        "url: https://example.uz/1\n---\nBirinchi.\n\nIkkinchi.\n"
    )
    assert (got.title, got.body) == ("Yangi: zavod", "Birinchi.\n\nIkkinchi.")
    assert (got.date, got.date_source) == (dt.date(2026, 3, 5), "given")
    assert (got.sectors, got.regions) == (("savdo, fan",), ("Navoiy", "Buxoro"))
    assert (got.source, got.url) == ("Vazirlik", "https://example.uz/1")


def test_front_matter_without_a_title_leaves_it_to_the_text() -> None:
    got = release("---\nsector: [fan]\n---\n\nSarlavha\n\nMatn.\nManba: OʻzA")
    assert (got.title, got.body, got.source, got.sectors) == ("Sarlavha", "Matn.", "OʻzA", ("fan",))


def test_the_source_of_front_matter_goes_before_the_last_line() -> None:
    assert release("---\nsource: 'Birinchi'\n---\nSarlavha\n\nManba: Ikkinchi").source == "Birinchi"


def test_quotation_marks_that_belong_to_a_title_stay() -> None:
    assert release('---\ntitle: "Yashil makon" va "Zulfiya"\n---\nMatn.').title == '"Yashil makon" va "Zulfiya"'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 0, "neither a title nor a text"),
        (" \n\f\ufeff\n", 0, "neither a title nor a text"),
        ("\nManba: OʻzA\n", 0, "neither a title nor a text"),
        ("---\ntitle: A\n", 1, "not closed"),
        ("\n---\ntitle A\n---\nMatn", 3, "`name: value`"),
        ("---\ntitle: A\ntitle: B\n---\nMatn", 3, "title twice"),
    ],
)
def test_what_is_broken_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadRelease, match=reason) as error:
        parse(text, NAME)
    assert (error.value.path, error.value.line) == (NAME, line)


def test_a_key_that_nobody_knows_is_noted() -> None:
    _, notes, _ = parse("---\ntitel: A\n---\nMatn", NAME)
    assert [(note.kind, note.text) for note in notes] == [("unknown-key", "titel")]


def test_an_address_that_could_run_is_dropped_with_a_note() -> None:
    got, notes, _ = parse("---\nurl: javascript:alert(1)\n---\nMatn", NAME)
    assert (got.url, [note.kind for note in notes]) == ("", ["unusable-url"])


def test_marks_breaks_and_feeds_of_other_systems_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-05-xabar.txt"
    path.write_bytes("\ufeffSarlavha\r\n\r\nLid.\f\r\n\r\nMatn\x00 shu.\r\n".encode())
    found = only(path)
    assert isinstance(found, ReadRelease)
    assert (found.release.title, found.release.body) == ("Sarlavha", "Lid.\n\nMatn  shu.")
    assert (found.release.date, found.release.date_source) == (dt.date(2026, 3, 5), "filename")


def test_a_packed_file_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-05-xabar.txt.gz"
    path.write_bytes(gzip.compress("Sarlavha".encode(errors="surrogatepass")))
    found = only(path)
    assert isinstance(found, ReadRelease)
    assert (found.release.id, found.release.title) == ("2026-03-05-xabar", "Sarlavha")


def test_a_date_that_is_none_leaves_the_release_undated_with_a_note() -> None:
    got, notes, _ = parse("---\ntitle: Bojxona\ndate: 2026-02-30\n---\nMatn", NAME)
    assert (got.title, got.date) == ("Bojxona", None)
    assert [note.kind for note in notes] == ["unusable-date"]


def test_a_file_of_windows_is_read_and_its_encoding_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "Сув таъминоти\n\nЭртага соат ўндан бошлаб туманда сув бўлмайди."
    path.write_bytes(text.encode("cp1251"))
    found = only(path)
    assert isinstance(found, ReadRelease)
    assert found.release.title == "Сув таъминоти"
    assert [(note.kind, note.text) for note in found.findings] == [("encoding", "cp1251")]


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfe\x00\x00" * 3 + bytes(range(256)))
    found = only(path)
    assert isinstance(found, BadRelease)
    assert "UTF" in found.reason


@pytest.mark.parametrize(("state", "reason"), [("draft", "draft"), ("qoralama", "draft"), ("trash", "trash")])
def test_a_draft_is_passed_over(tmp_path: Path, state: str, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\nstatus: {state}\n---\nSarlavha\n\nMatn.", encoding="utf-8")
    found = only(path)
    assert isinstance(found, Skipped)
    assert found.reason == reason


def test_markdown_is_read_without_its_signs(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Yangi **koʻprik**\n\nKoʻprik [saytda](https://a.example/1) koʻrsatilgan.\n\n"
        "- Uzunligi 300 metr\n- Eni 12 metr\n",
        encoding="utf-8",
    )
    found = only(path)
    assert isinstance(found, ReadRelease)
    assert (found.release.title, found.release.body) == (
        "Yangi koʻprik",
        "Koʻprik saytda koʻrsatilgan.\n\nUzunligi 300 metr\nEni 12 metr",
    )


def test_what_is_too_large_is_no_release(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    assert isinstance(only(path), BadRelease)


def test_what_unpacks_to_too_much_is_no_release(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"a" * (MAX_BYTES + 1)))
    assert isinstance(only(path), BadRelease)


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress(b"Sarlavha" * 50)[:-9]])
def test_a_damaged_packing_is_reported(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(data)
    found = only(path)
    assert isinstance(found, BadRelease)
    assert "gzip" in found.reason


def test_a_file_that_is_gone_is_reported(tmp_path: Path) -> None:
    assert isinstance(only(tmp_path / "a.txt"), BadRelease)


FRONT = st.lists(st.sampled_from(["---", "title: A", "date: 2026-03-05", "date: x", "Manba: B", "", "C"]) | st.text())


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode) | FRONT.map(lambda lines: "\n".join(["---", *lines]).encode()))
def test_any_bytes_are_a_release_or_named(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    found = only(path)
    if isinstance(found, ReadRelease):
        assert found.release.title or found.release.body
        assert Release.from_json(found.release.to_json()) == found.release
        assert found.release.content_hash()
    else:
        assert found.path == str(path)
        assert found.reason


def test_the_seed_is_read_as_users_have_it(shared: Path) -> None:
    (path,) = (shared / "seed").glob("*.txt")
    found = only(path)
    assert isinstance(found, ReadRelease)
    got = found.release
    assert got.title == "O'zbekiston va Qozog'iston – ittifoqdosh davlatlar"
    assert got.body.startswith("Samarali muzokaralardan so'ng")
    assert got.body.endswith("22 ta hujjat imzolandi.")
    assert len(got.body.split("\n\n")) == 6
    assert (got.date, got.source, got.id) == (None, "", path.stem)


@pytest.mark.parametrize("data", [b"\xff", b"---\n", b""])
def test_what_is_broken_has_the_id_of_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "xabar.txt"
    path.write_bytes(data)
    fault = only(path)
    assert isinstance(fault, BadRelease)
    assert (fault.id, fault.torn) == ("xabar", False)


def test_a_file_that_cannot_be_read_is_torn(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", tmp_path / "torn.txt.gz"):
        if path.name == "torn.txt.gz":
            path.write_bytes(gzip.compress(b"Sarlavha")[:-9])
        fault = only(path)
        assert isinstance(fault, BadRelease)
        assert (fault.id, fault.torn) == (path.name.split(".")[0], True)
