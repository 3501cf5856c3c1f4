"""The languages that releases are told apart by: what each is called, and what sites write for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from search.release import UZBEK
from search.uzbek import key


@dataclass(frozen=True, slots=True)
class Language:
    """A language: `labels` by the language of the reader (uz, ru, en); `names` are further ones, and codes of sites."""

    labels: Mapping[str, str]
    names: tuple[str, ...] = ()


def _language(uz: str, ru: str, en: str, *names: str) -> Language:
    return Language({"uz": uz, "ru": ru, "en": en}, names)


# by ISO 639 code, Uzbek and those that its releases are most often translated into first
LANGUAGES: Final[Mapping[str, Language]] = {
    UZBEK: _language("Oʻzbekcha", "Узбекский", "Uzbek", "oʻzbek", "oʻzbek tili", "oʻzbek tilida", "uzb", "по-узбекски"),
    "ru": _language("Ruscha", "Русский", "Russian", "rus", "rus tili", "rus tilida", "russkiy", "по-русски"),
    "en": _language("Inglizcha", "Английский", "English", "ingliz", "ingliz tili", "ingliz tilida", "eng"),
    "kaa": _language(
        "Qoraqalpoqcha", "Каракалпакский", "Karakalpak", "qoraqalpoq", "qoraqalpoq tili", "qaraqalpaq", "qq", "qr"
    ),
    "kk": _language("Qozoqcha", "Казахский", "Kazakh", "qozoq", "qozoq tili", "kaz"),
    "ky": _language("Qirgʻizcha", "Киргизский", "Kyrgyz", "qirgʻiz", "qirgʻiz tili", "кыргызский", "kg", "kgz"),
    "tg": _language("Tojikcha", "Таджикский", "Tajik", "tojik", "tojik tili", "tgk", "tj", "tjk"),
    "tr": _language("Turkcha", "Турецкий", "Turkish", "turk", "turk tili", "tur"),
    "tt": _language("Tatarcha", "Татарский", "Tatar", "tatar", "tatar tili", "tat"),
}


def language_named(name: str) -> str:
    """Return the code of the language that a code or a name says, in any script and case; "" where it says none."""
    return _by_name().get(key(name.strip()), "")


@cache
def _by_name() -> Mapping[str, str]:
    return {
        key(name): code
        for code, language in LANGUAGES.items()
        for name in (code, *language.labels.values(), *language.names)
    }
