"""A backup that was cut anywhere, and again in its rest, comes whole."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.backup.resuming import NAME, Reached, Rest, kept, part
from index.backup.stream import BadBackup, CutBackup, Item, read_stream
from tests.index.backup.test_copying import STREAM

WHOLE = STREAM.getvalue()
AT_ENDS = (1, 2, 9, 10, 11, len(WHOLE) - 9, len(WHOLE) - 8, len(WHOLE) - 4, len(WHOLE) - 1)


def come(data: Path, sent: bytes) -> list[Item]:
    with kept(io.BytesIO(sent), data, resume=True) as source:
        return list(read_stream(source, "a"))


def rest_of(whole: bytes, reached: Reached, piece: int) -> bytes:
    out = io.BytesIO()
    rest = Rest(out, reached)
    for at in range(0, len(whole), piece):
        rest.write(whole[at : at + piece])
    rest.end()
    rest.flush()
    return out.getvalue()


def reached_in(data: Path) -> Reached:
    if not part(data).exists():
        return Reached()
    with part(data).open("rb") as file:
        return Reached.of(file)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(AT_ENDS) | st.integers(1, len(WHOLE) - 1), min_size=1, max_size=4),
    st.sampled_from([7, 100, 1 << 20]),
)
def test_cut_anywhere_and_again_it_comes_whole(cuts: list[int], piece: int) -> None:
    with TemporaryDirectory() as folder:
        data = Path(folder)
        for cut in cuts:
            reached = reached_in(data)
            sent = rest_of(WHOLE, reached, piece)
            with pytest.raises(BadBackup):  # of a byte or two nothing can be said but that they are no backup
                come(data, sent[: max(0, cut - reached.size)])
            assert reached_in(data) in (Reached(), reached, Reached.of(io.BytesIO(WHOLE[: max(cut, reached.size)])))
        items = come(data, rest_of(WHOLE, reached_in(data), piece))
        assert items == list(read_stream(io.BytesIO(WHOLE), "a"))
        assert not (data / NAME).exists()


@settings(max_examples=50, deadline=None)
@given(st.integers(1, len(WHOLE) - 1), st.integers(0, 10_000), st.sampled_from([100, 1 << 20]))
def test_of_another_beginning_nothing_is_passed_on(cut: int, at: int, piece: int) -> None:
    reached = Reached.of(io.BytesIO(WHOLE[:cut]))
    other = bytearray(WHOLE)
    other[at % cut] ^= 1
    out = io.BytesIO()
    rest = Rest(out, reached)
    pieces = (bytes(other[start : start + piece]) for start in range(0, len(other), piece))
    with pytest.raises(BadBackup, match="is not how this backup begins"):
        list(map(rest.write, pieces))
    assert out.getvalue() == b""


def test_how_far_it_came_is_written_and_read() -> None:
    for text in ("0", "123456-0f1e2d3c4b5a6978"):
        assert str(Reached.read(text)) == text
    for text in ("", "1", "-1", "0-0f1e2d3c4b5a6978", "12-0F1E2D3C4B5A6978", "12-0f"):
        with pytest.raises(ValueError, match="is not how far"):
            Reached.read(text)


def test_a_new_one_begins_anew_and_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CutBackup):
        come(tmp_path, WHOLE[:500])
    with kept(io.BytesIO(WHOLE), tmp_path, resume=False) as source:
        assert len(list(read_stream(source, "a"))) > 3
    with pytest.raises(CutBackup, match="nothing came"):
        come(tmp_path, b"")
    assert not part(tmp_path).exists()
