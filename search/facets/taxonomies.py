"""The closed lists that releases are sorted by: sectors, regions, countries and languages, with labels and names."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import icu

from search.corpus_tables import COUNTRIES, REGIONS, SECTORS, SOURCES, table_file
from search.errors import BadCorpus
from search.facets.languages import LANGUAGES as KNOWN_LANGUAGES
from search.uzbek import key

LANGUAGES: Final = ("uz", "ru", "en")
HOME: Final = "uz"  # the country that every release is about; it is no value of the facet
_LOCALES: Final = {"uz": "uz_Latn", "ru": "ru", "en": "en"}
_NOT, _WEAK = "not", "weak"


@dataclass(frozen=True, slots=True)
class Category:
    """A sector, region, country or language: `labels` by language (uz, ru, en).

    `stems` are words and phrases that point to it, `weak` those that point to it only beside another one, `lookalikes`
    phrases that hold a stem and do not point to it. All are in 1995 Latin. `names` are all that it is called in a
    query, in any language.
    """

    slug: str
    labels: dict[str, str]
    stems: tuple[str, ...]
    lookalikes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


Categories = Mapping[str, Category]


def read_categories(corpus: Path) -> dict[str, Categories]:
    """Return every closed list by its facet: those of a corpus folder, and the languages; raises BadCorpus."""
    return {
        "sector": read_sectors(corpus),
        "region": read_regions(corpus),
        "country": read_countries(corpus),
        "language": {
            code: Category(code, dict(language.labels), (), names=(*language.labels.values(), *language.names))
            for code, language in KNOWN_LANGUAGES.items()
        },
    }


def read_sectors(corpus: Path) -> dict[str, Category]:
    """Read `sectors.toml`, slug → Category in the file's order; raises BadCorpus."""
    path = table_file(corpus, SECTORS)
    found = _read(path)
    for sector in found.values():
        _check_stems(path, sector)
    return {slug: replace(each, names=(*each.names, slug.replace("-", " "))) for slug, each in found.items()}


def read_regions(corpus: Path) -> dict[str, Category]:
    """Read `regions.toml`, slug → Category in the file's order; raises BadCorpus.

    The first two stems of a region are its own names, the others those of its towns and districts.
    """
    path = table_file(corpus, REGIONS)
    found = _read(path)
    if wrong := [slug for slug, each in found.items() if each.weak]:
        raise BadCorpus(f"{path}: [{wrong[0]}] weak stems are for sectors; every place that is named counts")
    return {slug: replace(each, names=(*each.names, *each.stems[:2])) for slug, each in found.items()}


def read_countries(corpus: Path) -> dict[str, Category]:
    """Return ICU's countries but the home one, code → Category, with the names of `countries.txt`; raises BadCorpus."""
    path = table_file(corpus, COUNTRIES)
    found = dict(_known_to_icu())
    cities: dict[str, list[str]] = {}
    for number, (code, names) in _lines(path):
        if code == _NOT:
            first = next(iter(found))
            found[first] = replace(found[first], lookalikes=names)
        elif code in found:
            own = found[code]
            dropped = {key(name[1:].strip()) for name in names if name.startswith("-")}
            kept = (name for name in own.stems if key(name) not in dropped)
            cities[code] = [name[1:].strip() for name in names if name.startswith("+")]
            found[code] = replace(own, stems=(*kept, *(name for name in names if name[0] not in "+-")))
        else:
            raise BadCorpus(f"{path}:{number}: {code!r} is no country's code of ISO 3166-1 in small letters")
    return {
        code: replace(own, stems=(*own.stems, *cities.get(code, ())), names=(*own.labels.values(), *own.stems))
        for code, own in found.items()
    }


def read_aliases(corpus: Path) -> dict[str, tuple[str, ...]]:
    """Read `sources.txt`: the name that is shown → its other names; raises BadCorpus."""
    return {name: others for _, (name, others) in _lines(table_file(corpus, SOURCES))}


@cache
def _known_to_icu() -> Mapping[str, Category]:
    found = {}
    for code in icu.Locale.getISOCountries():
        country, slug = icu.Locale("und", code), code.lower()
        names = {lang: str(country.getDisplayCountry(icu.Locale(tag))) for lang, tag in _LOCALES.items()}
        if slug == HOME or code in names.values():
            continue
        labels = {
            lang: name.replace("\N{LEFT SINGLE QUOTATION MARK}", "ʻ") if lang == "uz" else name
            for lang, name in names.items()
        }
        found[slug] = Category(slug, labels, (labels["uz"].partition(" (")[0],))
    return found


def _read(path: Path) -> dict[str, Category]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    found = {slug: _category(path, slug, row) for slug, row in table.items()}
    if not found:
        raise BadCorpus(f"{path} names nothing")
    return found


def _category(path: Path, slug: str, row: Any) -> Category:
    labels = {name: row.get(name) for name in LANGUAGES} if isinstance(row, dict) else {}
    lists = {name: row.get(name, []) if isinstance(row, dict) else [] for name in ("stems", _WEAK, _NOT, "names")}
    named = {name: label for name, label in labels.items() if isinstance(label, str) and label}
    if len(named) < len(LANGUAGES) or not _texts(lists["stems"]):
        raise BadCorpus(f"{path}: [{slug}] needs the labels {', '.join(LANGUAGES)} and a list of stems")
    for name, value in lists.items():
        if not _texts(value):
            raise BadCorpus(f'{path}: [{slug}] {name} must be a list of texts: {name} = ["…", "…"]')
    stems, weak, lookalikes, names = map(tuple, lists.values())
    return Category(slug, named, stems, lookalikes, (*named.values(), *names), weak)


def _check_stems(path: Path, sector: Category) -> None:
    """Raise BadCorpus for a weak stem that is a stem as well, and for a lookalike that holds no stem."""
    stems = [_words(stem) for stem in (*sector.stems, *sector.weak)]
    strong = {_words(stem) for stem in sector.stems}
    for stem in sector.weak:
        if _words(stem) in strong:
            raise BadCorpus(f"{path}: [{sector.slug}] {stem!r} is among stems and weak; leave it in one of the two")
    for phrase in sector.lookalikes:
        words = _words(phrase)
        if words in stems or not any(_holds(words, stem) for stem in stems):
            raise BadCorpus(
                f"{path}: [{sector.slug}] not: {phrase!r} must hold a stem of the sector and a word more; mend it"
            )


def _holds(words: tuple[str, ...], stem: tuple[str, ...]) -> bool:
    return any(
        all(word.startswith(part) for word, part in zip(words[at:], stem, strict=False))
        for at in range(len(words) - len(stem) + 1)
    )


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(map(key, phrase.replace("-", " ").split()))


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text for text in value)


def _lines(path: Path) -> Iterator[tuple[int, tuple[str, tuple[str, ...]]]]:
    """Yield (number, (name, other names)) of the lines `name = other, other`; `#` opens a comment."""
    try:
        written = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read: {error}") from None
    seen: set[str] = set()
    for number, line in enumerate(written, 1):
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        name, _, others = (part.strip() for part in entry.partition("="))
        names = tuple(other for text in others.split(",") if (other := text.strip()))
        if not name or not names or name in seen:
            raise BadCorpus(f"{path}:{number}: a line is a name = its other names, and no name comes twice: {entry!r}")
        seen.add(name)
        yield number, (name, names)
