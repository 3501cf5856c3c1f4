"""The settings: few, all IZLA_*, read once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from search.errors import BadSetting
from search.machine import memory_left, processors

_MAY_BE_0: Final = ("IZLA_RATE", "IZLA_PROXIES")
ENGINES: Final = ("whoosh", "opensearch")
_PREFIX: Final = re.compile(r"[a-z0-9][a-z0-9_]*")  # no hyphen: that is what ends it in the name of an index
_MEMORY: Final = 512  # MiB of an indexing run, where that many are left
_LEAST_MEMORY: Final = 256  # MiB, below which no run can keep
_SHARE: Final = 0.75  # of the memory that is left, so that a service beside a run can grow
_CACHE: Final = (64, 1 / 32)  # MiB of a serving process for what it derived, and the share of what is left
_ANSWERS: Final = (80, 1 / 24)  # the same of all serving processes together for finished answers
_LEFT: Final = memory_left()  # as the process starts
ROOT: Final = Path(__file__).resolve().parent.parent


def default_memory(left: int | None) -> int:
    """Return the MiB that an indexing run takes unless told, with so many left on the machine (None: unknown)."""
    return _MEMORY if left is None else min(_MEMORY, max(_LEAST_MEMORY, int(left * _SHARE)))


def default_room(most: int, share: float, left: int | None) -> int:
    """Return the MiB that a service keeps of a kind unless told, with so many left (None: unknown)."""
    return most if left is None else max(1, min(most, int(left * share)))


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and what bounds them; every field is read from IZLA_ and its name in capitals.

    `data` holds the generations: `var` of the checkout, or of the current folder when Izla is installed. `corpus` holds
    sectors.toml, and the releases indexed when no path was ever given. `base_url` is the public address, without a
    slash at the end; empty means links are relative. `time_limit` is in seconds a query, `lock_wait` in seconds;
    `memory` (an indexing run), `cache` (what a serving process derived from its index) and `answers` (finished answers
    of all serving processes together) are in MiB; `jobs` is how many processes analyse releases at once. `rate` is how
    often a client may ask the API in a minute, 0 for as often as it likes; `proxies` how many trusted proxies stand in
    front; `metrics` "public" shows /metrics to everyone. `engine` is "whoosh" (the embedded one) or
    "opensearch", for which alone the settings from `opensearch_url` on are: addresses of nodes, separated by commas;
    what the names of its indices begin with; files of the certificates, of the password and of the key; and into how
    many shards a new index is divided.
    """

    data: Path = (ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()) / "var"
    corpus: Path = ROOT / "corpus"
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    time_limit: float = 10.0
    memory: int = default_memory(_LEFT)
    jobs: int = processors()
    cache: int = default_room(*_CACHE, _LEFT)
    answers: int = default_room(*_ANSWERS, _LEFT)
    lock_wait: float = 5.0
    rate: int = 300
    proxies: int = 0
    metrics: str = ""
    engine: str = "whoosh"
    opensearch_url: str = ""
    opensearch_prefix: str = "izla"
    opensearch_ca: str = ""
    opensearch_user: str = ""
    opensearch_password_file: str = ""
    opensearch_cert: str = ""
    opensearch_key: str = ""
    opensearch_shards: int = 1

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings from the environment; raises BadSetting naming the variable and what it takes."""
        environ = os.environ if environ is None else environ
        known = {f"IZLA_{field.name.upper()}": field for field in fields(cls)}
        values: dict[str, object] = {}
        for name, field in known.items():
            if text := environ.get(name, "").strip():
                values[field.name] = _convert(name, text, type(field.default))
        settings = cls(**values)  # type: ignore[arg-type]  # each value was converted to its field's own type
        settings._check_engine()
        return settings

    @property
    def opensearch_urls(self) -> tuple[str, ...]:
        """The addresses of the cluster's nodes."""
        return tuple(url.strip().rstrip("/") for url in self.opensearch_url.split(",") if url.strip())

    def _check_engine(self) -> None:
        """Raise BadSetting where the engine cannot be what the settings say."""
        if self.engine not in ENGINES:
            raise BadSetting(f"IZLA_ENGINE={self.engine!r} is no engine; give {' or '.join(ENGINES)}, or leave it out")
        if self.engine != "opensearch":
            return
        if not self.opensearch_urls:
            raise BadSetting("IZLA_ENGINE=opensearch needs IZLA_OPENSEARCH_URL; give the addresses of its nodes")
        for url in self.opensearch_urls:
            _check_url(url)
        if len({urlsplit(url).scheme for url in self.opensearch_urls}) > 1:
            raise BadSetting("IZLA_OPENSEARCH_URL mixes http and https; give all nodes the same")
        if not _PREFIX.fullmatch(self.opensearch_prefix):
            raise BadSetting(
                f"IZLA_OPENSEARCH_PREFIX={self.opensearch_prefix!r} cannot begin the name of an index; "
                "give small letters, digits and _"
            )
        if bool(self.opensearch_user) != bool(self.opensearch_password_file):
            raise BadSetting("IZLA_OPENSEARCH_USER and IZLA_OPENSEARCH_PASSWORD_FILE go together; give both or neither")
        if self.opensearch_key and not self.opensearch_cert:
            raise BadSetting("IZLA_OPENSEARCH_KEY needs IZLA_OPENSEARCH_CERT; give the certificate of the key, too")
        for name in ("ca", "cert"):
            if getattr(self, f"opensearch_{name}") and self.opensearch_urls[0].startswith("http:"):
                raise BadSetting(f"IZLA_OPENSEARCH_{name.upper()} needs addresses with https:// in IZLA_OPENSEARCH_URL")
        for name in ("ca", "password_file", "cert", "key"):
            path = getattr(self, f"opensearch_{name}")
            if path and not Path(path).is_file():
                raise BadSetting(f"IZLA_OPENSEARCH_{name.upper()}={path!r} is no file; give the path of one")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_right = urlsplit(""), False
    if parts.username or parts.password:
        raise BadSetting(
            "IZLA_OPENSEARCH_URL has a user or password in it; give them with IZLA_OPENSEARCH_USER and _PASSWORD_FILE"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_right or parts.path or parts.query:
        raise BadSetting(f"IZLA_OPENSEARCH_URL={url!r} is no address of a node; give https://HOST:9200")


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
