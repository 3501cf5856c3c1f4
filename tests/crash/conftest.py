"""A site for crashes, made once for all of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.site import Site, site
from tests.crash.tracing import Unavailable, require_strace


@pytest.fixture(scope="session")
def crash_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A prepared site; whoever damages it sets it back before."""
    with site(tmp_path_factory.mktemp("crash") / "site") as made:
        yield made


@pytest.fixture(scope="session")
def strace() -> None:
    """Skip where no process can be traced; fail where that is required."""
    try:
        require_strace()
    except Unavailable as reason:
        if os.environ.get("IZLA_REQUIRE_STRACE") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where strace writes."""
    return tmp_path / "log"
