"""Readers at full speed, who compare the parts of every answer with each other."""

import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from tests.soak.corpus import CHANGING, TOLD, state_of

_KEPT: Final = 20  # faults of a reader that are told in full
_SINGLE: Final = ("source", "language")  # facets of which a release has one value or none
_TIMEOUT: Final = 60.0
_KEPT_ALIVE: Final = 1.0  # seconds after which a reader takes a new connection; the server closes idle ones after two


@dataclass(slots=True)
class Heard:
    """What a reader was answered: the milliseconds of each answer, the states seen of each generation, the faults."""

    milliseconds: list[float] = field(default_factory=list)
    states: dict[str, set[int]] = field(default_factory=dict)
    documents: dict[str, set[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    faulty: Counter[str] = field(default_factory=Counter)

    def blame(self, kind: str, text: str) -> None:
        """Note a fault."""
        self.faulty[kind] += 1
        if len(self.faults) < _KEPT:
            self.faults.append(f"{kind}: {text}")


class Reader(threading.Thread):
    """Asks until told to stop, one question after another."""

    def __init__(self, port: int, words: tuple[str, ...], seed: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.heard = Heard()
        self._port = port
        self._words = words
        self._draw = random.Random(seed)
        self._done = done

    def run(self) -> None:
        """Ask, in turn, for the changing releases, for all, and for a word or two."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        ended = time.perf_counter()
        for turn in itertools.cycle(range(4)):
            if self._done.is_set():
                break
            question = {"q": TOLD, "per_page": "100"} if turn == 0 else {"q": "", "per_page": "5"}
            if turn > 1:
                question = {"q": " ".join(self._draw.sample(self._words, turn - 1)), "per_page": "20"}
            if time.perf_counter() > ended + _KEPT_ALIVE:
                connection.close()  # the server may be about to close it, as it closes what lies idle
            begun = time.perf_counter()
            try:
                connection.request("GET", f"/api/search?{urlencode(question)}")
                response = connection.getresponse()
                body = response.read()
                ended = time.perf_counter()
            except (HTTPException, OSError) as error:
                self.heard.blame("no answer", f"{question}: {error!r}")
                connection.close()
                continue
            self.heard.milliseconds.append((ended - begun) * 1000)
            if response.status != 200:
                self.heard.blame("status", f"{question}: {response.status} {body[:200]!r}")
                continue
            answer = json.loads(body)
            for fault in faults_of(answer, int(question["per_page"])):
                self.heard.blame("parts", f"{question}: {fault}")
            self._note(turn, answer)
        connection.close()

    def _note(self, turn: int, answer: Mapping[str, Any]) -> None:
        generation = answer["index"]["generation"]
        self.heard.documents.setdefault(generation, set()).add(answer["index"]["documents"])
        if turn == 0:
            states = {state_of(result["title"]) for result in answer["results"]}
            if answer["total"] != CHANGING or len(states) != 1:
                self.heard.blame("parts", f"{answer['total']} changing releases, of the states {states}")
            self.heard.states.setdefault(generation, set()).update(states)
        elif turn == 1 and answer["total"] != answer["index"]["documents"]:
            self.heard.blame("parts", f"a total of {answer['total']} and {answer['index']['documents']} releases")


def faults_of(answer: Mapping[str, Any], per_page: int) -> list[str]:
    """Return what does not belong together in an answer to a search without filters."""
    total, facets = answer["total"], answer["facets"]
    faults = [
        f"{total} in all, {counted} by {name}"
        for name in (*_SINGLE, "date")
        if (counted := sum(row["count"] for row in facets[name]["values"]) + _rest(facets[name])) != total
    ]
    if len(answer["results"]) != min(per_page, total):
        faults.append(f"{total} in all, {len(answer['results'])} of at most {per_page} on the page")
    if len({result["id"] for result in answer["results"]}) != len(answer["results"]):
        faults.append("a release stands on the page twice")
    return faults


def _rest(facet: Mapping[str, Any]) -> int:
    missing, other = facet["missing"], facet.get("other", 0)
    return int(missing) + int(other)
