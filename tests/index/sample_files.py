"""Samples that are made and not kept: workbooks, documents, archives, and texts in other encodings than UTF-8."""

from pathlib import Path

# Samples whose source is kept in UTF-8 and read in the encoding of the program that would have written it.
ENCODED: dict[str, str] = {
    "powershell_utf16.json": "utf-16",
    "rss1_rdf.xml": "cp1251",
    "bitrix_props_koi8.csv": "koi8-r",
    "bitrix_cp866.csv": "cp866",
    "tabs_utf16.tsv": "utf-16-le",
}


def write_built_files(folder: Path) -> None:
    """Write the made samples into a folder that holds the kept ones, the texts in the encoding of their kind."""
    for name, encoding in ENCODED.items():
        path = folder / name
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
