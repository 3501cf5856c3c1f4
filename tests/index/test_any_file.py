"""Whatever a file holds, its reader gives releases, or says by name why there are none; it never raises."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.readers import SUFFIXES, ReadRelease, Remark, Rules, Skipped, read_releases
from search.errors import BadRelease
from search.release import Release
from tests.conftest import SHARED

TITLE: Final = "Toshkentda yangi koʻprik ochildi"
BODY: Final = (
    "Koʻprik ikki tumanni bogʻlaydi va yoʻlni uch kilometrga qisqartiradi. Uni qurish uchun ikki yil kerak boʻldi."
)
ANY: Final = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SHARED_FILES: Final = SHARED / "data" / "ingest" / "files"

Damage = Callable[[bytes], bytes]


def _json(**more: object) -> str:
    return json.dumps({"title": TITLE, "body": BODY, "date": "2026-03-05", **more}, ensure_ascii=False)


def _zip(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def workbook(sheet: str) -> bytes:
    """Return a workbook of Excel with one sheet of some rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _zip(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        }
    )


def row(number: int, **cells: str) -> str:
    """Return a row of a sheet, its cells by the letters of their columns."""
    inner = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    )
    return f'<row r="{number}">{inner}</row>'


def calc(rows: str) -> bytes:
    """Return a workbook of LibreOffice with one sheet of some rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    return _zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{name}:office:1.0" '
            f'xmlns:table="{name}:table:1.0" xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def calc_row(*cells: str, rows: int = 1, columns: int = 1) -> str:
    """Return a row of such a sheet, itself and its cells repeated."""
    inner = "".join(
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
        for text in cells
    )
    return f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'


def document(*paragraphs: str) -> bytes:
    """Return a document of Word."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    return _zip(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{text}</w:body></w:document>',
        }
    )


_TEXT: Final = f"{TITLE}\n\n{BODY}\n\nManba: Transport vazirligi\n"
_LINES: Final = f"{_json(id='a')}\n{_json(id='b')}\n"
_PAGE: Final = f"<html><head><title>x</title></head><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"
_ITEM: Final = f"<item><title>{TITLE}</title><link>https://a.uz/1</link><description>{BODY}</description></item>"
_RSS: Final = f'<rss version="2.0"><channel><title>x</title>{_ITEM}</channel></rss>'
_WXR: Final = (
    '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    f"<channel><title>x</title><item><title>{TITLE}</title><content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded>"
    "<wp:post_date>2026-03-05 10:00:00</wp:post_date><wp:post_type>post</wp:post_type></item></channel></rss>"
)
_ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>1</id>'
    f"<title>{TITLE}</title><content>{BODY}</content></entry></feed>"
)
_BOOK: Final = workbook(row(1, A="title", B="body") + row(2, A=TITLE, B=BODY))
SAMPLES: Final[dict[str, bytes]] = {
    ".txt": _TEXT.encode(),
    ".md": f"---\ntitle: {TITLE}\ndate: 2026-03-05\n---\n# {TITLE}\n\n**{BODY}**\n".encode(),
    ".html": _PAGE.encode(),
    ".htm": _PAGE.encode(),
    ".docx": document(TITLE, BODY),
    ".eml": f"Subject: {TITLE}\nDate: Thu, 5 Mar 2026 10:00:00 +0500\n\n{BODY}\n".encode(),
    ".jsonl": _LINES.encode(),
    ".ndjson": _LINES.encode(),
    ".json": f"[{_json()},{_json(id=2)}]".encode(),
    ".csv": f'title,body,date\n{TITLE},"{BODY}",2026-03-05\n{TITLE} 2,"{BODY}",\n'.encode(),
    ".tsv": f"title\tbody\tdate\n{TITLE}\t{BODY}\t2026-03-05\n".encode(),
    ".xlsx": _BOOK,
    ".xlsm": _BOOK,
    ".xls": _BOOK,
    ".ods": calc(calc_row("title", "body") + calc_row(TITLE, BODY)),
    ".xml": _WXR.encode(),
    ".rss": _RSS.encode(),
    ".atom": _ATOM.encode(),
    ".zip": _zip({"a.txt": _TEXT, "b.jsonl": _LINES, "c/d.csv": f"title,body\n{TITLE},{BODY}\n", "e.xml": _WXR}),
}


def shared_files() -> list[Path]:
    """Return the files of real shape beside a builder's checkout; there are none elsewhere."""
    found = sorted(path for path in SHARED_FILES.rglob("*") if path.is_file()) if SHARED_FILES.is_dir() else []
    return [path for path in found if path.suffix in SUFFIXES]


def read(path: Path, data: bytes) -> list[ReadRelease | BadRelease | Skipped | Remark]:
    """Read a file that holds some bytes, and hold what comes to what a reader promises."""
    path.write_bytes(data)
    found = list(read_releases(path))
    line = 0
    for one in found:
        assert isinstance(one, ReadRelease | BadRelease | Skipped | Remark)
        assert one.path == str(path)
        if isinstance(one, Remark):
            continue
        assert one.line >= line
        line = one.line
        if isinstance(one, ReadRelease):
            assert Release.from_json(one.release.to_json()) == one.release
            assert one.release.title or one.release.body
            one.release.to_json().encode()
        else:
            assert one.reason
    return found


