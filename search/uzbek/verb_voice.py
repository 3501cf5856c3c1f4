"""The active verb behind a passive one: qilin from qil, boshlan from boshla, the lexicon willing."""

from functools import cache, lru_cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import VOWELS
from search.uzbek.lexicon import verbs

# the endings of voice, and the letters they stand after: passive, reflexive, reciprocal, causative
_CONSONANT: Final = frozenset("bcdfghjklmnpqrstvwxyzçğş")
_VOICES: Final = (
    ("il", _CONSONANT),
    ("in", _CONSONANT),
    ("l", VOWELS),
    ("n", VOWELS),
    ("iş", _CONSONANT),
    ("ş", VOWELS),
    ("tir", _CONSONANT),
    ("dir", _CONSONANT),
    ("t", VOWELS),
)
_LAST: Final = frozenset(ending[-1] for ending, _ in _VOICES)


def is_voice(stem: str) -> bool:
    """Say whether a verb stem is a voice (passive, causative, …) of another verb: qilin of qil."""
    return stem[-1] in _LAST and active(stem) != stem


@lru_cache(maxsize=1 << 14)
def active(stem: str) -> str:
    """Return the verb stem without its passive endings, as long as what is left is a known verb."""
    if stem[-1:] not in _LAST or stem in _kept():
        return stem
    for ending, after in _VOICES:
        base = stem.removesuffix(ending)
        if base != stem and len(base) >= _shortest(ending) and base[-1] in after and base in verbs():
            return active(base)
    return stem


def _shortest(ending: str) -> int:
    # one letter more or less proves nothing of a stem of two: yet is no voice of ye
    return 3 if len(ending) == 1 else 2


@cache
def _kept() -> frozenset[str]:
    return data_files.entries("voices.txt")
