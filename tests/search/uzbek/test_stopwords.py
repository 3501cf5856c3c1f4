from search.uzbek import key, stop_words


def test_stop_words_are_keys() -> None:
    assert {"va", "uçun", key("boʻyicha")} <= stop_words()
    assert all(key(word) == word for word in stop_words())
