from pathlib import Path

import pytest

from index.twins.separate import read_separate
from search.errors import BadCorpus


def test_a_line_names_two_releases_and_may_say_why(tmp_path: Path) -> None:
    assert read_separate(tmp_path) == frozenset()
    (tmp_path / "separate.txt").write_text("# alike\na b\n\nc d  # two notices\n", encoding="utf-8")
    assert read_separate(tmp_path) == {frozenset("ab"), frozenset("cd")}


@pytest.mark.parametrize("line", [b"a\n", b"a b c\n", b"a a\n", b"\xff\n"])
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "separate.txt").write_bytes(line)
    with pytest.raises(BadCorpus, match=r"separate\.txt"):
        read_separate(tmp_path)
