from search.uzbek import sort_key


def test_the_digraphs_come_after_z_however_they_are_typed() -> None:
    assert sorted(["çol", "gʻoz", "o’q", "shar", "zar", "bor", "ўрик", "choy"], key=sort_key) == [
        *("bor", "zar", "o’q", "ўрик", "gʻoz", "shar", "çol", "choy"),
    ]


def test_a_sort_key_is_bytes() -> None:
    assert isinstance(sort_key(""), bytes)
