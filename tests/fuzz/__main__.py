"""Fuzz a target, guided by the lines that it reaches: ./dev fuzz TARGET --minutes N

What breaks it is written to var/fuzz/TARGET/found-…: keep its bytes, in hexadecimal, in tests/fuzz/finds/TARGET, by a
name that says what it is, and mend what it found.
"""

import argparse
import hashlib
import logging
import sys
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["index", "search", "web"]):
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS

_LONGEST: Final = 16_384  # bytes of an input: a small file of any format


def main() -> None:
    parser = argparse.ArgumentParser("./dev fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (%(default)s)")
    options = parser.parse_args()
    target = TARGETS[options.target]
    logging.disable()  # a named fault is logged at every try
    target(b"")  # what is made once is made here
    seconds = round(options.minutes * 60)
    limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-timeout=60", "-rss_limit_mb=4096"]
    new = Path("var") / "fuzz" / options.target
    new.mkdir(parents=True, exist_ok=True)
    for seed in seeds(options.target):
        (new / hashlib.sha256(seed).hexdigest()).write_bytes(seed)
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={new}/found-", str(new)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
