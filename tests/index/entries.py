"""Entries for tests: some that say nothing, and any that a manifest may hold."""

from typing import Any

from hypothesis import strategies as st

from index.entries import Entry

_TEXT = st.text(max_size=5)
_FINDINGS = st.lists(st.tuples(_TEXT, _TEXT), max_size=2).map(tuple)


def digests(size: int) -> st.SearchStrategy[str]:
    """Digests of so many bytes, of which none is zero."""
    return st.binary(min_size=size, max_size=size).filter(any).map(bytes.hex)


def entry(name: str, path: str = "/a", **facts: Any) -> Entry:
    """Return an entry whose hash is made of its id."""
    digest = name.encode().hex()[:32].zfill(32)
    return Entry(name, path, 0, 1, 5, sample=False, hash=digest, first_seen=1, changed=1)._replace(**facts)


ENTRY = st.builds(
    lambda facts, record: Entry(*facts, *record),
    st.tuples(
        st.text(max_size=3),
        st.sampled_from(["/a", "/b.jsonl", "/ў"]),
        st.integers(0, 5),
        st.integers(0, 2),
        st.integers(-1, 2),
        st.booleans(),
        digests(16),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.just(("", "", ())) | st.tuples(digests(12), st.just("") | digests(12), _FINDINGS),
)
