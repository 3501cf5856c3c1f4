"""Kill izla-reindex at many of its system calls, fail the power at many moments, and check what is left: ./dev crash

Needs strace, and a system that lets it look at processes.
"""

import argparse
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.crash.disk import ALL_OF_IT, DATA_OF_IT, some_of_it
from tests.crash.matrix import Outcome, all_points, chosen, crash, told
from tests.crash.power_loss import PowerLoss
from tests.crash.site import RUNS, Broken, Site, site
from tests.crash.tracing import Unavailable, require_strace


def main() -> int:
    parser = argparse.ArgumentParser("./dev crash", description=__doc__)
    parser.add_argument("--points", type=int, default=500, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, help="choose the same points as a run that printed it")
    parser.add_argument("--outages", type=int, default=300, help="how many power losses (%(default)s)")
    options = parser.parse_args()
    seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
    try:
        require_strace()
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, site(Path(folder) / "site") as made:
        killed = _kill(made, Path(folder) / "log", options.points, seed) if options.points else True
        outlasted = _fail_power(made, Path(folder) / "log", options.outages, seed) if options.outages else True
    return 0 if killed and outlasted else 1


def _kill(made: Site, log: Path, count: int, seed: int) -> bool:
    """Kill at points and print the table; say whether nothing was lost."""
    begun, outcomes = time.monotonic(), list[Outcome]()
    points = all_points(made, log)
    print(f"seed {seed}: {count} of {len(points):,} points", flush=True)
    for point in chosen(points, count, seed):
        outcomes.append(crash(made, point, log))
        if outcomes[-1].fault:
            print(f"{point}: {outcomes[-1].fault}", flush=True)
        if not len(outcomes) % 50:
            print(f"{len(outcomes)} points, {time.monotonic() - begun:.0f} s", flush=True)
    print(told(outcomes), flush=True)
    return not any(each.fault for each in outcomes)


def _fail_power(made: Site, log: Path, count: int, seed: int) -> bool:
    """Fail the power at moments of the runs of one process and print what was found; say whether nothing was lost."""
    draw, faults = random.Random(seed), 0
    for run in (run for run in RUNS if run.name != "processes"):
        power, states = PowerLoss(made, run, log), Counter[tuple[str, str]]()
        moments = [(outage, loss) for outage in power.outages for loss in (ALL_OF_IT, DATA_OF_IT, some_of_it(seed))]
        struck = draw.sample(moments, min(len(moments), count // 3))
        for outage, loss in struck:
            try:
                states[loss.name, power.strike(outage, loss)] += 1
            except Broken as broken:
                faults += 1
                print(f"{run.name}, {outage}, {loss.name}: {broken}", flush=True)
        print(f"power loss, {run.name}: {len(struck)} of {len(moments)} moments, seed {seed}", flush=True)
        for (loss_name, state), times in sorted(states.items()):
            print(f"    {loss_name}: the state {state} {times} times", flush=True)
    return not faults


if __name__ == "__main__":
    sys.exit(main())
