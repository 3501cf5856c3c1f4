"""Damage that a disk, a person or a clock does to a data folder between two runs."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.crash.site import Site

_KINDS: Final = ("generation.json", "manifest.json", "history.json", "*.terms", "*.documents", "*.toc")


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage by its name; `do` does it to a site, the same of one seed."""

    name: str
    do: Callable[[Site], None]


def live_folder(data: Path) -> Path:
    """Return the folder of the generation that the one pointer of a data folder names."""
    (pointer,) = (data / "live").iterdir()
    return data / "generations" / pointer.read_text(encoding="ascii").strip()


def _files(site: Site, kind: str) -> list[Path]:
    return sorted(live_folder(site.data).rglob(kind))


def _rewrite(path: Path, data: bytes) -> None:
    """Write a file anew, so that no other generation shares the damage."""
    path.unlink()
    path.write_bytes(data)


def _cut(site: Site, kind: str) -> None:
    for path in _files(site, kind):
        _rewrite(path, path.read_bytes()[: path.stat().st_size // 2])


def _empty(site: Site, kind: str) -> None:
    for path in _files(site, kind):
        _rewrite(path, b"")


def _remove(site: Site, kind: str) -> None:
    for path in _files(site, kind):
        path.unlink()


def _flip(site: Site, kind: str, seed: int) -> None:
    """Flip a bit of each file of a kind."""
    draw = random.Random(f"{kind} {seed}")
    for path in _files(site, kind):
        data = bytearray(path.read_bytes())
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        _rewrite(path, bytes(data))


def _point(site: Site, text: bytes) -> None:
    (pointer,) = (site.data / "live").iterdir()
    pointer.write_bytes(text)


def _tear(site: Site) -> None:
    (pointer,) = (site.data / "live").iterdir()
    pointer.write_bytes(pointer.read_bytes()[:9])


def damages(flips: int = 3) -> tuple[Damage, ...]:
    """Return every kind of damage; `flips` bits in turn for each kind of file."""
    made = [
        Damage("a torn pointer", _tear),
        Damage("an empty pointer", lambda site: _point(site, b"")),
        Damage("a pointer of other bytes", lambda site: _point(site, bytes(range(120, 250)))),
        Damage("a pointer out of the folder", lambda site: _point(site, b"../../releases\n")),
        Damage("a vanished generation", lambda site: shutil.rmtree(live_folder(site.data))),
    ]
    for kind in _KINDS:
        made += [
            Damage(f"{kind} cut", lambda site, kind=kind: _cut(site, kind)),  # type: ignore[misc]
            Damage(f"{kind} empty", lambda site, kind=kind: _empty(site, kind)),  # type: ignore[misc]
            Damage(f"{kind} gone", lambda site, kind=kind: _remove(site, kind)),  # type: ignore[misc]
        ]
        for seed in range(flips):
            made.append(
                Damage(f"{kind} flipped {seed}", lambda site, kind=kind, seed=seed: _flip(site, kind, seed))  # type: ignore[misc]
            )
    return tuple(made)
