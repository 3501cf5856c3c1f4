"""Written forms: how the releases of one generation write a term, so that no key is ever shown."""

import re
from collections import Counter
from typing import Final

from search.analysis.fields import EXACT
from search.deadline import Deadline
from search.engine import Snapshot
from search.facets.selection import NO_FILTERS
from search.highlighting import Slot
from search.plan import Term
from search.uzbek import script_of, standard_marks, to_cyrillic, to_latin
from search.uzbek.letters import MARKS, TUTUQ

_LOOKED_AT: Final = 3  # releases, the newest that have the form
_MARK_BETWEEN: Final = re.compile(f"(?<=[^\\W\\d_oOgG])[{re.escape(MARKS)}](?=[^\\W\\d_])")
_KEPT: Final = 8_192  # forms of a generation


class WrittenForms:
    """Looks terms of the field `exact` up in the newest releases that have them; safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def of(self, form: str, script: str, snapshot: Snapshot, deadline: Deadline) -> str:
        """Return how a form is written most, in a script (cyrl, or else 1995 Latin), capitals only of an acronym.

        Empty where no release has it. Raises TooSlow at the deadline.
        """
        script = "cyrl" if script == "cyrl" else "latn"
        written = self._known.get((form, script))
        if written is None:
            written = _commonest(_pieces(form, snapshot, deadline), script)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[form, script] = written
        return written


def standard_spelling(text: str) -> str:
    """Return Latin text with the marks of the standard: oʻ, gʻ and, between other letters, the tutuq."""
    return _MARK_BETWEEN.sub(TUTUQ, standard_marks(text))


def _pieces(form: str, snapshot: Snapshot, deadline: Deadline) -> list[str]:
    newest = snapshot.match(Term(EXACT, form), deadline).rank(NO_FILTERS, "-date", 0, _LOOKED_AT)
    found: list[str] = []
    for highlighted in snapshot.fetch([release.ref for release in newest], ((Slot(exact=frozenset((form,))),),)):
        release = highlighted.release
        found += [release.title[low:high] for low, high in highlighted.title]
        found += [release.body[low:high] for low, high in highlighted.body]
    return found


def _commonest(pieces: list[str], script: str) -> str:
    own = [piece for piece in pieces if script_of(piece) == script]
    written = Counter(map(_cased, own or pieces))
    if not written:
        return ""
    commonest = max(written, key=lambda piece: (written[piece], piece))
    return (to_cyrillic if script == "cyrl" else to_latin)(commonest)


def _cased(piece: str) -> str:
    """Return a piece in small letters, and in the marks of the standard, an acronym as it is."""
    text = piece if script_of(piece) == "cyrl" else standard_spelling(piece)
    return text if len(text) > 1 and text.isupper() else text.lower()
