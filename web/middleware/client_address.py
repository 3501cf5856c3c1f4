"""Client address: who asks, behind so many trusted proxies.

Werkzeug's ProxyFix does the first step alone. It leaves the port that some proxies add and text that is no address,
knows no network of an IPv6 subscriber, and where a request came past one of the trusted proxies it takes the address of
the inner proxy, so that all who come so would share one rate.
"""

import ipaddress
import re
from typing import Final

from flask import request

from web.app_state import state

_NETWORK: Final = 64  # bits of an IPv6 address that one subscriber has
_PORT: Final = re.compile(r"^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$")  # which some proxies add
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
_UNKNOWN: Final = "unknown"  # connected through a socket without addresses


def client_address() -> str:
    """Return the address of the client of this request."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return behind_proxies(request.remote_addr, forwarded, state().settings.proxies)


def asked_from_here() -> bool:
    """Whether this request was made on this machine, past no proxy: by whoever runs the service."""
    return is_loopback(behind_proxies(request.remote_addr, "", 0)) and not any(
        name in request.headers for name in _FORWARDED
    )


def behind_proxies(peer: str | None, forwarded: str, proxies: int) -> str:
    """Return the address of a client, of IPv6 the subscriber's network; `peer` is who opened the connection.

    `forwarded` is X-Forwarded-For, to which every proxy adds its peer at the end: only what our own `proxies` added
    is believed, so that nobody can pass for another.
    """
    chain = [*(part.strip() for part in forwarded.split(",") if part.strip()), peer or ""]
    address = chain[-1 - min(proxies, len(chain) - 1)]
    try:
        parsed = ipaddress.ip_address(_PORT.sub(r"\1\2", address))
    except ValueError:
        return _UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, _NETWORK), strict=False).network_address)
    return str(parsed)


def is_loopback(address: str) -> bool:
    """Whether an address is known to be of this machine."""
    return address != _UNKNOWN and ipaddress.ip_address(address).is_loopback
