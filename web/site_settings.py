"""What the people who run a site say of it: `site.toml` beside their releases."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.corpus_tables import SITE, table_file
from search.errors import BadCorpus
from search.query import MAX_Q, tidy_text
from search.uzbek import to_cyrillic
from web.i18n.messages import LANGUAGES

MOST_EXAMPLES: Final = 5
HERE, SOURCE = "here", "source"
KEYS: Final = ("title", "base_url", "prefix", "contact", "results", "tag", "examples")
_ADDRESS: Final = re.compile(r"https?://[^\s/?#@]+")
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_TAG: Final = re.compile(r"[A-Za-z0-9.-]+,[0-9]{4}(-[0-9]{2}){0,2}")
_MAIL: Final = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_PAGE: Final = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True, slots=True)
class Site:
    """A site: its title by language, its public address, and where results lead.

    `base_url` is scheme and host without a slash at the end, empty when unknown; `prefix` the path under which the site
    is served, empty or beginning with a slash. `contact` is a mail address or a page, or empty. `results` is "here",
    the release's page of this site, or "source", where the release was published. `tag` is who names the entries of
    feeds (RFC 4151: host,year) after a move to another host, empty to take the host. `examples` are queries that the
    first page offers where they find something, empty to take Izla's own.
    """

    titles: Mapping[str, str]
    base_url: str = ""
    prefix: str = ""
    contact: str = ""
    results: str = HERE
    tag: str = ""
    examples: tuple[str, ...] = ()

    @property
    def public(self) -> str:
        """The public address with the prefix; empty when the host is unknown."""
        return f"{self.base_url}{self.prefix}" if self.base_url else ""

    @property
    def contact_url(self) -> str:
        """The contact as an address to follow, empty when there is none."""
        return f"mailto:{self.contact}" if _MAIL.fullmatch(self.contact) else self.contact


def read_site(corpus: Path) -> Site:
    """Read `site.toml` of a corpus folder; raises BadCorpus naming the key and what it takes."""
    path = table_file(corpus, SITE)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    for name in table:
        if name not in KEYS:
            raise BadCorpus(f"{path}: {name} is not a key; the keys are {', '.join(KEYS)}")
    return Site(
        _titles(path, table.get("title")),
        _text(path, table, "base_url", _ADDRESS, "a scheme and a host such as https://izlash.example.uz").rstrip("/"),
        _text(path, table, "prefix", _PREFIX, "a path such as /izlash").rstrip("/"),
        _text(path, table, "contact", re.compile(f"{_MAIL.pattern}|{_PAGE.pattern}"), "a mail address or a page"),
        _text(path, table, "results", re.compile(f"{HERE}|{SOURCE}"), f"{HERE} or {SOURCE}") or HERE,
        _text(path, table, "tag", _TAG, "a host and the year from which it was yours, such as izlash.example.uz,2026"),
        _examples(path, table.get("examples", [])),
    )


def _titles(path: Path, table: Any) -> dict[str, str]:
    if not isinstance(table, dict) or not table.get("uz"):
        raise BadCorpus(f'{path}: [title] needs at least uz = "…"')
    for lang, title in table.items():
        if lang not in LANGUAGES:
            raise BadCorpus(f"{path}: [title] {lang} is not a language; they are {', '.join(LANGUAGES)}")
        if not isinstance(title, str) or not title.strip() or not title.isprintable():
            raise BadCorpus(f"{path}: [title] {lang} is not a line of text")
    uz = table["uz"].strip()
    others = {"uz-Cyrl": to_cyrillic(uz), "ru": uz, "en": uz}
    return {lang: table[lang].strip() if lang in table else others[lang] for lang in LANGUAGES}


def _examples(path: Path, listed: Any) -> tuple[str, ...]:
    takes = f"a list of at most {MOST_EXAMPLES} queries in quotes, each of at most {MAX_Q} characters"
    if not isinstance(listed, list) or len(listed) > MOST_EXAMPLES:
        raise BadCorpus(f"{path}: examples = {listed!r} is not {takes}")
    for query in listed:
        if not isinstance(query, str) or not tidy_text(query) or len(query) > MAX_Q or not query.isprintable():
            raise BadCorpus(f"{path}: examples: {query!r} is none of {takes}")
    return tuple(tidy_text(query) for query in listed)


def _text(path: Path, table: Mapping[str, Any], key: str, form: re.Pattern[str], takes: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (value and not form.fullmatch(value.rstrip("/"))):
        raise BadCorpus(f"{path}: {key} = {value!r} is not {takes}")
    return value
