"""An archive: each file in it is read as outside; what may not be unpacked is named and costs nothing else."""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Final

import pytest

from index.readers import ReadRelease, Skipped, archive, archive_limits, read_releases
from search.errors import BadRelease
from tests.index.test_any_file import BODY

_LOCAL_FLAGS: Final = 6  # where a file's flags stand after the sign of its local header
_CENTRAL_FLAGS: Final = 8  # and after that of its entry in the directory


def _release(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-05\n---\n\n{BODY}\n"


def _packed(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return file.getvalue()


def _read(tmp_path: Path, data: bytes) -> list[tuple[str, str]]:
    """Return, of all that an archive gives, its kind and its title, reason or text."""
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    rows = []
    for one in read_releases(path):
        if isinstance(one, ReadRelease):
            rows.append(("release", one.release.title))
        elif isinstance(one, Skipped):
            rows.append(("skipped", f"{one.place}: {one.reason}"))
        elif isinstance(one, BadRelease):
            rows.append(("bad", one.reason))
        else:
            rows.append(("remark", f"{one.kind}: {one.text}"))
    return rows


def _named(data: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    return data.replace(old, new)


def _flagged(data: bytes, flag: int) -> bytes:
    """Set a flag of all the files of an archive."""
    flagged = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", _LOCAL_FLAGS), (b"PK\x01\x02", _CENTRAL_FLAGS)):
        start = flagged.find(sign)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", flagged, start + offset)
            struct.pack_into("<H", flagged, start + offset, flags | flag)
            start = flagged.find(sign, start + 4)
    return bytes(flagged)


def test_files_of_several_formats_are_read_each_as_outside(tmp_path: Path) -> None:
    lines = json.dumps({"title": "Ikkinchi koʻprik", "body": BODY, "date": "2026-03-06"}, ensure_ascii=False)
    members: dict[str, str | bytes] = {
        "xabarlar/": "",
        "xabarlar/bir.txt": _release("Birinchi koʻprik"),
        "ikki.jsonl": lines,
        "uch.csv": f"Sarlavha,Matn,Sana\nUchinchi koʻprik,{BODY},2026-03-07\n".encode("utf-16"),
        "rasm.bmp": b"BM",
        "bosh.txt": "",
        "ich.zip": _packed({"a.txt": _release("Ichki")}),
        "__MACOSX/._bir.txt": "x",
        ".DS_Store": "x",
        "../tashqari.txt": _release("Tashqari"),
    }
    assert _read(tmp_path, _packed(members)) == [
        ("release", "Birinchi koʻprik"),
        ("release", "Ikkinchi koʻprik"),
        ("remark", "encoding: uch.csv: utf-16"),
        ("release", "Uchinchi koʻprik"),
        ("skipped", "rasm.bmp: no known format"),
        ("skipped", "bosh.txt: empty"),
        ("skipped", "ich.zip: archive in an archive"),
        ("skipped", "__MACOSX/._bir.txt: resource fork"),
        ("skipped", ".DS_Store: no known format"),
        ("skipped", "../tashqari.txt: path leaves the archive"),
    ]


def test_a_name_without_its_flag_is_read_as_dos_wrote_it(tmp_path: Path) -> None:
    name = "хабар.txt"
    ascii_name = "x" * len(name.encode("cp866"))
    data = _named(_packed({ascii_name: _release("Birinchi koʻprik")}), ascii_name.encode(), name.encode("cp866"))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (read,) = read_releases(path)
    assert isinstance(read, ReadRelease)
    assert "хабар" in read.release.id or "xabar" in read.release.id


def test_what_is_torn_encrypted_or_a_bomb_is_named_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_limits, "MAX_MEMBER", 4 << 20)
    blanks = " " * (2 << 20)
    torn = _packed({"bir.csv": "Sarlavha,Matn\nqator,qator\n" * 99, "ikki.txt": _release("Ikkinchi koʻprik")})
    begins = torn.index(b"bir.csv") + len("bir.csv")
    rows = _read(tmp_path, torn[:begins] + b"\xff\xff\xff\xff" + torn[begins + 4 :])
    assert rows[-1] == ("release", "Ikkinchi koʻprik")
    assert rows[0][0] == "bad"
    assert "bir.csv: it cannot be unpacked" in rows[0][1]

    rows = _read(tmp_path, _packed({"bomba.txt": blanks, "katta.txt": blanks * 3, "a.txt": _release("Koʻprik")}))
    assert [kind for kind, _ in rows] == ["bad", "bad", "release"]
    assert "bomba.txt: it grows more than 200 times" in rows[0][1]
    assert "katta.txt: it is larger than 4 MiB unpacked" in rows[1][1]

    rows = _read(tmp_path, _flagged(_packed({"maxfiy.txt": _release("Koʻprik")}), 0x1))
    assert rows == [("skipped", "maxfiy.txt: encrypted")]

    ((kind, reason),) = _read(tmp_path, _packed({"jadval.csv": "birinchi,ikkinchi\n1,2\n"}))
    assert kind == "bad"
    assert "jadval.csv: no row names its columns" in reason


def test_an_archive_that_is_none_too_full_or_overlapping_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((kind, reason),) = _read(tmp_path, b"PK\x03\x04 no archive")
    assert (kind, reason[:36]) == ("bad", "it is no ZIP archive that can be rea")

    two = _packed({"a.txt": _release("Bir"), "b.txt": _release("Ikki")})
    central = two.index(b"PK\x01\x02")
    length = two.index(b"PK\x01\x02", central + 4) - central
    end = two.index(b"PK\x05\x06")
    entries = two[central : central + length] * 20  # one packed text, told to be the data of twenty files
    tail = bytearray(two[end:])
    struct.pack_into("<HHL", tail, 8, 20, 20, len(entries))
    ((kind, reason),) = _read(tmp_path, two[:central] + entries + bytes(tail))
    assert (kind, reason[:19]) == ("bad", "its files overlap, ")

    monkeypatch.setattr(archive, "MAX_UNPACKED", 10)
    assert "unpack it into a folder" in _read(tmp_path, two)[0][1]
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)
    assert "more than 1 files" in _read(tmp_path, two)[0][1]


def test_a_document_whose_parts_are_too_large_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(io.BytesIO(_packed({"word/document.xml": " " * (2 << 20)}))) as document:
        with pytest.raises(ValueError, match=r"its part 'word/document\.xml' grows"):
            archive_limits.check_office_file(document)
        monkeypatch.setattr(archive_limits, "MAX_RATIO", 1 << 20)
        archive_limits.check_office_file(document)
        monkeypatch.setattr(archive_limits, "MAX_MEMBERS", 0)
        with pytest.raises(ValueError, match="its parts are larger"):
            archive_limits.check_office_file(document)
