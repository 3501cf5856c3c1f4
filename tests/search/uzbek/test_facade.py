import pkgutil
from collections.abc import Callable

import pytest

import search.uzbek
from search.uzbek import key, lemmas, to_cyrillic, to_latin
from tests.analyzers import PLAIN


def test_the_facade_exports_sorted_names_that_exist() -> None:
    assert sorted(search.uzbek.__all__) == search.uzbek.__all__
    assert all(hasattr(search.uzbek, name) for name in search.uzbek.__all__)


def test_no_name_of_the_facade_hides_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(search.uzbek.__path__)}
    assert modules.isdisjoint(search.uzbek.__all__)


@pytest.mark.parametrize("unit", ["ʼ", "a", "A", "lar", "Ў", "е", "a-", "o'"])
@pytest.mark.parametrize("read", [PLAIN.analyze, key, lemmas, to_cyrillic, to_latin])
def test_a_megabyte_of_one_thing_is_read_in_linear_time(read: Callable[[str], object], unit: str) -> None:
    assert read(unit * (1_000_000 // len(unit))) is not None  # one that took the square of it would never end
