"""Every target of `./dev fuzz` takes what was found by it, and any bytes; the guided search itself runs by hand."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import FINDS, seeds
from tests.fuzz.targets import TARGETS

FOUND = sorted(path for path in FINDS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_by_name(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_search_begins_with_is_taken(target: str) -> None:
    begun = [*seeds(target)]
    for seed in begun:
        TARGETS[target](seed)
    assert begun


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name](bytes.fromhex(path.read_text(encoding="ascii")))
