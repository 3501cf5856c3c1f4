"""What a disk, a person or a clock does to a data folder: readers go on, `verify` names it, the next run repairs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.damage import Damage, damages, live_folder
from tests.crash.prefork import Prefork
from tests.crash.site import RUNS, Site, site

UPDATE, FULL = RUNS[0], RUNS[1]
UNSEEN = ("*.terms flipped", "*.documents flipped")  # by opening, which does not read them whole; verify does
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@pytest.mark.parametrize("damage", damages(1), ids=lambda damage: damage.name)
def test_damage_is_named_and_the_next_run_repairs(crash_site: Site, damage: Damage) -> None:
    crash_site.reset(UPDATE)
    damage.do(crash_site)
    verified = crash_site.reindex("verify")
    assert verified.code == 1
    assert "Traceback" not in verified.err
    assert "Run: ./dev reindex" in verified.err
    if not damage.name.startswith(UNSEEN):
        reading = crash_site.prefork.read()
        earlier = crash_site.corpus.held(len(crash_site.corpus.states) - 3)
        assert reading.held in (crash_site.before, earlier), reading.fault
    crash_site.check_repaired(UPDATE)


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system of its own, of a few MiB."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="module")
def small_site(small_disk: Path) -> Iterator[Site]:
    with site(small_disk / "site") as made:
        yield made


@pytest.mark.parametrize("left", [0, 8, 40, 120, 250])
@pytest.mark.parametrize("run", [UPDATE, FULL], ids=lambda run: run.name)
def test_a_full_disk_leaves_what_is_live_and_is_named(small_site: Site, run: object, left: int) -> None:
    assert run in RUNS
    chosen = next(each for each in RUNS if each is run)
    small_site.reset(chosen)
    ballast = small_site.folder / "ballast"
    free = shutil.disk_usage(small_site.folder).free
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free - (left << 10))
    try:
        ended = small_site.reindex(*small_site.words(chosen))
        assert (ended.code, small_site.check_served(chosen)) in ((1, "before"), (0, "after")), ended.err
        assert "Traceback" not in ended.err
        if ended.code:
            assert "No space left" in ended.err
            assert list((small_site.data / "drafts").glob("*")) == []
    finally:
        ballast.unlink()
    small_site.check_repaired(chosen)


def test_a_folder_that_may_not_be_written_serves_on_and_is_named(small_site: Site, small_disk: Path) -> None:
    small_site.reset(UPDATE)
    out = Prefork(small_disk.parent, {"IZLA_DATA": str(small_site.data)})
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with out:
            assert out.read().held == small_site.before
            ended = out.run(*UPDATE.words)
            assert ended.code == 1
            assert "Read-only" in ended.err
            assert "Traceback" not in ended.err
            assert out.run("verify").code == 0
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    small_site.check_repaired(UPDATE)


def test_a_clock_that_jumps_back_keeps_the_order_of_generations(crash_site: Site, tmp_path: Path) -> None:
    if not FAKETIME:
        pytest.skip("there is no libfaketime; on Debian: apt install libfaketime")
    crash_site.reset(UPDATE)
    replaced = live_folder(crash_site.data).name
    environ = {
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME": "-300d",
        "IZLA_DATA": str(crash_site.data),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with Prefork(tmp_path, environ) as earlier:
        ended = earlier.run(*UPDATE.words)
        assert ended.code == 0, ended.err
        assert earlier.read().held == crash_site.after
        published = live_folder(crash_site.data).name
        assert published < replaced, "the clock did not jump"
        status = earlier.run("status")
        assert status.out.split()[0] == published
        assert earlier.run("rollback").code == 0
        assert earlier.read().held == crash_site.before
        assert live_folder(crash_site.data).name == replaced
    crash_site.check_repaired(UPDATE)


def test_of_two_runs_at_once_one_publishes_and_the_other_waits_or_says_so(crash_site: Site, tmp_path: Path) -> None:
    environ = {"IZLA_DATA": str(crash_site.data), "IZLA_LOCK_WAIT": "60"}
    with Prefork(tmp_path, environ) as second:
        for run in (UPDATE, FULL):
            crash_site.reset(run)
            crash_site.prefork.start(*run.words)
            second.start(*run.words)
            codes = crash_site.prefork.ended(), second.ended()
            assert [each.code for each in codes] in ([0, 0], [1, 0]), codes
            assert all("another run" in each.err for each in codes if each.code)
            assert crash_site.check_served(run) == "after"
            crash_site.check_tidy()
