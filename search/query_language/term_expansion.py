"""What a typed word stands for in one generation: its written form, its lemmas, and those that it reaches."""

from dataclasses import dataclass
from typing import Final

from search.analysis.fields import EXACT, LEMMA
from search.engines.whoosh.snapshot import Snapshot
from search.query_language.typing_variants import UNMARKED, reached, way_of
from search.uzbek import key, lemmas, skeleton

RARE: Final = 20  # a word in at most so many releases may have been typed in another way than it is written


@dataclass(frozen=True, slots=True)
class Keys:
    """What a typed word stands for: its written form, its lemmas, and the forms and lemmas that it only reached.

    `way` names the way in which it may have been typed (`reaching.Way`), empty when it reached nothing.
    """

    exact: str
    lemmas: tuple[str, ...]
    reached: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    way: str = ""


def keys_of(typed: str, snapshot: Snapshot) -> Keys:
    """Return what a typed word stands for.

    A word that may have been typed without its marks or on a Russian keyboard, and whose written form is rare or
    absent, reaches the indexed forms that may be typed so; when its lemmas are rare as well, it reaches the lemmas too.
    """
    exact, meanings = key(typed), lemmas(typed)
    way = way_of(typed, exact)
    if way is None or snapshot.frequency(EXACT, exact) > RARE:
        return Keys(exact, meanings)
    forms = [form for form in reached(snapshot.searcher, EXACT, exact, way) if form != exact]
    found = [meaning for form in forms for meaning in lemmas(form)]
    if max((snapshot.frequency(LEMMA, meaning) for meaning in meanings), default=0) <= RARE:
        for meaning in meanings:
            bare = skeleton(meaning) if way is UNMARKED else meaning
            found.extend(reached(snapshot.searcher, LEMMA, bare, way))
    others = dict.fromkeys(m for m in found if m not in meanings and snapshot.frequency(LEMMA, m))
    return Keys(exact, meanings, tuple(others), tuple(forms), way.name if others else "")
