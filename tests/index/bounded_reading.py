"""One file read under a limit of memory: python -m tests.index.bounded_reading PATH; prints what it gave as JSON."""

import json
import resource
import sys
from pathlib import Path
from typing import Final

from index.readers import ReadRelease, Remark, read_releases

MEMORY: Final = 3 << 30  # bytes of addresses


def main() -> int:
    """Read the file and print, in order, the title of each release, else the kind of what came and its reason."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rows: list[tuple[str, int, str]] = []
    for one in read_releases(Path(sys.argv[1])):
        if isinstance(one, ReadRelease):
            rows.append(("release", one.line, one.release.title))
        elif isinstance(one, Remark):
            rows.append(("remark", 0, f"{one.kind} {one.text}"))
        else:
            rows.append((type(one).__name__.lower(), one.line, one.reason))
    print(json.dumps(rows[:1000]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
