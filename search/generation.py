"""Generations: one published state of the index, and the history of runs and removals that led to it."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from search.errors import IndexDamaged, UnknownGeneration
from search.withdrawn import NOTHING_WITHDRAWN, Withdrawn

KEPT: Final = 100 * 86_400  # seconds that runs and removals are remembered


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the index; it never changes.

    `built` is an aware time (Asia/Tashkent), `begun` when its run began (seconds since 1970). `samples` says that
    releases written for this project are among its releases. `paths` are the corpus it was built from, as given to the
    run, absolute. `withdrawn` is what was left out of it at the time of an answer, which `documents` does not count.
    """

    id: str
    fingerprint: str
    built: dt.datetime
    documents: int
    samples: bool
    paths: tuple[str, ...]
    begun: int = 0
    withdrawn: Withdrawn = NOTHING_WITHDRAWN

    @property
    def state(self) -> str:
        """The id and, where anything is withdrawn, a digest of that: what is kept of an answer is of one state."""
        return f"{self.id}.{self.withdrawn.digest}" if self.withdrawn.ids else self.id

    def to_values(self) -> dict[str, Any]:
        """Return what the generation is as JSON holds it, without what is withdrawn."""
        return {
            "id": self.id,
            "fingerprint": self.fingerprint,
            "built": self.built.isoformat(),
            "documents": self.documents,
            "samples": self.samples,
            "paths": list(self.paths),
            "begun": self.begun,
        }

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_values` gave; raises KeyError, TypeError or ValueError where it is anything else."""
        built = dt.datetime.fromisoformat(values["built"])
        return cls(
            id=values["id"],
            fingerprint=values["fingerprint"],
            built=built,
            documents=values["documents"],
            samples=values["samples"],
            paths=tuple(values["paths"]),
            begun=values.get("begun", int(built.timestamp())),
        )

    def without(self, withdrawn: Withdrawn, documents: int) -> Self:
        """Return the generation as it answers without what is withdrawn, with so many releases left."""
        return replace(self, withdrawn=withdrawn, documents=documents)


@dataclass(frozen=True, slots=True)
class Gone:
    """A release that is no longer there: its id and when the run began that removed it (seconds since 1970).

    `heir` is the id of the release that it is a part of now, "" where there is none.
    """

    id: str
    at: int
    heir: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The generations before one, id → when its run began (seconds since 1970), and what was removed on the way.

    `heirs` gives the release that each copy is a part of, by the copy's id.
    """

    runs: dict[str, int] = field(default_factory=dict)
    gone: tuple[Gone, ...] = ()
    heirs: dict[str, str] = field(default_factory=dict)

    def after(
        self, newest: Generation | None, removed: Iterable[str], now: int, heirs: Mapping[str, str] | None = None
    ) -> Self:
        """Return the history of the next generation: `removed` go in a run that begins at `now`, after `newest`."""
        heirs = dict(heirs or {})
        runs = {**self.runs, newest.id: newest.begun} if newest else self.runs
        gone = (*self.gone, *(Gone(release_id, now, heirs.get(release_id, "")) for release_id in removed))
        since = now - KEPT
        return type(self)(
            {name: begun for name, begun in runs.items() if begun >= since},
            tuple(each for each in gone if each.at >= since),
            heirs,
        )

    def since(self, generation_id: str) -> int:
        """Return when the run of an earlier generation began; raises UnknownGeneration."""
        if generation_id not in self.runs:
            raise UnknownGeneration(generation_id)
        return self.runs[generation_id]

    def to_json(self) -> str:
        """Write the history."""
        gone = [[each.id, each.at, *([each.heir] if each.heir else [])] for each in self.gone]
        return json.dumps({"runs": self.runs, "gone": gone, "heirs": self.heirs}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote; raises IndexDamaged when it is anything else."""
        try:
            values = json.loads(text)
            return cls(
                {str(name): int(begun) for name, begun in values["runs"].items()},
                tuple(Gone(str(release_id), int(at), *map(str, heir)) for release_id, at, *heir in values["gone"]),
                {str(alias): str(heir) for alias, heir in dict(values.get("heirs", {})).items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"the history of the live generation cannot be read ({error!r})") from error


NO_HISTORY: Final = History()
