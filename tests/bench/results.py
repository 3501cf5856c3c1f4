"""What a run measured, as it is written to JSON and read back."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

Row = dict[str, float]  # engine → figure


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of one run over one corpus; a class is named MODE/KIND.

    `classes` and `p95` are milliseconds warm, `cold` and `cold_p95` after every cache was dropped; `indexing` is in
    documents a second, `size` in bytes, `open` and `commit` in milliseconds, `memory_open` and `memory_hot` in bytes.
    `source` is where the releases come from: "composed" of shared sentences, "recombined" of our samples.
    Of whole runs of izla-reindex and FTS5: `reindex` is in releases a second, with the start of the process (`whole`)
    and without; `reindex_start` in seconds; `reindex_processor` in processor seconds; `reindex_peak` in bytes;
    `reindex_update` the time of a small update as a share of the whole; `reindex_stages` processor seconds by stage.
    `asked` counts the questions of each kind: a slow engine is asked the first few only.
    """

    documents: int
    seed: int
    machine: str
    versions: dict[str, str]
    source: str = "composed"
    asked: dict[str, Row] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    classes: dict[str, Row] = field(default_factory=dict)
    p95: dict[str, Row] = field(default_factory=dict)
    cold: dict[str, Row] = field(default_factory=dict)
    cold_p95: dict[str, Row] = field(default_factory=dict)
    indexing: Row = field(default_factory=dict)
    size: Row = field(default_factory=dict)
    open: Row = field(default_factory=dict)
    memory_open: Row = field(default_factory=dict)
    memory_hot: Row = field(default_factory=dict)
    commit: Row = field(default_factory=dict)
    reindex: dict[str, Row] = field(default_factory=dict)
    reindex_start: Row = field(default_factory=dict)
    reindex_processor: Row = field(default_factory=dict)
    reindex_peak: Row = field(default_factory=dict)
    reindex_update: dict[str, Row] = field(default_factory=dict)
    reindex_stages: dict[str, float] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the figures as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines measured, in the order of the columns."""
        return tuple(self.versions)
