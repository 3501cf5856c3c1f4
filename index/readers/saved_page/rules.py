"""The table of page rules: by host, the CSS paths under which a saved page has its title, date, text and rubric."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from index.readers.saved_page.tree import is_css_path
from search.errors import BadCorpus
from search.settings import ROOT

FILE: Final = "pages.toml"
ANY_HOST: Final = "*"
PATHS: Final = ("title", "date", "body", "rubric")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageRule:
    """CSS paths of one look of a site's pages; "" where a row gives none. `body` is never empty."""

    body: str
    title: str = ""
    date: str = ""
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class PageRules:
    """The rows of the table by host (small letters, without www), those of any host under ANY_HOST, each in order."""

    by_host: Mapping[str, tuple[PageRule, ...]]

    def of_host(self, host: str) -> tuple[PageRule, ...]:
        """Return the rows of a host, else of the nearest domain above it."""
        host = _folded(host)
        while host:
            if rules := self.by_host.get(host):
                return rules
            host = host.partition(".")[2]
        return ()

    @property
    def of_any_host(self) -> tuple[PageRule, ...]:
        """The rows that hold for every host."""
        return self.by_host.get(ANY_HOST, ())


def read_page_rules(corpus: Path) -> PageRules:
    """Read `pages.toml` of a corpus folder and ours; raises BadCorpus naming file, key and remedy.

    A host that the folder's own table names has its rows alone; its rows of any host come before ours.
    """
    ours = _read(ROOT / "corpus" / FILE)
    own = corpus / FILE
    if not own.is_file() or own.samefile(ROOT / "corpus" / FILE):
        return PageRules(ours)
    site = _read(own)
    return PageRules(ours | site | {ANY_HOST: site.get(ANY_HOST, ()) + ours.get(ANY_HOST, ())})


def _read(path: Path) -> dict[str, tuple[PageRule, ...]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}; mend it, or take it away to use Izla's own") from None
    found: dict[str, tuple[PageRule, ...]] = {}
    for host, rows in table.items():
        if host != ANY_HOST and not _HOST.fullmatch(host):
            raise BadCorpus(f'{path}: [{host!r}] is no host; write it as ["xabar.example.uz"], or ["*"] for any')
        if _folded(host) in found:
            raise BadCorpus(
                f'{path}: ["{host}"] is given twice, www and capitals aside; leave one, or write [["{host}"]]'
            )
        if not isinstance(rows, (dict, list)) or not rows:
            raise BadCorpus(f'{path}: {host} must be a table of paths: ["{host}"], then lines such as body = ".text"')
        found[_folded(host)] = tuple(_rule(path, host, row) for row in (rows if isinstance(rows, list) else [rows]))
    return found


def _rule(path: Path, host: str, row: Any) -> PageRule:
    if not isinstance(row, dict) or "body" not in row:
        raise BadCorpus(f'{path}: ["{host}"] needs a body, the CSS path of the text: body = ".text"')
    for key, value in row.items():
        if key not in PATHS:
            raise BadCorpus(f'{path}: ["{host}"] {key} is not a key; the keys are {", ".join(PATHS)}')
        if not isinstance(value, str) or not value.strip() or not is_css_path(value):
            raise BadCorpus(f'{path}: ["{host}"] {key} = {value!r} is not a CSS path; write one such as ".news-{key}"')
    return PageRule(**row)


def _folded(host: str) -> str:
    return host.lower().removeprefix("www.").rstrip(".")
