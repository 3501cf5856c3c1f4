"""The versions of a record: its title and text in each language and script that the export has them in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from index.records.boilerplate import own_text, says_again
from index.records.cells import Cell
from index.records.cleaning import body, clean, one_line
from index.records.language import language_of, uzbek_part
from index.records.markup import plain_line
from index.records.paragraphs import meant, text_paragraphs
from index.records.record import Finding
from search.facets.languages import language_named
from search.release import UZBEK, script_of_most

MAX_TITLE: Final = 500  # code points; a longer first line is text (of 59,885 real titles 99.8 % are shorter)
_CUT: Final = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\])\s*$")
_FOREIGN_SIGNS: Final = ("ы", "щ", " the ", " of ")
_LOOKED_AT: Final = 300  # code points of a paragraph
_LETTER: Final = re.compile(r"[^\W\d_]")
UZBEK_HINTS: Final = frozenset(
    ("uz", "oz", "", "kr", "cyr", "cyrl", "latn", "lat", "cy", "kir", "uzb", "ozbek", "ozbekcha")
)


class Version(NamedTuple):
    """A release in one language and script."""

    language: str
    title: str
    paragraphs: list[str]
    source: str

    @property
    def body(self) -> str:
        """The text, as a release has it."""
        return body([paragraph.split("\n") for paragraph in self.paragraphs])

    @property
    def script(self) -> str:
        """The script that most of it is in."""
        return script_of_most(f"{self.title}\n{_joined(self.paragraphs)}")

    @property
    def length(self) -> int:
        """How much it says, in code points."""
        return len(_joined(self.paragraphs))


def versions_of(cells: Sequence[Cell], findings: list[Finding], told: str) -> list[Version]:
    """Return a record's texts, one a language as the export names it, without those that hold nothing.

    `cells` are the strongest first. All of them are in the language `told`, if any is. What is odd is added to the
    findings; raises ValueError where a text is broken.
    """
    languages = dict.fromkeys(cell.language for cell in cells if cell.field in ("title", "body", "lead"))
    versions = []
    for language in languages:
        best: dict[str, list[str]] = {"title": [], "body": [], "lead": []}
        for cell in cells:
            if cell.field in best and cell.language == language and not isinstance(cell.value, bool):
                best[cell.field].append(str(cell.value))
        version = _version(language, best, findings, told)
        if version.paragraphs or _LETTER.search(version.title):
            versions.append(version)
    return versions


def _version(language: str, texts: Mapping[str, list[str]], findings: list[Finding], told: str) -> Version:
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
        told = UZBEK if hint in UZBEK_HINTS else language_named(hint) or hint
    return Version(told, title, own.paragraphs, own.source)


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


def uzbek_by_script(versions: list[Version]) -> list[Version]:
    """Return the Uzbek versions, one a script, the Latin one first; of two in one script the longer one."""
    uzbek = [version for version in versions if version.language == UZBEK]
    if len(uzbek) < 2:
        return uzbek
    best: dict[str, Version] = {}
    for version in uzbek:
        script = version.script
        if script not in best or version.length > best[script].length:
            best[script] = version
    return [best[script] for script in ("latn", "cyrl") if script in best]


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n".join(paragraphs)
