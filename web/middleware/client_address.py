"""Who asks: the address of a client behind so many trusted proxies."""

import ipaddress
import re
from typing import Final

from flask import request

from web.app_state import service

_NETWORK: Final = 64  # bits of an IPv6 address that one subscriber has
_PORT: Final = re.compile(r"^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$")  # which some proxies add
_UNKNOWN: Final = "unknown"  # asked through a socket without addresses


def who_asks() -> str:
    """Return the address of who asks this request."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return caller(request.remote_addr, forwarded, service().settings.proxies)


def caller(peer: str | None, forwarded: str, proxies: int) -> str:
    """Return the address of who asks, of IPv6 the subscriber's network.

    `forwarded` is X-Forwarded-For, to which every proxy adds who asked it at the end: only what our own `proxies` added
    is believed, so that nobody can pass for another.
    """
    chain = [*(part.strip() for part in forwarded.split(",") if part.strip()), peer or ""]
    address = chain[-1 - min(proxies, len(chain) - 1)]
    try:
        found = ipaddress.ip_address(_PORT.sub(r"\1\2", address))
    except ValueError:
        return _UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, _NETWORK), strict=False).network_address)
    return str(found)


def is_loopback(address: str) -> bool:
    """Whether an address is known to be of this machine."""
    return address != _UNKNOWN and ipaddress.ip_address(address).is_loopback
