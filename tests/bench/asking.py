"""A class of questions is a mode and a kind: what is wanted of a match, and of what sort the match is."""

from typing import Final

from tests.bench.peers.peer import Facets, Peer, Top
from tests.bench.queries import Question, Questions

MODES: Final = ("top", "facet", "filter")
SLOW_ASKED: Final = 10  # questions of a kind that a slow engine is asked


def ask(peer: Peer, mode: str, question: Question) -> Top | Facets:
    """Put a question to an engine."""
    if mode == "top":
        return peer.top(question.query)
    if mode == "facet":
        return peer.facets(question.query)
    return peer.filtered(question.query, question.narrowing)


def asked(peer: Peer, questions: Questions, kind: str) -> tuple[Question, ...]:
    """Return the questions of a kind that an engine is asked: the first few when it is slow."""
    rows = questions.by_kind[kind]
    return rows[:SLOW_ASKED] if peer.slow else rows
