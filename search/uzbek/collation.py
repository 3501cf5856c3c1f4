"""The order of Uzbek words: ICU's, with oʻ gʻ sh ch after z whatever mark or script they are typed in."""

import threading
from typing import Final

import icu

from search.uzbek.letters import standard_marks
from search.uzbek.transliteration import to_latin

_local: Final = threading.local()


def sort_key(text: str) -> bytes:
    """Return bytes that sort as the text does in the Uzbek alphabet."""
    collator = getattr(_local, "collator", None)
    if collator is None:
        collator = _local.collator = icu.Collator.createInstance(icu.Locale("uz_Latn"))
    return bytes(collator.getSortKey(standard_marks(to_latin(text))))
