"""Analyzers that tests share, with their caches: of the language by itself, and of the words that come with Izla."""

from typing import Final

from search.analysis.user_dictionary import make_analyzer, read_analyzer
from search.settings import Settings
from search.uzbek.lexicon import UserDictionary

PLAIN: Final = make_analyzer(UserDictionary())
SAMPLE: Final = read_analyzer(Settings().corpus)
