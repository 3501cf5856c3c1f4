"""The understanding of a record: what an export gives under its own names becomes a release, or the reason why not."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.records import release_date, release_id
from index.records.boilerplate import own_text, says_again
from index.records.cells import Cell, cells_of
from index.records.cleaning import blocks, body, clean, one_line
from index.records.copies import extra_of, keys_of
from index.records.field_names import folded
from index.records.identity import canonical, day_in_address, host_of, id_of, is_opaque, without_tracking
from index.records.language import language_of, uzbek_part
from index.records.markup import is_markup, paragraphs_of, plain_line, unescaped, without_invisible, without_marks
from index.records.mojibake import repaired
from index.records.moments import NoDay, day_of
from index.records.publication import is_status, is_unknown_status, why_not_public
from index.records.record import Finding
from index.records.url import checked_url
from index.records.word_sets import word_set
from search.facets.languages import LANGUAGES, language_named
from search.release import UZBEK, Copy, Release, script_of_most
from search.settings import ROOT
from search.uzbek import joined_line_ends

MAX_TITLE: Final = 500  # code points; a longer first line is text (of 59,885 real titles 99.8 % are shorter)
EMPTY: Final = "empty"
FUTURE: Final = "future"

# Words that most Uzbek texts hold and that no other language has: two of them, and nothing more is looked at.
_FREQUENT_WORDS: Final = tuple(
    f" {word} "
    for word in (
        *("va", "bilan", "uchun", "boʻyicha", "билан", "учун", "бўйича", "haqida", "ҳақида", "ва", "ham", "ҳам"),
        *("bo‘yicha", "bo'yicha", "o‘z", "o'z", "oʻz", "ўз", "bo‘lgan", "bo'lgan", "boʻlgan", "бўлган"),
        *("hamda", "ҳамда", "ushbu", "ушбу", "qilish", "қилиш", "uning", "унинг"),
    )
)
_ENOUGH: Final = 2
_FEW_WORDS: Final = 4  # of title and text; fewer keep no release out
_FEW_LETTERS: Final = 200  # code points of a text in which that many words are

_CUT: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\])\s*$")
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
_FOREIGN_SIGNS: Final = ("ы", "щ", " the ", " of ")
_LOOKED_AT: Final = 300  # code points of a paragraph
_JOOMLA: Final = folded("publish_up")  # a name that only Joomla has, which keeps moments in UTC
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBERS_ONLY: Final = re.compile(r"[\d\s,;]+")
_UZBEK_HINTS: Final = frozenset(
    ("uz", "oz", "", "kr", "cyr", "cyrl", "latn", "lat", "cy", "kir", "uzb", "ozbek", "ozbekcha")
)


class NotForIndex(Exception):  # it is no error
    """A record is no release for the index; its text is the reason in a word or two."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says of its records.

    A release dated later than the day after `today` waits for its day unless `include_future`. `mapping` are pairs of
    a field of ours and the name of a site's own column; `corpus` is the folder of the site's tables. What has no part
    in Uzbek is no release unless `keep_foreign`.
    """

    today: dt.date = dt.date(9999, 12, 30)
    include_future: bool = False
    mapping: tuple[tuple[str, str], ...] = ()
    corpus: Path = ROOT / "corpus"
    keep_foreign: bool = False

    def waits(self, day: dt.date | None) -> bool:
        """Say whether a release of a day is not to be seen yet."""
        return day is not None and not self.include_future and day.toordinal() > self.today.toordinal() + 1

    def fields(self) -> Mapping[str, str]:
        """Return the field of each column that the site named, by folded name."""
        return {folded(column): name for name, column in self.mapping}


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


class _Version(NamedTuple):
    """A release in one language and script."""

    language: str
    title: str
    paragraphs: list[str]
    source: str


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
        _refuse_foreign(given.language, rules)
    versions = _versions(reading, given.language)
    if not versions:
        raise NotForIndex(EMPTY)
    main, *others = _uzbek_by_script(versions) or (_longest_foreign(versions, rules),)
    address, url_findings = checked_url(_address(reading, given))
    reading.findings.extend(url_findings)
    title = main.title
    text = body([paragraph.split("\n") for paragraph in main.paragraphs])
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
            id=f"{release.id}-{_script(version)}",
            title=version.title,
            body=body([paragraph.split("\n") for paragraph in version.paragraphs]),
            script=_script(version),
            date=day,
            source=version.source or release.source,
            extra=extra_of(known, version.title, body([paragraph.split("\n") for paragraph in version.paragraphs])),
        )
        for version in others
    )
    links = (f"{given.host or given.namespace} {cell.value}" for cell in reading.all("uuid"))
    alternates = (f"address {canonical(address)}" for address in given.alternates)
    return Understood(release.with_(copies=copies), tuple(dict.fromkeys(reading.findings)), (*links, *alternates))


def meant(text: str, findings: list[Finding]) -> str:
    """Return a text as it was meant, turned back with a finding where it is mojibake; raises ValueError."""
    turned = repaired(text)
    if turned is None:
        return text
    findings.append(Finding("repaired", one_line(turned)[:60]))
    return turned


def admitted(release: Release, rules: Rules) -> Release:
    """Return a release as the index takes it, in its language; raises NotForIndex with the reason where it does not."""
    if rules.waits(release.date):
        raise NotForIndex(FUTURE, again=True)
    language = _language(release)
    if language == UZBEK:
        return release
    _refuse_foreign(language, rules)
    return release.with_(language=language, id=release_id.in_language(release.id, language))


def _language(release: Release) -> str:
    found = 0
    for word in _FREQUENT_WORDS:
        if word in release.body:
            found += 1
            if found == _ENOUGH:
                return UZBEK
    if len(f"{release.title} {release.body[:_FEW_LETTERS]}".split()) < _FEW_WORDS:
        return UZBEK  # a brand or a name tells nothing of the language that a release is in
    return language_of(release.title, release.body) or UZBEK


def _refuse_foreign(language: str, rules: Rules) -> None:
    """Raise NotForIndex for another language than Uzbek, unless those are kept; what is no language's code never is."""
    if language != UZBEK and not (rules.keep_foreign and language in LANGUAGES):
        raise NotForIndex(f"foreign:{language}")


