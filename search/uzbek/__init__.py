"""The Uzbek language: letters, words, lemmas, both scripts, days and order; data in plain text beside the code."""

from search.uzbek.collation import sort_key
from search.uzbek.dates import find_days, month_of, read_day, read_month, read_span, write_day, write_month
from search.uzbek.letters import standard_marks
from search.uzbek.line_ends import joined_line_ends, joined_soft_hyphens
from search.uzbek.normalizer import readable, skeleton
from search.uzbek.plain import key, lemmas, why
from search.uzbek.relative_dates import longest_relative, read_relative
from search.uzbek.stopwords import is_initial, stop_words
from search.uzbek.tokenizer import SIGNS, Token, TokenizedText, is_one_word, tokenize, words
from search.uzbek.transliteration import script_of, to_cyrillic, to_cyrillic_pieces, to_latin, to_latin_pieces

__all__ = [
    "SIGNS",
    "Token",
    "TokenizedText",
    "find_days",
    "is_initial",
    "is_one_word",
    "joined_line_ends",
    "joined_soft_hyphens",
    "key",
    "lemmas",
    "longest_relative",
    "month_of",
    "read_day",
    "read_month",
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
    "tokenize",
    "why",
    "words",
    "write_day",
    "write_month",
]
