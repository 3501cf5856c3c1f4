"""Serve and publish under load for a while and look whether anything was wrong: ./dev soak

Readers at full speed, a publication every ten seconds, and behind nginx (where it is installed) idle connections, slow
clients and cut requests.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.soak.small import small
from tests.soak.soaking import soak


def main() -> int:
    parser = argparse.ArgumentParser("./dev soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long (%(default)s)")
    parser.add_argument("--docs", type=int, default=2000, help="releases (%(default)s)")
    parser.add_argument("--idle", type=int, default=10_000, help="idle connections at the proxy (%(default)s)")
    parser.add_argument("--within", type=int, metavar="MIB", help="of memory, all processes together, on one processor")
    parser.add_argument("--cgroup", type=Path, help="a folder of memory cgroups for --within (%(default)s)")
    parser.set_defaults(cgroup=Path("/sys/fs/cgroup"))
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        on = stack.enter_context(small(options.within, options.cgroup)) if options.within else None
        soaked = soak(folder, options.minutes, options.docs, options.idle, on)
        if on:
            print(f"within {options.within} MiB on one processor: {on.told}")
    early, late = soaked.quarters
    print(f"{len(soaked.milliseconds):,} answers in {soaked.seconds:.0f} s over {soaked.published} publications")
    print(f"p50 {soaked.at(0.5):.1f} ms, p99 {soaked.at(0.99):.1f} ms, longest {soaked.milliseconds[-1]:.0f} ms")
    print(f"memory {early.anonymous:.0f} -> {late.anonymous:.0f} MiB, open files {early.files} -> {late.files}")
    before, after = soaked.looks[0].sockets, soaked.looks[-1].sockets
    most = max(look.sockets for look in soaked.looks)
    print(f"sockets {before} before, {most:,} at most and {after} after all clients had left")
    some = soaked.looks[:: len(soaked.looks) // 20 or 1]
    print("MiB/files/sockets:", *(f"{look.anonymous:.0f}/{look.files}/{look.sockets}" for look in some))
    print(f"{soaked.idle:,} idle connections, {soaked.slow} slow clients answered, {soaked.cut:,} requests cut")
    print(f"faults: {sum(soaked.faulty.values())} {dict(soaked.faulty) or ''}", *soaked.faults[:20], sep="\n")
    if soaked.grown:
        print(soaked.grown)
    return 1 if soaked.faults or soaked.grown else 0


if __name__ == "__main__":
    sys.exit(main())
