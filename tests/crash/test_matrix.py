"""A run that is killed before any of its system calls loses nothing; `./dev crash` tries hundreds of points."""

import secrets
from pathlib import Path

import pytest

from tests.crash.matrix import Outcome, Point, all_points, chosen, crash, one_a_kind, told
from tests.crash.site import RUNS, Broken, Site

WRITING = {"write", "fsync", "rename", "unlink", "unlinkat", "mkdir", "link", "rmdir", "openat", "mmap"}
LEAST = 12  # kinds of calls


@pytest.mark.usefixtures("strace")
def test_a_run_killed_at_a_call_of_each_kind_loses_nothing(crash_site: Site, log: Path) -> None:
    seed = secrets.randbelow(1_000_000)
    points = one_a_kind(all_points(crash_site, log), seed)
    print(f"seed {seed}: {points}")
    assert {point.kind for point in points} >= WRITING
    assert len(points) >= LEAST
    outcomes = [crash(crash_site, point, log) for point in points]
    assert not [each for each in outcomes if each.fault], told(outcomes)
    assert {each.killed for each in outcomes} >= {"run"}


def test_a_seed_chooses_the_same_points_of_every_run_and_kind() -> None:
    points = [Point(run, kind, number) for run in "ab" for kind in "xyz" for number in range(50)]
    first = chosen(points, 30, 7)
    assert first == chosen(points[::-1], 30, 7)
    assert first != chosen(points, 30, 8)
    assert len(set(first)) == 30
    assert {(point.run, point.kind) for point in first} == {(run, kind) for run in "ab" for kind in "xyz"}
    assert len(chosen(points, 1000, 7)) == len(points)


def test_what_is_lost_old_or_left_behind_is_told(crash_site: Site) -> None:
    run = RUNS[0]
    crash_site.reset(run)
    with pytest.raises(Broken, match=r"lost \['g4-0'"):
        crash_site.check_served(run, published=True)
    assert crash_site.check_served(run) == "before"
    (crash_site.data / "drafts" / "20260101T0000Z-0000").mkdir()
    with pytest.raises(Broken, match="drafts were left"):
        crash_site.check_tidy()
    crash_site.check_repaired(run)
    crash_site.corpus.write(0)
    try:
        crash_site.reindex("--allow-removals")
        with pytest.raises(Broken, match="neither"):
            crash_site.check_served(run)
    finally:
        crash_site.corpus.write(len(crash_site.corpus.states) - 1)


def test_the_table_counts_each_kind_and_names_faults() -> None:
    point = Point("update", "fsync", 3)
    table = told([Outcome(point, "run", "before", ""), Outcome(point, "", "after", "a release is lost")])
    assert table.splitlines()[1].split() == ["fsync", "1", "1", "0", "1", "1", "1", "1"]
    assert table.splitlines()[-1].endswith("a release is lost")
