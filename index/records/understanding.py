"""The understanding of a record: what an export gives under its own names becomes a release, or the reason why not."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, NamedTuple

from index.records import release_date, release_id
from index.records.admission import FUTURE, NotForIndex, Rules, refuse_foreign
from index.records.cells import Cell, cells_of
from index.records.cleaning import one_line
from index.records.copies import extra_of, keys_of
from index.records.field_names import folded
from index.records.identity import canonical, day_in_address, host_of, id_of, is_opaque, without_tracking
from index.records.markup import plain_line
from index.records.moments import NoDay, day_of
from index.records.publication import is_status, is_unknown_status, why_not_public
from index.records.record import Finding
from index.records.url import checked_url
from index.records.versions import UZBEK_HINTS, Version, uzbek_by_script, versions_of
from index.records.word_sets import word_set
from search.facets.languages import LANGUAGES, language_named
from search.release import UZBEK, Copy, Release, script_of_most

EMPTY: Final = "empty"


_NOT_RELEASES: Final = frozenset(
    map(
        folded,
        word_set(
            "page attachment nav_menu_item revision product menu block banner custom_css wp_block media node --page "
            "comment settings template "
        ),
    )
)
_DAY_OR_STATE: Final = frozenset(
    map(
        folded,
        word_set("published chop_etilgan nashr_qilingan nashr_etilgan eʼlon_qilingan eʼlon_qilindi опубликовано"),
    )
)
_JOOMLA: Final = folded("publish_up")  # a name that only Joomla has, which keeps moments in UTC
_NUMBERS_ONLY: Final = re.compile(r"[\d\s,;]+")


@dataclass(frozen=True, slots=True)
class Given:
    """A record as its export gives it: values by name, and what the format says of all of them.

    `utc`: moments without a zone are of Greenwich; `serials`: numbers may be days of a spreadsheet; `numbered`: ids
    may count from 1. `namespace` is what the export calls itself, `host` its site, `source` the office whose export it
    is; `repeat` counts the records before that have the same title and day; `name` is that of a file of one release.
    `alternates` are the addresses of the same release in other languages and scripts. `language` is that of all of it
    where the format's reader has told that none is Uzbek.
    """

    values: Mapping[str, Any]
    utc: bool = False
    serials: bool = False
    numbered: bool = True
    namespace: str = ""
    host: str = ""
    source: str = ""
    repeat: int = 0
    name: str = ""
    alternates: tuple[str, ...] = ()
    language: str = ""


class Understood(NamedTuple):
    """A release as it was understood, its sectors as named, what was odd about it, and the links to its twins."""

    release: Release
    findings: tuple[Finding, ...]
    links: tuple[str, ...]


@dataclass
class _Reading:
    """What reading one record gathers."""

    cells: list[Cell]
    findings: list[Finding] = field(default_factory=list)

    def first(self, name: str) -> str:
        """Return the strongest value of a field as text."""
        return next((str(cell.value) for cell in self.cells if cell.field == name), "")

    def all(self, name: str) -> list[Cell]:
        """Return the cells of a field, the strongest first."""
        return [cell for cell in self.cells if cell.field == name]


def understand(given: Given, rules: Rules) -> Understood:
    """Return the release of a record.

    Raises NotForIndex with the reason, and ValueError where what should be a release is broken.
    """
    reading = _Reading(cells_of(given.values, rules.fields()))
    _refuse_private(reading)
    if given.language:
        refuse_foreign(given.language, rules)
    versions = versions_of(reading.cells, reading.findings, given.language)
    if not versions:
        raise NotForIndex(EMPTY)
    main, *others = uzbek_by_script(versions) or (_longest_foreign(versions, rules),)
    address, url_findings = checked_url(_address(reading, given))
    reading.findings.extend(url_findings)
    title = main.title
    text = main.body
    day, found_in = _day(reading, given, address, title, text)
    if rules.waits(day):
        raise NotForIndex(FUTURE, again=True)
    release = Release(
        id="",
        title=title,
        body=text,
        date=day,
        date_source=found_in,
        sectors=_names(reading, "sectors"),
        source=one_line(plain_line(reading.first("source"))).strip(' "“”«»„') or main.source or given.source,
        url=address,
        regions=tuple(name for given_name in _names(reading, "regions") for name in _split(given_name)),
        rubric=_rubric(reading, main),
        language=main.language,
    )
    release = release.with_(id=release_id.in_language(_id(reading, given, release), main.language))
    known = frozenset(keys_of(f"{title} {text}")) if others else frozenset()
    copies = tuple(
        Copy(
            id=f"{release.id}-{version.script}",
            title=version.title,
            body=version.body,
            script=version.script,
            date=day,
            source=version.source or release.source,
            extra=extra_of(known, version.title, version.body),
        )
        for version in others
    )
    links = (f"{given.host or given.namespace} {cell.value}" for cell in reading.all("uuid"))
    alternates = (f"address {canonical(address)}" for address in given.alternates)
    return Understood(release.with_(copies=copies), tuple(dict.fromkeys(reading.findings)), (*links, *alternates))


def _refuse_private(reading: _Reading) -> None:
    kind = reading.first("type")
    if folded(kind) in _NOT_RELEASES:
        raise NotForIndex(kind)
    status = [(cell.name, cell.value) for cell in reading.cells if _is_state(cell)]
    hidden = [(cell.name, cell.value) for cell in reading.all("hidden")]
    if reason := why_not_public(status, hidden, reading.first("password")):
        raise NotForIndex(reason, again=reason == FUTURE)
    reading.findings.extend(
        Finding("unknown-status", f"{name} {value!r}") for name, value in status if is_unknown_status(value)
    )


def _is_state(cell: Cell) -> bool:
    return cell.field == "status" or (
        cell.field == "date" and folded(cell.name) in _DAY_OR_STATE and is_status(cell.value)
    )


def _longest_foreign(versions: list[Version], rules: Rules) -> Version:
    """Return the one of versions in other languages that says most; raises NotForIndex where none is kept."""
    kept = [version for version in versions if version.language in LANGUAGES] if rules.keep_foreign else []
    if not kept:
        raise NotForIndex(f"foreign:{versions[0].language}")
    return max(kept, key=attrgetter("length"))


def _address(reading: _Reading, given: Given) -> str:
    for cell in reading.all("url"):
        address = str(cell.value).strip()
        if "://" in address:
            return without_tracking(address)
        if address.startswith("/") and given.host:
            return f"https://{given.host}{address}"
    for cell in reading.cells:  # the path of a page, as Drupal keeps it
        if folded(cell.name) in ("path", "alias") and str(cell.value).startswith("/") and given.host:
            return f"https://{given.host}{cell.value}"
    return next((str(cell.value) for cell in reading.all("url") if "." in str(cell.value)), "")


def _day(reading: _Reading, given: Given, address: str, title: str, text: str) -> tuple[dt.date | None, str | None]:
    utc = given.utc or any(folded(cell.name) == _JOOMLA for cell in reading.cells)
    for cell in reading.all("date"):
        if _is_state(cell) or isinstance(cell.value, bool):
            continue
        try:
            return day_of(cell.value, utc=utc, serials=given.serials), release_date.GIVEN
        except NoDay as reason:
            if str(reason):
                reading.findings.append(Finding("unusable-date", f"{cell.name}: {reason}"))
    if named := day_in_address(address):
        try:
            return day_of(named), release_date.ADDRESS
        except NoDay:
            pass  # a number that looks like a day
    return release_date.of_release(None, given.name, title, text)


def _id(reading: _Reading, given: Given, release: Release) -> str:
    language = next(
        (code for cell in reading.all("language") if len(code := str(cell.value).lower()) <= 7 and code != "*"), ""
    )
    found = id_of(
        given=_given_id(reading),
        slug=reading.first("slug"),
        address=release.url,
        namespace=given.namespace,
        host=host_of(release.url) or given.host,
        language=language.partition("-")[0] if language else "",
        numbered=given.numbered,
    )
    if found:
        return found
    if given.name:
        return release_id.of_name(given.name)
    day = release.date.isoformat() if release.date else ""
    name = release_id.of_name(f"{day} {release.title or release.body[:80]}".strip())
    parts = (given.namespace, name, str(given.repeat + 1) if given.repeat else "")
    return release_id.checked("-".join(part for part in parts if part))


def _given_id(reading: _Reading) -> str:
    """Return what the export calls its id: one that a database made up only where there is no other."""
    given = [str(cell.value).strip() for cell in reading.all("id")]
    return next((one for one in given if not is_opaque(one)), given[0] if given else "")


def _names(reading: _Reading, name: str) -> tuple[str, ...]:
    return tuple(text for cell in reading.all(name) if (text := one_line(plain_line(str(cell.value)))))


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _rubric(reading: _Reading, main: Version) -> str:
    """Return the rubric, in the language and the script of the release where there are several."""
    cells = reading.all("rubric")
    if len(cells) > 1:
        script, language = main.script, main.language
        cells.sort(key=lambda cell: (not _is_in(cell, language), script_of_most(str(cell.value)) != script))
    for cell in cells:
        if not _NUMBERS_ONLY.fullmatch(str(cell.value)):
            return one_line(plain_line(str(cell.value).partition("|")[0]))
    return ""


def _is_in(cell: Cell, language: str) -> bool:
    """Say whether the export calls a cell one of a language."""
    if language == UZBEK:
        return cell.language in UZBEK_HINTS
    return language_named(cell.language.partition("-")[0]) == language
