"""The table of sectors: slug, labels and the stems that point to each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from search.errors import BadCorpus

LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: `labels` by language (uz, ru, en); `stems` are indicative words and phrases in 1995 Latin."""

    slug: str
    labels: dict[str, str]
    stems: tuple[str, ...]


def read_sectors(corpus: Path) -> dict[str, Sector]:
    """Read `sectors.toml` of a corpus folder, slug → Sector in the file's order; raises BadCorpus."""
    path = corpus / "sectors.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadCorpus(
            f"{path} is missing; it names the sectors. Restore it or point IZLA_CORPUS to its folder"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    sectors = {}
    for slug, row in table.items():
        faults = [name for name in LANGUAGES if not isinstance(row, dict) or not isinstance(row.get(name), str)]
        stems = row.get("stems", []) if isinstance(row, dict) else None
        if faults or not isinstance(stems, list) or not all(isinstance(stem, str) for stem in stems):
            raise BadCorpus(f"{path}: [{slug}] needs the labels {', '.join(LANGUAGES)} and a list of stems")
        sectors[slug] = Sector(slug, {name: row[name] for name in LANGUAGES}, tuple(stems))
    if not sectors:
        raise BadCorpus(f"{path} names no sector")
    return sectors
