"""The cluster: one request at a time to whichever node answers, repeated on another where that may help.

A node that does not answer, or says that it is too busy, costs a short wait and not the request: all that is sent here
may be sent twice. Credentials come from files and are never written anywhere.
"""

import itertools
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    TransportError,
)

from search.errors import BadSetting, IndexUnavailable

READ: Final = 4.0  # seconds that a question may be repeated
WRITE: Final = 90.0  # seconds that a write may be: a node that is lost, or a cluster that catches its breath
_TIMEOUT: Final = 10.0  # seconds that one try of a question may take
_SLOW: Final = 60.0  # seconds that one try of a write may take
_FIRST_PAUSE: Final = 0.05  # seconds, doubled with each try up to the longest
_LONGEST_PAUSE: Final = 5.0
_FORGIVEN: Final = 1.0  # seconds after which a node that did not answer is asked again
_TRY_AGAIN: Final = frozenset((429, 502, 503, 504))
_FULL: Final = "flood-stage"
_log = logging.getLogger(__name__)
logging.getLogger("opensearch").setLevel(
    logging.CRITICAL
)  # it warns of whatever is not there; what matters is told here


@dataclass(frozen=True, slots=True)
class Access:
    """Where the cluster is and how it is entered: addresses, and files of certificates and of the password."""

    urls: tuple[str, ...]
    ca: str = ""
    user: str = ""
    password_file: str = ""
    certificate: str = ""
    key: str = ""


class Missing(Exception):  # it is no error of the cluster's
    """What was asked for is not there."""


class Refused(Exception):
    """The cluster did not do what it was asked because something else came first (409)."""


class Cluster:
    """The cluster behind some addresses; safe to share between threads. Connects with the first request."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client = OpenSearch(list(access.urls), **_options(access))

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        *,
        within: float = READ,
        timeout: float | None = None,
        missing: tuple[int, ...] = (404,),
    ) -> Any:
        """Return what the cluster answers, repeating for at most `within` seconds what may be repeated.

        One try may take `timeout` seconds; a second one is made in any case, so that a node that hangs costs no answer.

        Raises Missing for what is not there, Refused for a conflict, and
        IndexUnavailable, which names the thing and what to do, for all else.
        """
        until = time.monotonic() + within
        pause = _FIRST_PAUSE
        timeout = timeout or (_TIMEOUT if within <= READ else _SLOW)
        for number in itertools.count(1):
            try:
                return self._client.transport.perform_request(
                    method, path, params={**(params or {}), "request_timeout": timeout}, body=body
                )
            except TransportError as error:
                status = error.status_code if isinstance(error.status_code, int) else 0
                if status in missing:
                    raise Missing(path) from None
                if status == 409:
                    raise Refused(path) from None
                again = not status or status in _TRY_AGAIN
                if not again or (number > 1 and time.monotonic() + pause > until):
                    raise self._unavailable(error, status) from error
                _log.info("the cluster is asked again (%s)", status or type(error).__name__)
            time.sleep(pause * (0.5 + random.random()))  # noqa: S311  # spreads tries, keeps no secret
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise AssertionError  # the loop has no end

    def _unavailable(self, error: TransportError, status: int) -> IndexUnavailable:
        """Return the error that names what is wrong, and the remedy."""
        shown = ", ".join(self._access.urls)
        health = f"curl {self._access.urls[0]}/_cluster/health"
        if isinstance(error, NoConnection) or not status:
            return IndexUnavailable(
                f"no node of the cluster answers at {shown} ({type(error).__name__}); "
                "start one or mend IZLA_OPENSEARCH_URL",
                health,
            )
        reason = _reason(error)
        if _FULL in reason:
            return IndexUnavailable(
                f"a disk of the cluster is full (flood stage): {reason}; make room on it",
                f"curl {self._access.urls[0]}/_cat/allocation?v",
            )
        if status == 401:
            return IndexUnavailable(
                f"the cluster at {shown} does not know us; mend IZLA_OPENSEARCH_USER and IZLA_OPENSEARCH_PASSWORD_FILE",
                health,
            )
        if status == 403:
            return IndexUnavailable(
                f"the cluster does not permit it: {reason}; give the user what docs/SCALING.md lists", health
            )
        return IndexUnavailable(f"the cluster cannot do it ({status}): {reason}", health)


def _reason(error: TransportError) -> str:
    info = error.info
    if isinstance(info, dict) and isinstance(cause := info.get("error"), dict):
        roots = cause.get("root_cause") or [cause]
        return str(roots[0].get("reason") or cause.get("reason") or cause.get("type"))
    return str(error.error)


def _options(access: Access) -> dict[str, Any]:
    options: dict[str, Any] = {
        "http_compress": False,  # packing a bulk request takes longer than the cluster takes to index it
        "max_retries": 0,
        "timeout": _TIMEOUT,
        "dead_timeout": _FORGIVEN,
        "timeout_cutoff": 0,
        "maxsize": 32,
    }
    if access.user:
        options["http_auth"] = (access.user, _password(access))
    if access.urls[0].startswith("https:"):
        options |= {"use_ssl": True, "verify_certs": True, "ssl_show_warn": False}
        for name, path in (("ca_certs", access.ca), ("client_cert", access.certificate), ("client_key", access.key)):
            if path:
                options[name] = path
    return options


def _password(access: Access) -> str:
    try:
        return Path(access.password_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadSetting(
            f"IZLA_OPENSEARCH_PASSWORD_FILE={access.password_file!r} cannot be read ({reason}); "
            "give a file that holds the password alone"
        ) from None
