"""Given names: whether a word that is a stem, and a name too, is a person's or a club's name where it stands."""

from typing import Final

from index.tagging.phrase_matcher import Match, Phrase
from search.analysis.text_tokens import TextTokens
from search.uzbek import key

_GIVEN: Final[frozenset[Phrase]] = frozenset({(key("olim"),)})  # scholar, and a given name
_CASES: Final = frozenset(map(key, ("ning", "ni", "ga", "da", "dan"))) | {""}
_CLUB: Final = key("paxtakor")  # cotton grower, and a football club
_PLURAL: Final = key("lar")


def is_name(match: Match, tokens: TextTokens) -> bool:
    """Say whether a stem stands as a name: "Olim Karimov", "bugun «Paxtakor» oʻynaydi"."""
    at = match.position
    if not tokens[at].capital:
        return False
    if match.stem in _GIVEN:
        return tokens.key(at).removeprefix(match.stem[0]) in _CASES and _is_beside_capital(tokens, at)
    if tokens.key(at).startswith(_CLUB) and not tokens.key(at).removeprefix(_CLUB).startswith(_PLURAL):
        return (at > 0 and not tokens[at].after_end) or _is_beside_capital(tokens, at)
    return False


def _is_beside_capital(tokens: TextTokens, at: int) -> bool:
    """Say whether the word after, or before in the same sentence, begins with a capital letter."""
    if at + 1 < len(tokens):
        after = tokens[at + 1]
        if after.capital and not (after.after_end or after.after_comma):
            return True
    name = tokens[at]
    return at > 0 and tokens[at - 1].capital and not (name.after_end or name.after_comma)
