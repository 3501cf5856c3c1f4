"""The tables of a corpus: which files a site may put beside its releases in place of those that come with Izla."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT

SECTORS: Final = "sectors.toml"
REGIONS: Final = "regions.toml"
COUNTRIES: Final = "countries.txt"
SOURCES: Final = "sources.txt"
SYNONYMS: Final = "synonyms.txt"
GLOSSARY: Final = "glossary.txt"
WORDS: Final = "words.txt"
PAGES: Final = "pages.toml"
SITE: Final = "site.toml"  # what the site is, of which the web application knows more


@dataclass(frozen=True, slots=True)
class CorpusTable:
    """A table: its file in the corpus folder, and what it is for."""

    file: str
    purpose: str


TABLES: Final = (
    CorpusTable(SECTORS, "the sectors that releases are tagged with, and the words that name each"),
    CorpusTable(REGIONS, "the regions of Uzbekistan, and the places that name each"),
    CorpusTable(COUNTRIES, "the countries that releases are tagged with"),
    CorpusTable(SOURCES, "the names that a source is also known by"),
    CorpusTable(SYNONYMS, "names of one thing, which a search takes for each other"),
    CorpusTable(GLOSSARY, "Russian and English words, and what they are in Uzbek"),
    CorpusTable(PAGES, "where the parts of a release stand in saved web pages, by site"),
    CorpusTable(WORDS, "words that the analyzer would get wrong: the user dictionary"),
)


def table_file(corpus: Path, name: str) -> Path:
    """Return where a table of the corpus is: beside the site's releases, else the one that comes with Izla."""
    of_site = corpus / name
    return of_site if of_site.is_file() else ROOT / "corpus" / name
