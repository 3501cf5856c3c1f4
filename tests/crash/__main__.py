"""Kill izla-reindex at many of its system calls and check what is left: ./dev crash

Needs strace, and a system that lets it look at processes.
"""

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.matrix import Outcome, all_points, chosen, crash, told
from tests.crash.site import site
from tests.crash.tracing import Unavailable, require_strace


def main() -> int:
    parser = argparse.ArgumentParser("./dev crash", description=__doc__)
    parser.add_argument("--points", type=int, default=500, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, help="choose the same points as a run that printed it")
    options = parser.parse_args()
    seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
    try:
        require_strace()
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 2
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, site(Path(folder) / "site") as made:
        log = Path(folder) / "log"
        points = all_points(made, log)
        print(f"seed {seed}: {options.points} of {len(points):,} points", flush=True)
        for point in chosen(points, options.points, seed):
            outcomes.append(crash(made, point, log))
            if outcomes[-1].fault:
                print(f"{point}: {outcomes[-1].fault}", flush=True)
            if not len(outcomes) % 50:
                print(f"{len(outcomes)} points, {time.monotonic() - begun:.0f} s", flush=True)
    print(told(outcomes))
    return 1 if any(each.fault for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
