"""The sectors of a release: those it names, read as slugs, else those that its own words earn.

A sector is earned by two distinct stems of its own, or by one in the title or in a list of areas ("savdo, energetika va
fan sohalarida hamkorlik"). A word matches a stem's word by its lemma, or by its key where what follows the stem is an
ending or a derivation: so `diplomat` reaches `diplomatiya` and `hokimli` reaches `hokimligi`, but `olim` not
`olimpiada`, `elektr` not `elektron` and `konsul` not `konsultatsiya`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from search.facets import slug
from search.release import Release
from search.sectors import Sector
from search.uzbek import key, lemmas, words

MAX_DERIVED: Final = 12  # sectors of one release; a summit's list of areas names about as many
_READING: Final = 20_000  # code points of a text that its sectors are taken from; a longer one is a collection
_STRONG: Final = 3  # what a stem in the title or in a list weighs against one in the text
_EARNED: Final = 2
_SHORTEST: Final = 4  # letters of a stem's word that may match by its key and not by the lemma alone
_ITEM: Final = 6  # words of an item of a list; a longer one is a clause that the list begins in
_LAST_OF_CLAUSE: Final = 3

_CONTINUED: Final = re.compile(
    "(?:lar|ning|ni|ga|gi|da|dan|si|i|im"  # inflection
    "|lik|lig|li|chi|siz|xona|kor|viy|iy|lash|lan|ish"  # derivation
    "|iya|ik|ika|us|al|iz).*".replace("sh", "ş").replace("ch", "ç")  # words that came with both endings
)
_AREAS: Final = frozenset(map(key, ("soha", "yoʻnalish")))
_JOINING: Final = frozenset(map(key, ("va", "hamda")))
_SENTENCE_END: Final = re.compile(r"[.!?…;:\n]")

_Pattern = tuple[str, ...]  # a stem as the keys of its words


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: its key and lemmas, and whether a comma or an end of sentence stands before it."""

    key: str
    after_comma: bool
    after_end: bool


