"""Text tokens: what rules about a text's wording look at, of each token its key, its capital and what stands before."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, overload

_SENTENCE_END: Final = re.compile(r"[.!?…;:\n]")

# What a text token is known by, as bits
AFTER_COMMA: Final = 1
AFTER_END: Final = 2  # of a sentence, a clause or a line
CAPITAL: Final = 4


class TextToken(NamedTuple):
    """A token of a text: its key, whether it begins with a capital, and what stands before it."""

    key: str
    capital: bool
    after_comma: bool
    after_end: bool


class TextTokens(Sequence[TextToken]):
    """The tokens of a text, of a compound its parts and not the whole; each is made when it is asked for.

    `terms` are keys by number, and `lemmas_of` gives the lemmas of such a number; `numbers` and `bits` go together, a
    token each.
    """

    def __init__(
        self,
        terms: Sequence[str],
        lemmas_of: Callable[[int], tuple[str, ...]],
        numbers: Sequence[int],
        bits: Sequence[int],
    ) -> None:
        self._terms = terms
        self._lemmas_of = lemmas_of
        self._numbers = numbers
        self.bits = bits

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int, /) -> TextToken: ...
    @overload
    def __getitem__(self, at: slice, /) -> "TextTokens": ...
    def __getitem__(self, at: int | slice, /) -> "TextToken | TextTokens":
        if isinstance(at, slice):
            return TextTokens(self._terms, self._lemmas_of, self._numbers[at], self.bits[at])
        bits = self.bits[at]
        return TextToken(self.key(at), bool(bits & CAPITAL), bool(bits & AFTER_COMMA), bool(bits & AFTER_END))

    def key(self, at: int) -> str:
        """Return the key of a token."""
        return self._terms[self._numbers[at]]

    def lemmas(self, at: int) -> tuple[str, ...]:
        """Return the lemmas of a token's key."""
        return self._lemmas_of(self._numbers[at])


def signs(between: str) -> int:
    """Return what a token knows of the text between it and the one before."""
    return AFTER_COMMA * ("," in between) | AFTER_END * bool(_SENTENCE_END.search(between))
