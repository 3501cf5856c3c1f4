"""Samples that are made and not kept: workbooks, documents, archives, and texts in other encodings than UTF-8."""

import email.policy
import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

# Samples whose source is kept in UTF-8 and read in the encoding of the program that would have written it.
ENCODED: dict[str, str] = {
    "powershell_utf16.json": "utf-16",
    "koi8.rss": "koi8-r",
    "lines_utf16.jsonl": "utf-16",
    "utf16_text.txt": "utf-16-be",
    "cp1251_text.txt": "cp1251",
    "koi8_text.txt": "koi8-r",
    "rss1_rdf.xml": "cp1251",
    "bitrix_props_koi8.csv": "koi8-r",
    "bitrix_cp866.csv": "cp866",
    "tabs_utf16.tsv": "utf-16-le",
}

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org"
_TYPES: Final = f"{_OFFICE}/officeDocument/2006/relationships"
_DAY_STYLE: Final = 1  # of the styles below: a day
Cell = str | float | None  # "=…" is a formula and its kept value, "@46086" a day


def write_built_files(folder: Path) -> None:
    """Write the made samples into a folder that holds the kept ones, the texts in the encoding of their kind."""
    for name, encoding in ENCODED.items():
        path = folder / name
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    for name, build in BUILT.items():
        (folder / name).write_bytes(build())


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def workbook(sheets: dict[str, Sequence[Sequence[Cell]]], merged: Sequence[str] = ()) -> bytes:
    """Return an Excel workbook of some sheets; `merged` are ranges of the first one."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _XML + f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/workbook.xml": _XML
        + f'<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{_TYPES}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/styles.xml": _XML + f'<styleSheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        lines = "".join(
            f'<row r="{at}">' + "".join(_cell(value, column, at) for column, value in enumerate(row)) + "</row>"
            for at, row in enumerate(rows, 1)
        )
        joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged) if number == 1 and merged else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            _XML
            + f'<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData>'
            + (f"<mergeCells>{joined}</mergeCells>" if joined else "")
            + "</worksheet>"
        )
    return zipped(parts)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return _XML + f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{links}</Relationships>'


def _cell(value: Cell, column: int, row: int) -> str:
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value.startswith("@"):
        return f'<c r="{place}" s="{_DAY_STYLE}"><v>{value[1:]}</v></c>'
    if value.startswith("="):
        formula, _, kept = value[1:].partition("→")
        return f'<c r="{place}" t="str"><f>{escape(formula)}</f><v>{escape(kept)}</v></c>'
    if value.startswith("#"):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def spreadsheet(rows: Sequence[str]) -> bytes:
    """Return a workbook of LibreOffice whose one sheet has some rows, each in its own markup."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Varaq1">{"".join(rows)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def text_cells(*texts: str) -> str:
    cells = "".join(
        '<table:table-cell office:value-type="string">'
        + "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
        + "</table:table-cell>"
        if text
        else "<table:table-cell/>"
        for text in texts
    )
    return cells


def document(markup: str, styles: str = "") -> bytes:
    """Return a Word document whose body has some markup (w:p, w:tbl)."""
    main = f"{_OFFICE}/wordprocessingml/2006/main"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _XML + f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": _XML + f'<w:document xmlns:w="{main}"><w:body>{markup}</w:body></w:document>',
    }
    if styles:
        parts["word/_rels/document.xml.rels"] = _relations([("styles", "styles.xml")])
        parts["word/styles.xml"] = _XML + f'<w:styles xmlns:w="{main}">{styles}</w:styles>'
    return zipped(parts)