def text_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text in markup or without; where no line is empty, every line is one."""
    if is_markup(text):
        return paragraphs_of(clean(text))
    return plain_paragraphs(without_marks(text))


def plain_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text without markup; where no line is empty, every line is one."""
    lines = joined_line_ends(without_invisible(unescaped(clean(text)).strip())).split("\n")
    paragraphs = blocks(lines)
    if len(paragraphs) <= 1:
        paragraphs = [[line] for block in paragraphs for line in block]
    return ["\n".join(lines) for lines in paragraphs]


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


def _versions(reading: _Reading, told: str) -> list[_Version]:
    """Return the record's texts, one a language as the export names it, without those that hold nothing.

    All of them are in the language `told`, if any is.
    """
    languages = dict.fromkeys(cell.language for cell in reading.cells if cell.field in ("title", "body", "lead"))
    versions = []
    for language in languages:
        best: dict[str, list[str]] = {"title": [], "body": [], "lead": []}
        for cell in reading.cells:
            if cell.field in best and cell.language == language and not isinstance(cell.value, bool):
                best[cell.field].append(str(cell.value))
        version = _version(language, best, reading.findings, told)
        if version.paragraphs or _LETTER.search(version.title):
            versions.append(version)
    return versions


def _version(language: str, texts: Mapping[str, list[str]], findings: list[Finding], told: str) -> _Version:
    title = plain_line(meant(clean(next(iter(texts["title"]), "")), findings))
    if len(title) > MAX_TITLE:
        texts = {**texts, "body": [f"{title}\n\n{next(iter(texts['body']), '')}"]}
        title = ""
    paragraphs = text_paragraphs(meant(next(iter(texts["body"]), ""), findings))
    lead = text_paragraphs(meant(next(iter(texts["lead"]), ""), findings))
    if lead and not (paragraphs and (_CUT.search(lead[-1]) or says_again(_joined(lead), _joined(paragraphs)))):
        paragraphs = lead if says_again(_joined(paragraphs), _joined(lead)) else [*lead, *paragraphs]
    if not told:
        paragraphs = _in_uzbek(title, paragraphs)
    own = own_text(paragraphs, title)
    if not title and len(own.paragraphs) > 1 and len(own.paragraphs[0]) <= MAX_TITLE:
        title = one_line(own.paragraphs[0])
        own = own_text(own.paragraphs[1:], title)._replace(source=own.source)
    told = told or language_of(title, _joined(own.paragraphs))
    if not told:
        hint = language.partition("-")[0]
        told = UZBEK if hint in _UZBEK_HINTS else language_named(hint) or hint
    return _Version(told, title, own.paragraphs, own.source)


