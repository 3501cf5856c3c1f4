import search.uzbek


def test_the_facade_exports_sorted_names_that_exist() -> None:
    assert sorted(search.uzbek.__all__) == search.uzbek.__all__
    assert all(hasattr(search.uzbek, name) for name in search.uzbek.__all__)
