"""The settings: few, all IZLA_*, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Self

from search.errors import BadSetting

_MAY_BE_0: Final = ("IZLA_RATE", "IZLA_PROXIES")
ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and what bounds them; every field is read from IZLA_ and its name in capitals.

    `data` holds the generations: `var` of the checkout, or of the current folder when Izla is installed. `corpus` holds
    sectors.toml, and the releases indexed when no path was ever given. `base_url` is the public address, without a
    slash at the end; empty means links are relative. `time_limit` is in seconds a query, `lock_wait` in seconds;
    `memory` (an indexing run), `cache` (what a serving process derived from its index) and `answers` (finished answers
    of a serving process) are in MiB; `jobs` is how many processes analyse releases at once. `rate`
    is how often a client may ask the API in a minute, 0 for as often as it likes; `proxies` how many trusted proxies
    stand in front; `metrics` "public" shows /metrics to everyone.
    """

    data: Path = (ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()) / "var"
    corpus: Path = ROOT / "corpus"
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    time_limit: float = 10.0
    memory: int = 512
    jobs: int = os.cpu_count() or 1
    cache: int = 64
    answers: int = 40
    lock_wait: float = 5.0
    rate: int = 300
    proxies: int = 0
    metrics: str = ""

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings from the environment; raises BadSetting naming the variable and what it takes."""
        environ = os.environ if environ is None else environ
        known = {f"IZLA_{field.name.upper()}": field for field in fields(cls)}
        values: dict[str, object] = {}
        for name, field in known.items():
            if text := environ.get(name, "").strip():
                values[field.name] = _convert(name, text, type(field.default))
        return cls(**values)  # type: ignore[arg-type]  # each value was converted to its field's own type


def _convert(name: str, text: str, kind: type) -> object:
    if name == "IZLA_METRICS" and text != "public":
        raise BadSetting(f"{name}={text!r} is not a choice; give public or leave it out")
    if kind is str:
        return text.rstrip("/") if name == "IZLA_BASE_URL" else text
    if kind is int or kind is float:
        return _number(name, text, int if kind is int else float)
    return Path(text).expanduser().absolute()


def _number(name: str, text: str, kind: type[int] | type[float]) -> float:
    try:
        value = kind(text)
    except ValueError:
        raise BadSetting(f"{name}={text!r} is not a number; give one above 0 or leave it out") from None
    least = "0 or more" if name in _MAY_BE_0 else "above 0"
    if not 0 <= value < float("inf") or (value == 0 and name not in _MAY_BE_0):
        raise BadSetting(f"{name}={text!r} is out of range; give a number {least} or leave it out")
    return value
