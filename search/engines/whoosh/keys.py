"""What a typed word stands for in one generation: its written form, its lemmas, and marked words that it reaches."""

from dataclasses import dataclass
from typing import Final

from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.unmarked import sharing_skeleton
from search.schema import EXACT, LEMMA
from search.uzbek import key, lemmas, skeleton

RARE: Final = 20  # a word in at most so many releases may have been typed without its marks


@dataclass(frozen=True, slots=True)
class Keys:
    """What a typed word stands for: its written form, its lemmas, and the lemmas it only reached."""

    exact: str
    lemmas: tuple[str, ...]
    reached: tuple[str, ...] = ()


def keys_of(typed: str, snapshot: Snapshot) -> Keys:
    """Return what a typed word stands for.

    A word typed without any mark whose written form is rare or absent reaches the indexed forms that share its
    skeleton; when its lemmas are rare as well, it reaches the lemmas that share theirs.
    """
    exact, meanings = key(typed), lemmas(typed)
    bare = skeleton(exact)
    if exact != bare or not bare or snapshot.frequency(EXACT, exact) > RARE:
        return Keys(exact, meanings)
    forms = sharing_skeleton(snapshot.searcher, EXACT, bare)
    reached = [meaning for form in forms if form != exact for meaning in lemmas(form)]
    if max((snapshot.frequency(LEMMA, meaning) for meaning in meanings), default=0) <= RARE:
        for meaning in meanings:
            reached.extend(sharing_skeleton(snapshot.searcher, LEMMA, skeleton(meaning)))
    found = dict.fromkeys(m for m in reached if m not in meanings and snapshot.frequency(LEMMA, m))
    return Keys(exact, meanings, tuple(found))
