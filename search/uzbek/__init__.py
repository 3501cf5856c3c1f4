"""The Uzbek language: letters, words, lemmas, both scripts, days and order; data in plain text beside the code."""

from search.uzbek.cyrillic import script_of, to_cyrillic, to_cyrillic_pieces, to_latin, to_latin_pieces
from search.uzbek.days import find_days, read_day, read_span, write_day, write_month
from search.uzbek.keys import key, readable, skeleton
from search.uzbek.lemmas import forget, lemmas
from search.uzbek.letters import standard_marks
from search.uzbek.order import sort_key
from search.uzbek.relative import longest_relative, read_relative
from search.uzbek.stops import stop_words
from search.uzbek.why import why
from search.uzbek.words import Token, Walk, walk, words

__all__ = [
    "Token",
    "Walk",
    "find_days",
    "forget",
    "key",
    "lemmas",
    "longest_relative",
    "read_day",
    "read_relative",
    "read_span",
    "readable",
    "script_of",
    "skeleton",
    "sort_key",
    "standard_marks",
    "stop_words",
    "to_cyrillic",
    "to_cyrillic_pieces",
    "to_latin",
    "to_latin_pieces",
    "walk",
    "why",
    "words",
    "write_day",
    "write_month",
]