def paragraph(text: str, *, bold: bool = False, style: str = "") -> str:
    """Return a paragraph of Word; a line break is one within it."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{named}<w:r>{look}{lines}</w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def dos_zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive as Windows packs it: the names in cp866, no flag that says so."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name.encode("cp866").decode("cp437"), (2026, 3, 5, 10, 0, 0)), data)
    whole = bytearray(file.getvalue())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of each local and each central header
        place = whole.find(sign)
        while place >= 0:
            whole[place + at + 1] &= 0xF7
            place = whole.find(sign, place + 4)
    # cp437 has all 256 letters, so each name written as UTF-8 is one byte a letter again
    return bytes(whole)


def _list_with_title_rows() -> bytes:
    return workbook(
        {
            "Reliz": [
                ["Oʻrmon xoʻjaligi agentligi", None, None, None, None],
                ["2026-yil mart oyida eʼlon qilingan xabarlar roʻyxati", None, None, None, None],
                [],
                ["T/r", "Xabar sarlavhasi", "Xabar matni", "Eʼlon qilingan sana", "Sayt havolasi"],
                [
                    1,
                    "Togʻ yonbagʻirlarida pista ekildi",
                    "Agentlik 600 gektarda pista ekdi.\nKoʻchatlar tomchilatib sugʻoriladi.",
                    "05.03.2026 yil",
                    '=HYPERLINK("https://ormon.example/oz/pista";"havola")→https://ormon.example/oz/pista',
                ],
                [
                    "=A5+1→2",
                    "Oʻrmonchilar kuni nishonlandi",
                    "Tadbirda 200 nafar oʻrmonchi qatnashdi.",
                    "@46087",
                    "#N/A",
                ],
                [
                    3,
                    "Yongʻin xavfi haqida ogohlantirish",
                    "Tashrif buyuruvchilar gulxan yoqmasligi kerak.",
                    46088.75,
                    None,
                ],
                ["Jami:", "=COUNTA(B5:B7)→3", None, None, None],
            ],
            "Video": [
                ["Nomi", "Tavsif", "Davomiyligi", "Kuni"],
                ["Archazor haqida film", "Film archazorlarni tiklash haqida hikoya qiladi.", "12:40", "7-mart 2026"],
            ],
            "Maʼlumotnoma": [["Viloyat", "Gektar"], ["Jizzax", 120], ["Buxoro", 80]],
        },
        merged=["A1:E1", "A2:E2"],
    )


def _open_spreadsheet() -> bytes:
    def day(value: str) -> str:
        shown = f"<text:p>{value[8:10]}.03.26</text:p>"
        return f'<table:table-cell office:value-type="date" office:date-value="{value}">{shown}</table:table-cell>'

    tolov = ("Йўл ҳақи тўлови картага ўтказилди", "Тўловни банк картаси билан амалга ошириш мумкин.", "Транспорт")
    saroy = text_cells("Автобус саройи таъмирланди", "Саройда 64 та автобус сақланади.", "Транспорт")
    return spreadsheet(
        [
            '<table:table-row><table:table-cell table:number-columns-spanned="3" office:value-type="string">'
            "<text:p>Matbuot xizmati jurnali</text:p></table:table-cell><table:covered-table-cell "
            'table:number-columns-repeated="2"/></table:table-row>',
            '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="4"/>'
            "</table:table-row>",
            f"<table:table-row>{text_cells('Sana', 'Сарлавҳа', 'Матн', 'Рукн')}</table:table-row>",
            f"<table:table-row>{day('2026-03-05')}{saroy}</table:table-row>",
            f"<table:table-row>{day('2026-03-06T09:30:00')}{text_cells(*tolov)}</table:table-row>",
        ]
    )


def _letterhead_in_table() -> bytes:
    return document(
        table(["OʻZBEKISTON RESPUBLIKASI\nVETERINARIYA QOʻMITASI", "AXBOROT XIZMATI"])
        + table(["2026-yil 5-mart", "№ 02-14/118", "Toshkent shahri"])
        + paragraph("MATBUOT UCHUN")
        + paragraph("Chorva mollarini bahorgi emlash boshlandi", bold=True)
        + paragraph("Veterinariya qoʻmitasi 6 million bosh qoramolni emlashni boshladi.")
        + paragraph("Emlash bepul oʻtkaziladi va may oyida yakunlanadi.")
        + paragraph("Veterinariya qoʻmitasi axborot xizmati")
        + paragraph("Tel.: (71) 200-00-00, matbuot@vet.example")
    )


def _no_heading() -> bytes:
    return document(
        paragraph("Toshkent shahri\t\t\t\t2026-yil 6-mart")
        + paragraph("")
        + paragraph("Baliqchilik xoʻjaliklari uchun seminar oʻtkazildi", bold=True)
        + paragraph("Baliqchilik uyushmasi 120 nafar fermer uchun seminar oʻtkazdi.\nSeminar ikki kun davom etdi.")
        + paragraph("Keyingi seminar Xorazmda oʻtkaziladi.")
        + paragraph("Hurmat bilan,")
        + paragraph("uyushma matbuot xizmati")
    )


def _cyrillic_title_style() -> bytes:
    return document(
        paragraph("Пресс-релиз")
        + paragraph("Тикувчилик фабрикаси кенгайтирилди", style="Title1")
        + paragraph("5 март 2026 йил")
        + paragraph("Фабрикада 300 та янги тикув машинаси ўрнатилди.")
        + table(["Йил", "Ишчилар"], ["2025", "410"], ["2026", "620"])
        + paragraph("Маҳсулот 6 та давлатга сотилади."),
        styles='<w:style w:type="paragraph" w:styleId="Title1"><w:name w:val="Title"/></w:style>',
    )


def _folder_of_windows() -> bytes:
    return dos_zipped(
        {
            "Матбуот/2026 март/2026-03-05 Пилла.txt": (
                "Пилла мавсумига тайёргарлик бошланди\n\nТуманда 800 та пиллахона таъмирланди.\n"
            ).encode("cp1251", "xmlcharrefreplace"),
            "Матбуот/жадвал.csv": (
                "Сана;Сарлавҳа;Матн\n05.03.2026;Боғдорчилик кўргазмаси очилди;Кўргазмада 90 хил кўчат намойиш этилди.\n"
            ).encode(),
            "Матбуот/хабар.docx": document(
                paragraph("Тут кўчатлари тарқатилди", bold=True)
                + paragraph("Туман ҳокимлиги аҳолига 20 минг туп тут кўчати тарқатди.")
            ),
            "Матбуот/расм.jpg": b"\xff\xd8\xff\xe0picture",
            "Матбуот/~$хабар.docx": b"\x05owner",
            "Матбуот/sayt.json": (
                '{"items":[{"id":9,"title":"Ipak gilamlar koʻrgazmasi","content":"Koʻrgazmada 40 ta gilam bor.",'
                '"date":"2026-03-06"}]}'
            ).encode(),
        }
    )


def _quoted_day() -> bytes:
    return document(
        paragraph("OʻZBEKISTON RESPUBLIKASI OBODONLASHTIRISH VAZIRLIGI", bold=True)
        + paragraph("Toshkent sh., Navoiy koʻchasi, 1-uy, www.obod.example")
        + paragraph("2026-yil «5» mart\t\t№ 14-son")
        + paragraph("PRESS-RELIZ", bold=True)
        + paragraph("Hovuzlar mavsumga tayyorlandi", style="Heading1")
        + paragraph("Vazirlik 32 ta hovuzni tozaladi. Ishlar 20-aprelda tugaydi.")
        + paragraph("Oʻtgan yili 2025-yil 1-mayda ish boshlagan hovuzlar ham bor.")
        + paragraph("Manba: Obodonlashtirish vazirligi"),
        styles='<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>',
    )


def _plain_document() -> bytes:
    return document(
        paragraph("МАТБУОТ УЧУН")
        + paragraph("Тошкент шаҳри, 6 март 2026 йил")
        + paragraph("Иссиқлик манбалари текширилди")
        + paragraph("Туманларда 86 та қозонхона текширилди.\nЙигирмата қозонхона таъмирга муҳтож.")
        + paragraph("Текширув апрелда давом этади.")
        + paragraph("Ахборот хизмати")
    )


def _several_headers() -> bytes:
    return workbook(
        {
            "Saytga": [
                ["Xabarlar jurnali", None, None, None, None, None],
                [None, "Nomi", None, None, "Qachon", None],
                ["№", "Sarlavha (lotin)", "Сарлавҳа (кирилл)", "Matn (lotin)", "Sana", "Matn (kirill)"],
                [
                    1,
                    "Yoʻlovchi terminali ochildi",
                    "Йўловчи терминали очилди",
                    "Terminal soatiga 400 yoʻlovchini qabul qiladi.",
                    "2026-yil 5-mart, payshanba",
                    "Терминал соатига 400 йўловчини қабул қилади.",
                ],
                [2, "Bekat taʼmirlandi", None, "Bekatda soyabon oʻrnatildi.", 20260306, None],
                [3, "Tunda qatnov", None, "Avtobuslar tunda ham qatnaydi.", "7.3.26", None],
            ],
            "Boʻsh": [],
            "Rus": [
                ["Заголовок", "Текст", "Дата"],
                ["Открыт терминал", "Терминал принимает 400 пассажиров в час и работает круглосуточно.", "@46086"],
            ],
        }
    )


def _letter_with_document() -> bytes:
    letter = EmailMessage(policy=email.policy.SMTP)
    letter["From"] = "Taʼlim boʻlimi matbuot xizmati <press@bolim.example>"
    letter["To"] = "tahririyat@gazeta.example"
    letter["Subject"] = "Press-reliz"
    letter["Date"] = "Thu, 05 Mar 2026 10:00:00 +0500"
    letter["Message-ID"] = "<doc-7@bolim.example>"
    letter.set_content("Assalomu alaykum!\nIlovada xabar matni.\n")
    text = document(
        paragraph("MATBUOT XABARI")
        + paragraph("Bogʻcha hovlilari obodonlashtirildi", bold=True)
        + paragraph("Boʻlim 12 ta bogʻcha hovlisini obodonlashtirdi.")
        + paragraph("Har birida oʻyin maydoni qurildi.")
    )
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    letter.add_attachment(b"\xff\xd8\xff\xe0", maintype="image", subtype="jpeg", filename="hovli.jpg")
    letter.add_attachment(text, maintype="application", subtype=kind, filename="Пресс-релиз.docx")
    return letter.as_bytes()


def _locked() -> bytes:
    """Return an archive one of whose files says that it is encrypted."""
    whole = bytearray(
        zipped(
            {
                "reliz.txt": "Yopiq xabar\n\nBu fayl parol bilan yopilgan.\n",
                "ochiq.txt": "Ochiq turgan xabar\n\nBu fayl parolsiz ochiladi.\n",
            }
        )
    )
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.find(sign) + at] |= 1
    return bytes(whole)


BUILT: dict[str, Callable[[], bytes]] = {
    "title_rows.xlsx": _list_with_title_rows,
    "journal.ods": _open_spreadsheet,
    "letterhead_table.docx": _letterhead_in_table,
    "no_heading.docx": _no_heading,
    "title_style.docx": _cyrillic_title_style,
    "windows_folder.zip": _folder_of_windows,
    "letter_with_document.eml": _letter_with_document,
    "quoted_day.docx": _quoted_day,
    "plain_document.docx": _plain_document,
    "several_headers.xlsx": _several_headers,
    "locked.zip": _locked,
    "cut.zip": lambda: zipped({"reliz.txt": "Kesilgan arxiv\n\n" + "Matn. " * 50})[:120],
}
