from dataclasses import fields
from pathlib import Path

import pytest

from search.errors import BadSetting
from search.settings import ROOT, Settings


def test_without_variables_the_defaults_hold() -> None:
    assert Settings.read({}) == Settings()


def test_every_setting_is_read_from_its_variable() -> None:
    settings = Settings.read(
        {"IZLA_DATA": "/var/izla", "IZLA_BASE_URL": "https://example.org/", "IZLA_PORT": "81", "IZLA_TIME_LIMIT": "0.5"}
    )
    assert settings == Settings(data=Path("/var/izla"), base_url="https://example.org", port=81, time_limit=0.5)


@pytest.mark.parametrize("value", ["nine", "0", "-1", "nan", "inf", "1e999"])
def test_a_bad_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadSetting, match="IZLA_TIME_LIMIT"):
        Settings.read({"IZLA_TIME_LIMIT": value})


def test_every_setting_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [field.name for field in fields(Settings) if f"`IZLA_{field.name.upper()}`" not in readme]
    assert not missing
