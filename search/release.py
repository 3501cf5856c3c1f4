"""The one shape of a press release."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final, Self

import orjson

Moments = tuple[int, int]  # `first_seen` and `changed` of a release
UZBEK: Final = "uz"


@dataclass(frozen=True, slots=True)
class Copy:
    """The same release once more: in the other script, or as somebody else published it.

    `id` is what it would be called alone, `script` "latn" or "cyrl"; the other fields are those of Release. `extra` are
    the paragraphs that say what the release itself does not, for searching.
    """

    id: str
    title: str
    body: str = ""
    script: str = "latn"
    date: dt.date | None = None
    source: str = ""
    url: str = ""
    extra: str = ""

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """Read what `Release.to_json` wrote of a copy."""
        return cls(**values | {"date": dt.date.fromisoformat(values["date"]) if values["date"] else None})


@dataclass(frozen=True, slots=True)
class Release:
    """A press release as it was read, with what was derived from its own words marked as such.

    `title` and `body` are the source's letters; either may be empty, never both. Paragraphs of `body` are separated by
    one empty line. `date_source` is "given", "address", "filename" or "dateline" (None when undated). `source` is the
    office that is named as the origin, as written, `office` its one name, `office_names` what else it is called;
    `rubric` is the heading under which the origin published it. `language` is the ISO 639 code of the language that
    it is in: what is not Uzbek is searched by its words as written and by no lemma. `copies` are the same release in
    the other script or published by others. `first_seen` and `changed` are when the runs began that first indexed it
    and last found it changed (seconds since 1970-01-01 UTC); they are about the release and not of what it says.
    """

    id: str
    title: str
    body: str = ""
    date: dt.date | None = None
    date_source: str | None = None
    sectors: tuple[str, ...] = ()
    sectors_derived: bool = False
    source: str = ""
    url: str = ""
    regions: tuple[str, ...] = ()
    regions_derived: bool = False
    countries: tuple[str, ...] = ()
    office: str = ""
    office_names: tuple[str, ...] = ()
    rubric: str = ""
    language: str = UZBEK
    copies: tuple[Copy, ...] = ()
    sample: bool = False
    first_seen: int = 0
    changed: int = 0

    @property
    def searched(self) -> str:
        """The text that is searched: its own, and what its copies say beyond it."""
        if not self.copies:
            return self.body
        return "\n\n".join(filter(None, (self.body, *(copy.extra for copy in self.copies))))

    @property
    def is_uzbek(self) -> bool:
        """Whether it is written in Uzbek, as nearly all are."""
        return self.language == UZBEK

    def written_in(self, script: str | None) -> Self:
        """Return the release with the title and the text of its copy in a script, where it has one."""
        if script is None or not self.copies or script_of_most(f"{self.title} {self.body}") == script:
            return self
        copy = next((copy for copy in self.copies if copy.script == script and copy.body), None)
        return self.with_(title=copy.title, body=copy.body) if copy else self

    def with_(self, **changes: Any) -> Self:
        """Return the same release with some fields changed."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Write the release as one line of JSON, the same line for the same release.

        Uzbek is not written: ids and hashes of what releases say were made before there were others.
        """
        return self._written().decode()

    def _written(self) -> bytes:
        values = dict(zip(_NAMES, _VALUES(self), strict=True))
        if self.is_uzbek:
            del values["language"]
        return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_json(cls, line: str | bytes, **changes: Any) -> Self:
        """Read what `to_json` wrote, with some fields changed."""
        values = orjson.loads(line) | changes
        values["date"] = dt.date.fromisoformat(values["date"]) if values["date"] else None
        values["sectors"] = tuple(values["sectors"])
        values["regions"] = tuple(values["regions"])
        values["countries"] = tuple(values["countries"])
        values["office_names"] = tuple(values["office_names"])
        values["copies"] = tuple(Copy.from_values(copy) for copy in values["copies"])
        return cls(**values)

    def content_hash(self) -> str:
        """Hash everything that the release says (SHA-256, 32 hexadecimal digits)."""
        return hash_of(self.said())

    def said(self) -> bytes:
        """Write what the release says, as `to_json` without the two moments, which are about it."""
        timeless = self.with_(first_seen=0, changed=0) if self.first_seen or self.changed else self
        return timeless._written()


def hash_of(said: bytes) -> str:
    """Return the content hash of what a release says."""
    return hashlib.sha256(said).hexdigest()[:32]


def script_of_most(text: str) -> str:
    """Return the script that most letters of a text are in, "latn" or "cyrl"."""
    cyrillic = len(_CYRILLIC.findall(text))
    return "cyrl" if cyrillic and cyrillic > len(_LATIN.findall(text)) else "latn"


_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z]")
_NAMES = tuple(sorted(field.name for field in fields(Release)))
_VALUES = attrgetter(*_NAMES)
