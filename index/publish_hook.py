"""The hook of a publication: a site's own command is told which releases are new, changed or gone."""

import shlex
import subprocess
from collections.abc import Iterator

import orjson

from index.manifest import Difference
from search.errors import HookFailed


def hook_words(command: str) -> tuple[str, ...]:
    """Return the words of a command, cut as a shell cuts them; raises ValueError where it has none or cannot be cut."""
    words = tuple(shlex.split(command))
    if not words:
        raise ValueError("it is empty")
    return words


def run_hook(command: tuple[str, ...], change: Difference) -> None:
    """Run a command with the releases that a publication changed on its standard input; raises HookFailed.

    Each is a line of JSON, {"id": …, "event": "added", "changed" or "removed"}. No shell is asked; what the command
    prints goes where the run prints its errors, so that a summary in JSON stays whole.
    """
    name = shlex.join(command)
    try:
        ended = subprocess.run(command, input=b"".join(lines_of(change)), stdout=2, check=False)  # noqa: S603  # the site's own
    except (OSError, ValueError) as error:
        raise HookFailed(name, f"it cannot be run ({getattr(error, 'strerror', None) or error})") from None
    if ended.returncode > 0:
        raise HookFailed(name, f"it ended with exit code {ended.returncode}")
    if ended.returncode < 0:
        raise HookFailed(name, f"it was stopped by signal {-ended.returncode}")


def lines_of(change: Difference) -> Iterator[bytes]:
    """Give a line of JSON for each release that was added, changed or removed."""
    for event, ids in (("added", change.added), ("changed", change.changed), ("removed", change.removed)):
        for release_id in ids:
            yield orjson.dumps({"id": release_id, "event": event}, option=orjson.OPT_APPEND_NEWLINE)
