"""What a run published is there after a power loss, whatever a file system forgets of the rest."""

import random
from pathlib import Path

import pytest

from tests.crash.disk import ALL_OF_IT, DATA_OF_IT, Disk, File, some_of_it
from tests.crash.power_loss import PowerLoss, Replay, steps
from tests.crash.site import RUNS, Run, Site

_MOMENTS = 4  # of each run, besides the one at which it has published and the last


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("run", [run for run in RUNS if run.name in ("first", "update")], ids=lambda run: run.name)
def test_what_was_published_outlasts_a_power_loss(crash_site: Site, log: Path, run: Run) -> None:
    power = PowerLoss(crash_site, run, log)
    promised = next(outage for outage in power.outages if outage.published)
    draw = random.Random(run.name)
    for outage in (promised, power.outages[-1], *draw.sample(power.outages, _MOMENTS)):
        for loss in (ALL_OF_IT, DATA_OF_IT, some_of_it(outage.number)):
            power.strike(outage, loss)


@pytest.mark.usefixtures("strace")
def test_the_disk_that_is_played_is_the_one_that_the_run_left(crash_site: Site, log: Path) -> None:
    run = RUNS[0]
    PowerLoss(crash_site, run, log)
    left = {
        path.relative_to(crash_site.data): path.read_bytes() for path in crash_site.data.rglob("*") if path.is_file()
    }
    crash_site.reset(run)
    replay = Replay(Disk(crash_site.folder, crash_site.data.name))
    for step in steps(log):
        replay.play(step)
    target = crash_site.folder / "played"
    replay.disk.write(target, lambda folder: folder.names, lambda file: bytes(file.data))
    played = target / crash_site.data.name
    assert {path.relative_to(played): path.read_bytes() for path in played.rglob("*") if path.is_file()} == left


def test_only_what_was_brought_to_the_disk_is_sure_to_stay(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "old").write_bytes(b"old")
    disk = Disk(tmp_path, "var")
    var = str(tmp_path / "var")
    disk.enter(f"{var}/new", File(bytearray(b"new")))
    disk.file(f"{var}/old").data[:] = b"changed"

    def left() -> dict[str, bytes]:
        target = tmp_path / f"left{len(list(tmp_path.iterdir()))}"
        disk.write(target, ALL_OF_IT.names, ALL_OF_IT.data)
        return {path.name: path.read_bytes() for path in (target / "var").iterdir()}

    assert left() == {"old": b"old"}
    disk.sync(var)
    assert left() == {"old": b"old", "new": b""}
    disk.sync(f"{var}/new")
    disk.sync(f"{var}/old")
    assert left() == {"old": b"changed", "new": b"new"}
