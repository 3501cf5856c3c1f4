"""Recombined releases: sentences of our own samples put together anew, the same ones for the same seed.

They need nothing but the checkout. Sentences of some hundred samples alone would soon bring no new word, whereas real
releases never cease to: 2,000 composed ones hold 67,000 forms of words, 10,000 hold 117,000. So a share of the words
gives way to forms of the lexicon's nouns, so that 2,000 recombined ones hold 65,000 forms (10,000 hold 150,000).
"""

import datetime as dt
import functools
import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.readers import ReadRelease, read_releases
from search.settings import ROOT
from search.uzbek import data_files
from search.uzbek.transliteration import script_of, to_cyrillic
from tests.bench.composing import Row

_SAMPLES: Final = ROOT / "corpus" / "releases"
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])|\n+")
_PLAIN: Final = re.compile(r"(?<!\S)[a-zа-яўқғҳ]{5,}(?!\S)")  # what may give way: no name, no mark, no number
_WRITTEN: Final = {"ö": "oʻ", "ğ": "gʻ", "ş": "sh", "ç": "ch"}  # the letters of keys
_ENDINGS: Final = tuple(itertools.product(("", "lar"), ("", "i"), ("", "ning", "ga", "dan")))
_VOWELS: Final = "aeiouʻ"
_HABITS: Final = (("ʻ", "ʼ", 17), ("‘", "’", 70), ("'", "'", 9), ("’", "’", 3), ("`", "`", 1))  # as seen in print
_CYRILLIC: Final = 0.1  # of the releases
_EXCHANGED: Final = 0.35  # of the words that may give way
_FIRST: Final = dt.date(2016, 1, 1)
_DAYS: Final = 3950


@dataclass(frozen=True, slots=True)
class _Material:
    """What releases are put together from; titles and sentences by script."""

    titles: dict[str, tuple[str, ...]]
    sentences: dict[str, tuple[str, ...]]
    sectors: tuple[str, ...]
    sources: tuple[str, ...]


def recombined(count: int, seed: int) -> Iterator[Row]:
    """Yield so many releases, of the keys that composed ones have; one in ten is Cyrillic."""
    chance = random.Random(seed)
    material, nouns = _material(), _nouns()
    for number in range(count):
        script = "cyrl" if chance.random() < _CYRILLIC else "latn"
        sentences = max(5, min(60, int(chance.lognormvariate(2.7, 0.6))))
        exchange = functools.partial(_exchanged, chance=chance, nouns=nouns, cyrillic=script == "cyrl")
        title = chance.choice(material.titles[script])
        body = " ".join(
            _PLAIN.sub(exchange, sentence) for sentence in chance.choices(material.sentences[script], k=sentences)
        )
        hook, tutuq, _ = chance.choices(_HABITS, [habit[2] for habit in _HABITS])[0]
        yield {
            "id": f"bench-{number:07d}",
            "title": _marked(title, hook, tutuq),
            "date": str(_FIRST + dt.timedelta(days=chance.randrange(_DAYS))),
            "sector": chance.sample(material.sectors, chance.choice((1, 1, 1, 2, 3))),
            "source": chance.choice(material.sources),
            "url": f"https://example.uz/uz/posts/{number}",
            "body": _marked(body, hook, tutuq),
        }


def _exchanged(word: re.Match[str], *, chance: random.Random, nouns: tuple[str, ...], cyrillic: bool) -> str:
    """Return a word as it is, or a form of any noun."""
    if chance.random() >= _EXCHANGED:
        return word[0]
    number, own, case = chance.choice(_ENDINGS)
    noun = chance.choice(nouns) + number
    form = noun + ("s" if own and noun[-1] in _VOWELS else "") + own + case
    return to_cyrillic(form) if cyrillic else form


def _marked(text: str, hook: str, tutuq: str) -> str:
    return text.replace("ʻ", hook).replace("ʼ", tutuq)


@functools.cache
def _material() -> _Material:
    titles: dict[str, list[str]] = {}
    sentences: dict[str, list[str]] = {}
    sectors, sources = dict[str, None](), dict[str, None]()
    for path in sorted(_SAMPLES.rglob("*.txt")):
        for found in read_releases(path):
            if not isinstance(found, ReadRelease):
                raise TypeError(f"{path}: {found}")
            release = found.release
            titles.setdefault(script_of(release.title), []).append(release.title)
            for sentence in filter(None, _SENTENCE.split(release.body)):
                sentences.setdefault(script_of(sentence), []).append(sentence)
            sectors |= dict.fromkeys(name.strip() for given in release.sectors for name in given.split(","))
            sources |= dict.fromkeys(filter(None, [release.source]))
    return _Material(
        {script: tuple(found) for script, found in titles.items()},
        {script: tuple(found) for script, found in sentences.items()},
        tuple(sectors),
        tuple(sources),
    )


@functools.cache
def _nouns() -> tuple[str, ...]:
    """Return the lexicon's nouns as they are written."""
    return tuple(
        "".join(_WRITTEN.get(letter, letter) for letter in stem) for stem, *_ in data_files.rows("lexicon_nominals.txt")
    )
