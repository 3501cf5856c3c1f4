"""Everything that can go wrong, in one short tree.

    IzlaError
    ├── BadSetting          an IZLA_* variable cannot be used
    ├── IndexUnavailable    nothing to search; `command` mends it
    │   └── IndexDamaged    a generation's files are not what was published
    ├── NotFound            no release of that id
    │   └── ReleaseWithdrawn    the office has withdrawn it
    ├── UnknownGeneration   no generation of that id is remembered
    ├── TooSlow             a query ran into the time limit
    ├── BadCorpus           a path or table of the corpus cannot be used
    ├── BadRelease          one file or line is not a release
    ├── WriterBusy          another run holds the writer's lock
    ├── RemovalRefused      a run would remove too much
    ├── ProcessLost         the system ended a process of a run
    └── HookFailed          the command of --on-publish failed; what was published stays

Raised where found; `web.views.errors` turns them into HTTP in one place and `index.cli` into exit codes.
"""

from functools import partial
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parent.parent
# The command that builds an index, as whoever reads a message has it: the checkout's, else the installed one.
REINDEX: Final = "./dev reindex" if (_ROOT / "dev").is_file() else "izla-reindex"


class IzlaError(Exception):
    """The root: its text names the thing and the remedy."""


class BadSetting(IzlaError):
    """An IZLA_* variable holds what cannot be used."""


class IndexUnavailable(IzlaError):
    """There is nothing to search; `command` is what to run."""

    def __init__(self, reason: str, command: str = REINDEX) -> None:
        super().__init__(f"{reason}. Run: {command}")
        self.reason = reason
        self.command = command


class IndexDamaged(IndexUnavailable):
    """A generation's files are missing or are not what was published."""


class NotFound(IzlaError):
    """No release has that id."""


class ReleaseWithdrawn(NotFound):
    """The office has withdrawn the release of that id."""

    def __init__(self, release_id: str) -> None:
        super().__init__(f"the release {release_id!r} was withdrawn; withdrawn.txt of the corpus names it")


class ReleaseMerged(NotFound):
    """The release of that id is a part of another one now, whose id is `heir`."""

    def __init__(self, release_id: str, heir: str) -> None:
        super().__init__(f"the release {release_id!r} is a part of {heir!r}; ask for that one")
        self.heir = heir


class UnknownGeneration(IzlaError):
    """Nothing is remembered of a generation: it is too old, of another index, or never was."""

    def __init__(self, generation_id: str) -> None:
        super().__init__(f"nothing is remembered of generation {generation_id!r}; take a whole copy again")


class TooSlow(IzlaError):
    """A query ran into the time limit (IZLA_TIME_LIMIT)."""


class BadCorpus(IzlaError):
    """A path or table of the corpus is missing, unreadable or wrong."""


class BadRelease(IzlaError):
    """One file or line is not a release: `path`, `line` (from 1, 0 for the whole file) and `reason`.

    Further what tells which release it may be: its `id` where that could be read, a `digest` of a line's bytes, and
    `torn` where the file could not be read to its end.
    """

    def __init__(
        self,
        path: str,
        line: int,
        reason: str,
        *,
        id: str | None = None,  # the field's name
        digest: str | None = None,
        torn: bool = False,
    ) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason
        self.id = id
        self.digest = digest
        self.torn = torn

    def __reduce__(self) -> tuple[partial["BadRelease"], tuple[str, int, str]]:
        return partial(BadRelease, id=self.id, digest=self.digest, torn=self.torn), (self.path, self.line, self.reason)


class WriterBusy(IzlaError):
    """Another run holds the writer's lock."""


class RemovalRefused(IzlaError):
    """A run would remove more releases than it may without --allow-removals; `ids` are those."""

    def __init__(self, ids: tuple[str, ...], of: int) -> None:
        super().__init__(
            f"this run would remove {len(ids)} of {of} releases; the live index stays. "
            "Check the paths, or repeat with --allow-removals"
        )
        self.ids = ids


class ProcessLost(IzlaError):
    """A process that read releases for a run was ended from outside; nothing was published."""

    def __init__(self) -> None:
        super().__init__(
            "a process of this run was ended by the system, most likely for want of memory; what is live stays. "
            "Repeat it with fewer processes (IZLA_JOBS) or less memory (IZLA_MEMORY)"
        )


class HookFailed(IzlaError):
    """The site's own command failed after a publication, which stays."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(f"what was published is live, but --on-publish failed: {command}: {reason}")
