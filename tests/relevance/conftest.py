"""An index of the sample releases, built as a user builds it."""

import os
import subprocess
import sys

import pytest

from search.engines import open_service
from search.service import SearchService
from search.settings import ROOT, Settings


@pytest.fixture(scope="session")
def sample_engine(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """An engine over the sample releases."""
    data = tmp_path_factory.mktemp("samples")
    command = [sys.executable, "-m", "index", str(ROOT / "corpus" / "releases")]
    subprocess.run(command, env=os.environ | {"IZLA_DATA": str(data)}, cwd=ROOT, check=True, capture_output=True)
    return open_service(Settings(data=data))
