from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.middleware.client_address import behind_proxies, is_loopback


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "found"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1", 3, "198.51.100.1"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("127.0.0.1", "kim, dir", 1, "unknown"),
        ("127.0.0.1", "203.0.113.1:5555", 1, "203.0.113.1"),
        ("127.0.0.1", "[2001:db8:1:2::5]:5555", 1, "2001:db8:1:2::"),
        (None, "", 0, "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(
    peer: str | None, forwarded: str, proxies: int, found: str
) -> None:
    assert behind_proxies(peer, forwarded, proxies) == found


@given(st.text(max_size=60), st.integers(0, 3))
def test_any_header_gives_an_address(forwarded: str, proxies: Any) -> None:
    found = behind_proxies("203.0.113.9", forwarded, proxies)
    assert is_loopback(found) in (True, False)
    if not proxies:
        assert found == "203.0.113.9"
