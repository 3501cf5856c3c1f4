"""No page crashes the reader of saved pages or its parser, or takes without bound: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from search.settings import ROOT


def test_no_page_crashes_or_hangs_the_reader(tmp_path: Path) -> None:
    last = tmp_path / "last.html"
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.index.readers.saved_page.fuzz"],
        cwd=ROOT,
        env={**os.environ, "IZLA_FUZZ_LAST": str(last), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,  # a hang, on a machine however slow
    )
    assert done.returncode == 0, (
        f"{done.stderr[-3000:]}\nthe last page begins {last.read_text('utf-8', 'replace')[:500]!r}"
    )
