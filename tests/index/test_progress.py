import io

import pytest

from index.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that shows what its list ends with."""
    now = [100.0]
    monkeypatch.setattr("index.progress.time.monotonic", lambda: now[-1])
    return now


def test_a_terminal_has_one_line_with_share_rate_and_time_left(clock: list[float]) -> None:
    out = Terminal()
    with Progress(out) as progress:
        progress.start(1000)
        clock.append(102.0)
        progress.count_release(250)
        progress.finish_file(500)  # too soon after the last drawing
        clock.append(104.0)
        progress.count_release(0)
    shown = out.getvalue()
    assert "\n" not in shown
    assert shown.count("[") - shown.count("\x1b[") == 2
    assert "25%  1 releases  0 releases/s  6 s left" in shown
    assert "50%  2 releases  0 releases/s  4 s left" in shown
    assert shown.endswith("\r\x1b[K")


def test_elsewhere_there_is_a_plain_line_now_and_then(clock: list[float]) -> None:
    out = io.StringIO()
    with Progress(out) as progress:
        progress.start(1000)
        for second in range(1, 13):
            clock.append(100.0 + second)
            progress.count_release(second * 10)
        progress.announce("Writing")
    lines = out.getvalue().splitlines()
    assert lines == [
        "  5%  5 releases  1 releases/s  95 s left",
        " 10%  10 releases  1 releases/s  90 s left",
        "Writing",
    ]


def test_nothing_to_read_is_all_of_it(clock: list[float]) -> None:
    out = Terminal()
    progress = Progress(out)
    progress.start(0)
    clock.append(101.0)
    progress.finish_file(0)
    assert "100%" in out.getvalue()
