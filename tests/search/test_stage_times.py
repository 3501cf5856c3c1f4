import time

from search.stage_times import StageTimes


def spend(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_runs_inside_a_stage_is_counted_to_itself_alone() -> None:
    stages = StageTimes()
    with stages.timed("outer"):
        spend(0.02)
        with stages.timed("inner"):
            spend(0.05)
    outer, inner = stages.seconds["outer"], stages.seconds["inner"]
    assert 0.02 <= outer < inner  # no figure of speed: the processor time that was asked for
    stages.add({"inner": 1.0, "other": 2.0})
    assert stages.seconds == {"outer": outer, "inner": inner + 1.0, "other": 2.0}
