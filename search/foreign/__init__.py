"""Russian and English, as far as a query needs them: stems that all forms of a word share, closed-class words."""

from search.foreign.closed_words import closed_words, telling_words
from search.foreign.stems import ENGLISH, RUSSIAN, language_of, stem, stems_of_base

__all__ = ["ENGLISH", "RUSSIAN", "closed_words", "language_of", "stem", "stems_of_base", "telling_words"]
