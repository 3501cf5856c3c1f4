import bisect
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.term_dictionary import TermDictionary, write_words

WORDS = st.sets(st.text("aböş\x00z", max_size=5).map(str.encode) | st.binary(max_size=4), max_size=30).map(sorted)


@given(WORDS, st.binary(max_size=4) | st.text("aböşz", max_size=4).map(str.encode))
def test_words_are_found_as_in_a_sorted_list(words: list[bytes], wanted: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer = ArrayWriter(Path(folder) / "x")
        write_words(writer, "f", words)
        writer.close()
        found = TermDictionary.read(ArrayFile(Path(folder) / "x"), "f")
        assert found.size == len(words)
        assert found.slice(0, found.size) == words == [found[number] for number in range(found.size)]
        assert found.lower(wanted) == bisect.bisect_left(words, wanted)
        assert found.find(wanted) == (words.index(wanted) if wanted in words else -1)
        assert found.find(wanted) == found.find(wanted)
        low, high = found.beginning(wanted)
        assert words[low:high] == [word for word in words if word.startswith(wanted)]
