"""Do the engines answer alike? Counts always; the best ten where two engines rank by one formula."""

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Final

from tests.bench.asking import MODES, ask, asked
from tests.bench.peers.peer import Facets, Peer, Top
from tests.bench.queries import Question, Questions
from tests.bench.spelling import unspell

_CLOSE: Final = 1e-5  # of a score, relative to the first hit's


def differences(peers: Mapping[str, Peer], questions: Questions) -> Iterator[str]:
    """Ask every engine everything; yield a line for each answer that is not as another engine's."""
    for mode, kind in itertools.product(MODES, questions.by_kind):
        for number, question in enumerate(questions.by_kind[kind]):
            answers = {
                name: ask(peer, mode, question)
                for name, peer in peers.items()
                if number < len(asked(peer, questions, kind))
            }
            for reason in _compared(peers, answers, question):
                words = " ".join(map(unspell, question.query.words))
                yield f"{mode}/{kind} {words!r}: {reason}"


def _compared(peers: Mapping[str, Peer], answers: Mapping[str, Top | Facets], question: Question) -> Iterator[str]:
    counted = {name: answer for name, answer in answers.items() if isinstance(answer, Facets)}
    for (one, first), (other, second) in itertools.pairwise(counted.items()):
        if first.total != second.total:
            yield f"{one} counts {first.total}, {other} {second.total}"
        if first.sectors != second.sectors:
            yield f"the sectors of {one} and {other} differ"
        if first.months != second.months:
            yield f"the months of {one} and {other} differ"
    tops = {name: answer.top if isinstance(answer, Facets) else answer for name, answer in answers.items()}
    for one, other in itertools.combinations(tops, 2):
        formula = peers[one].formula(question.query.shape)
        comparable = formula is not None and formula == peers[other].formula(question.query.shape)
        if comparable and not same_ranking(tops[one], tops[other]):
            yield f"the best ten of {one} and {other} differ"


def same_ranking(first: Top, second: Top) -> bool:
    """Whether two lists have the same scores relative to the first, and the same documents above the last score."""
    if len(first) != len(second):
        return False
    if not first:
        return True
    pairs = zip(_relative(first), _relative(second), strict=True)
    return all(math.isclose(a, b, rel_tol=_CLOSE) for a, b in pairs) and _certain(first) == _certain(second)


def _relative(top: Top) -> list[float]:
    return [score / top[0][1] for _, score in top]


def _certain(top: Top) -> set[int]:
    """Return the documents that no other document of the last one's score could replace."""
    return {number for number, score in top if score > top[-1][1] * (1 + _CLOSE)}