def _in_uzbek(title: str, paragraphs: list[str]) -> list[str]:
    """Return the Uzbek ones of a text in several languages, where an Uzbek title stands above it; all of any other."""
    if len(paragraphs) < 2 or not any(_may_be_foreign(title, paragraphs[end]) for end in (0, -1)):
        return paragraphs
    if language_of(title, "") not in (UZBEK, ""):
        return paragraphs
    if all(language_of("", paragraphs[end]) in (UZBEK, "") for end in (0, -1)):
        return paragraphs
    return uzbek_part(paragraphs) or paragraphs


def _may_be_foreign(title: str, text: str) -> bool:
    """Say whether a paragraph shows signs of Russian or English, or is in another script than the title."""
    beginning = text[:_LOOKED_AT]
    return any(sign in beginning for sign in _FOREIGN_SIGNS) or (
        bool(title and _LETTER.search(beginning)) and script_of_most(beginning) != script_of_most(title)
    )


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n".join(paragraphs)


def _uzbek_by_script(versions: list[_Version]) -> list[_Version]:
    """Return the Uzbek versions, one a script, the Latin one first; of two in one script the longer one."""
    uzbek = [version for version in versions if version.language == UZBEK]
    if len(uzbek) < 2:
        return uzbek
    best: dict[str, _Version] = {}
    for version in uzbek:
        script = _script(version)
        if script not in best or len(_joined(version.paragraphs)) > len(_joined(best[script].paragraphs)):
            best[script] = version
    return [best[script] for script in ("latn", "cyrl") if script in best]


def _longest_foreign(versions: list[_Version], rules: Rules) -> _Version:
    """Return the one of versions in other languages that says most; raises NotForIndex where none is kept."""
    kept = [version for version in versions if version.language in LANGUAGES] if rules.keep_foreign else []
    if not kept:
        raise NotForIndex(f"foreign:{versions[0].language}")
    return max(kept, key=lambda version: len(_joined(version.paragraphs)))


def _script(version: _Version) -> str:
    return script_of_most(f"{version.title}\n{_joined(version.paragraphs)}")


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


def _rubric(reading: _Reading, main: _Version) -> str:
    """Return the rubric, in the language and the script of the release where there are several."""
    cells = reading.all("rubric")
    if len(cells) > 1:
        script, language = _script(main), main.language
        cells.sort(key=lambda cell: (not _is_in(cell, language), script_of_most(str(cell.value)) != script))
    for cell in cells:
        if not _NUMBERS_ONLY.fullmatch(str(cell.value)):
            return one_line(plain_line(str(cell.value).partition("|")[0]))
    return ""


def _is_in(cell: Cell, language: str) -> bool:
    """Say whether the export calls a cell one of a language."""
    if language == UZBEK:
        return cell.language in _UZBEK_HINTS
    return language_named(cell.language.partition("-")[0]) == language