def test_every_format_has_a_sample() -> None:
    assert set(SAMPLES) == set(SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_whole_file_gives_its_release(tmp_path: Path, suffix: str) -> None:
    found = read(tmp_path / f"file{suffix}", SAMPLES[suffix])
    assert TITLE in [one.release.title for one in found if isinstance(one, ReadRelease)], found


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_bytes_are_read_or_refused(tmp_path: Path, suffix: str) -> None:
    @ANY
    @given(st.one_of(st.binary(max_size=3000), st.text(max_size=500).map(lambda text: text.encode("utf-8", "replace"))))
    @example(b"\x00" * 100)
    @example(b"\xff\xfe" + b"\xd8\x00" * 40)
    def of_bytes(data: bytes) -> None:
        read(tmp_path / f"file{suffix}", data)

    of_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_ends_too_early_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    data = SAMPLES[suffix]
    step = max(1, len(data) // 250)
    for end in range(0, len(data), step):
        read(tmp_path / f"file{suffix}", data[:end])


def damages(size: int) -> st.SearchStrategy[Damage]:
    """Give functions that damage some bytes: other bytes, parts that are missing or repeated, another encoding."""
    place = st.integers(0, max(0, size - 1))
    flip = st.lists(st.tuples(place, st.integers(0, 255)), min_size=1, max_size=8).map(_flipped)
    repeat = st.tuples(place, place, st.integers(0, 40)).map(_repeated)
    encode = st.sampled_from(["cp1251", "koi8_r", "cp866", "utf-16", "utf-32", "utf-16-le", "utf-7"]).map(_encoded)
    return st.one_of(flip, repeat, encode)


def _flipped(places: list[tuple[int, int]]) -> Damage:
    def flip(data: bytes) -> bytes:
        changed = bytearray(data)
        for place, byte in places:
            if place < len(changed):
                changed[place] = byte
        return bytes(changed)

    return flip


def _repeated(part: tuple[int, int, int]) -> Damage:
    first, last = sorted(part[:2])
    return lambda data: data[:first] + data[first:last] * part[2] + data[last:]


def _encoded(encoding: str) -> Damage:
    return lambda data: data.decode("utf-8", "replace").encode(encoding, "replace")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    @ANY
    @given(st.lists(damages(len(SAMPLES[suffix])), min_size=1, max_size=3))
    def of_damaged(changes: list[Damage]) -> None:
        data = SAMPLES[suffix]
        for change in changes:
            data = change(data)
        read(tmp_path / f"file{suffix}", data)

    of_damaged()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_keeping_other_languages_changes_what_was_left_out_for_them_alone(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"

    @settings(ANY, max_examples=10)
    @given(st.lists(damages(len(SAMPLES[suffix])), max_size=2))
    def of_damaged(changes: list[Damage]) -> None:
        data = SAMPLES[suffix]
        for change in changes:
            data = change(data)
        without = read(path, data)
        kept = list(read_releases(path, Rules(keep_foreign=True)))
        for one, other in zip(without, kept, strict=True):
            foreign = one.reason.removeprefix("foreign:") if isinstance(one, Skipped) else ""
            if isinstance(one, Skipped) and foreign != one.reason and isinstance(other, ReadRelease):
                assert foreign == other.release.language != "uz"
                assert Release.from_json(other.release.to_json()) == other.release
            else:
                assert one == other or (isinstance(one, BadRelease) and str(one) == str(other))

    of_damaged()


@pytest.mark.skipif(not SHARED_FILES.is_dir(), reason="the files of real shape are not beside this checkout")
@pytest.mark.parametrize("path", shared_files(), ids=lambda path: path.name)
def test_a_damaged_export_is_read_or_refused(tmp_path: Path, path: Path) -> None:
    whole = path.read_bytes()

    @settings(ANY, max_examples=8)
    @given(st.lists(damages(len(whole)), max_size=2), st.integers(0, len(whole)))
    def of_damaged(changes: list[Damage], end: int) -> None:
        data = whole[:end]
        for change in changes:
            data = change(data)
        read(tmp_path / f"file{path.suffix}", data)

    of_damaged()


@pytest.mark.parametrize("moment", ["1 mart 1", "5 mart 5", "2026 mart 2026"])
def test_a_moment_of_two_like_numbers_is_one_or_none(tmp_path: Path, moment: str) -> None:
    found = read(tmp_path / "file.csv", f"title,body,date\n{TITLE},{BODY},{moment}\n".encode())
    assert [one.release.title for one in found if isinstance(one, ReadRelease)] == [TITLE]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_file_of_an_archive_costs_itself_only(tmp_path: Path, method: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name in ("a", "b", "c"):
            archive.writestr(f"{name}.txt", f"{TITLE} {name}\n\n{BODY}")
    data = bytearray(file.getvalue())
    begin = data.index(b"b.txt") + len(b"b.txt")
    for at in range(begin, data.index(b"PK", begin)):
        data[at] ^= 0x55
    found = read(tmp_path / "file.zip", bytes(data))
    assert [one.release.title for one in found if isinstance(one, ReadRelease)] == [f"{TITLE} a", f"{TITLE} c"]
    assert [one.line for one in found if isinstance(one, BadRelease)] == [2]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("packing", ["damaged", "cut", "none"])
def test_a_file_whose_packing_is_broken_is_named(tmp_path: Path, suffix: str, packing: str) -> None:
    import gzip

    data = gzip.compress(SAMPLES[suffix] * (1 if suffix in (".zip", ".json") else 3))
    broken = {"damaged": data[:20] + b"\xff\xff" + data[22:], "cut": data[:-9], "none": SAMPLES[suffix]}[packing]
    found = read(tmp_path / f"file{suffix}.gz", broken)
    assert any(isinstance(one, BadRelease) for one in found)