class Tagger:
    """Tags releases by one table of sectors."""

    def __init__(self, sectors: Mapping[str, Sector]) -> None:
        self._names = {
            slug(name): each.slug for each in sectors.values() for name in (each.slug, *each.labels.values())
        }
        # the stems, and with them what names a sector in a list of areas only
        self._stems = _by_first_word({each.slug: each.stems for each in sectors.values()})
        self._areas = _by_first_word({each.slug: (*each.stems, *_names_of(each)) for each in sectors.values()})
        self._order = {name: number for number, name in enumerate(sectors)}
        self._starts = lru_cache(1 << 16)(self._find_starts)

    def tag(self, release: Release) -> tuple[Release, tuple[str, ...]]:
        """Return a release with slugs for the names of its sectors, or derived ones; and the names nobody knows."""
        named, unknown = self.read(release.sectors)
        if named:
            return release.with_(sectors=named, sectors_derived=False), unknown
        derived = self.derive(release.title, release.body)
        return release.with_(sectors=derived, sectors_derived=bool(derived)), unknown

    def read(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the slugs of names (slugs or labels in any language and script, commas between) and unknown names."""
        known: list[str] = []
        unknown: list[str] = []
        for name in names:
            parts = [part.strip() for part in name.split(",") if part.strip()]
            while parts:
                # the longest run first: a label may hold commas itself
                for end in range(len(parts), 0, -1):
                    if found := self._names.get(slug(",".join(parts[:end]))):
                        known.append(found)
                        break
                else:
                    end = 1
                    unknown.append(parts[0])
                del parts[:end]
        return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(unknown))

    def derive(self, title: str, body: str) -> tuple[str, ...]:
        """Return the sectors that a release's words earn, most evidence first."""
        strong: dict[str, set[_Pattern]] = {}
        seen: dict[str, set[_Pattern]] = {}
        title_words = _words(title)
        body_words = _words(body[:_READING])
        for name, stem in self._matches(title_words, self._stems):
            strong.setdefault(name, set()).add(stem)
        for text in (title_words, body_words):
            for name, stem in self._matches(text, self._stems):
                seen.setdefault(name, set()).add(stem)
            for item in _items(text):
                for name, stem in self._matches(item, self._areas):
                    strong.setdefault(name, set()).add(stem)
        evidence = {
            name: _STRONG * len(strong.get(name, ())) + len(seen.get(name, ())) for name in strong.keys() | seen.keys()
        }
        earned = [name for name, weight in evidence.items() if name in strong or weight >= _EARNED]
        return tuple(sorted(earned, key=lambda name: (-evidence[name], self._order[name]))[:MAX_DERIVED])

    def _matches(
        self, text: list[_Word], stems: Mapping[str, tuple[tuple[str, _Pattern], ...]]
    ) -> Iterator[tuple[str, _Pattern]]:
        """Give the sectors and stems that match, of stems of one sector at one place only the longest."""
        taken: dict[str, int] = {}
        for place, word in enumerate(text):
            best: dict[str, _Pattern] = {}
            for first in self._starts(word.key):
                for name, stem in stems.get(first, ()):
                    longer = len(stem) > len(best.get(name, ()))
                    if longer and taken.get(name, 0) <= place and _stands(stem, text, place):
                        best[name] = stem
            for name, stem in best.items():
                taken[name] = place + len(stem)
                yield name, stem

    def _find_starts(self, word: str) -> tuple[str, ...]:
        """Return the first words of stems that a word, by its key, may be."""
        candidates = dict.fromkeys((word, *lemmas(word), *(word[:end] for end in range(_SHORTEST, len(word)))))
        return tuple(
            first for first in candidates if (first in self._stems or first in self._areas) and _is(first, word)
        )


def _stands(stem: _Pattern, text: list[_Word], place: int) -> bool:
    return len(text) - place >= len(stem) and all(
        _is(part, text[place + offset].key) and not (offset and text[place + offset].after_end)
        for offset, part in enumerate(stem)
    )


@lru_cache(1 << 16)
def _is(part: str, word: str) -> bool:
    """Say whether a word, by its key, is an inflected form or a derivation of a stem's word."""
    if part == word or part in lemmas(word):
        return True
    return len(part) >= _SHORTEST and word.startswith(part) and bool(_CONTINUED.fullmatch(word, len(part)))


def _items(text: list[_Word]) -> Iterator[list[_Word]]:
    """Give the items of the enumerations that end in the word for areas: "savdo, energetika va fan sohalarida"."""
    for place, word in enumerate(text):
        if _AREAS.isdisjoint(lemmas(word.key)):
            continue
        items: list[list[_Word]] = [[]]
        if word.after_end or word.after_comma:
            continue
        for each in reversed(text[:place]):
            if each.key in _JOINING:
                items.append([])
                continue
            items[-1].append(each)
            if each.after_end or len(items[-1]) > _ITEM:
                break
            if each.after_comma:
                items.append([])
        found = [item[::-1] for item in items if item]
        if len(found) > 1:
            yield from found[:-1]
            yield found[-1][-_LAST_OF_CLAUSE:] if len(found[-1]) > _ITEM else found[-1]


def _words(text: str) -> list[_Word]:
    tokens = [token for token in words(text) if not token.joined]
    between = ["", *(text[before.end : after.start] for before, after in pairwise(tokens))]
    return [
        _Word(key(token.text), "," in gap, bool(_SENTENCE_END.search(gap)))
        for token, gap in zip(tokens, between, strict=bool(tokens))
    ]


def _names_of(sector: Sector) -> Iterator[str]:
    """Give the slug and the parts of the Uzbek label: in a list of areas they name the sector by themselves."""
    yield sector.slug.replace("-", " ")
    yield from re.split(r"[,()]| va ", sector.labels["uz"])


def _by_first_word(stems: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, _Pattern], ...]]:
    found: dict[str, list[tuple[str, _Pattern]]] = {}
    for name, phrases in stems.items():
        for phrase in phrases:
            if pattern := tuple(word.key for word in _words(phrase)):
                found.setdefault(pattern[0], []).append((name, pattern))
    return {first: tuple(rows) for first, rows in found.items()}
