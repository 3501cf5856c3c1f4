"""The cluster: one request at a time to whichever node answers, repeated on another where that may help.

A node that does not answer, or says that it is too busy, costs a short wait and not the request: all that is sent here
may be sent twice. Credentials come from files and are never written anywhere.
"""

import itertools
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from opensearchpy import JSONSerializer, OpenSearch
from opensearchpy.exceptions import SerializationError, TransportError

from search.engines.opensearch.faults import is_of_tls, status_of, unavailable, unfit
from search.errors import BadSetting, IndexUnavailable

READ: Final = 4.0  # seconds that a question may be repeated
WRITE: Final = 90.0  # seconds that a write may be: a node that is lost, or a cluster that catches its breath
_TIMEOUT: Final = 10.0  # seconds that one try of a question may take
_SLOW: Final = 60.0  # seconds that one try of a write may take
_FIRST_PAUSE: Final = 0.05  # seconds, doubled with each try up to the longest
_LONGEST_PAUSE: Final = 5.0
_FORGIVEN: Final = 1.0  # seconds after which a node that did not answer is asked again
_TRY_AGAIN: Final = frozenset((429, 502, 503, 504))
_WHOLE: Final = b'{"allow_partial_search_results":false}\n'  # before each of several searches
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


class _Json(JSONSerializer):
    """JSON by orjson; what is bytes is sent as it is."""

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, bytes | str) else orjson.dumps(data)

    def loads(self, data: str) -> Any:
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise SerializationError(data, error) from error


class Missing(Exception):  # it is no error of the cluster's
    """What was asked for is not there."""


class Refused(Exception):
    """The cluster did not do what it was asked because something else came first (409)."""


class Cluster:
    """The cluster behind some addresses; safe to share between threads. Connects with the first request."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._known = False  # that it is of a version that does
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
        check: Callable[[Any], None] = lambda _: None,
    ) -> Any:
        """Return what the cluster answers, repeating for at most `within` seconds what may be repeated.

        One try may take `timeout` seconds; a second one is made in any case, so that a node that hangs costs no answer.
        `check` raises TransportError for an answer that is a fault inside.

        Raises Missing for what is not there, Refused for a conflict, and
        IndexUnavailable, which names the thing and what to do, for all else.
        """
        timeout = timeout or (_TIMEOUT if within <= READ else _SLOW)
        self._know(within, timeout)
        return self._repeated(method, path, body, params or {}, within, timeout, missing, check)

    def _repeated(
        self,
        method: str,
        path: str,
        body: Any,
        params: Mapping[str, Any],
        within: float,
        timeout: float,
        missing: tuple[int, ...],
        check: Callable[[Any], None],
    ) -> Any:
        until = time.monotonic() + within
        pause = _FIRST_PAUSE
        for number in itertools.count(1):
            try:
                answer = self._client.transport.perform_request(
                    method, path, params={**params, "request_timeout": timeout}, body=body
                )
                check(answer)
                return answer
            except TransportError as error:
                status = status_of(error)
                if status in missing:
                    raise Missing(path) from None
                if status == 409:
                    raise Refused(path) from None
                again = status in _TRY_AGAIN or not (status or (is_of_tls(error) and number >= len(self._access.urls)))
                if not again or (number > 1 and time.monotonic() + pause > until):
                    raise unavailable(error, self._access.urls, path) from error
                _log.info("the cluster is asked again (%s)", status or type(error).__name__)
            time.sleep(pause * (0.5 + random.random()))  # noqa: S311  # spreads tries, keeps no secret
            pause = min(pause * 2, _LONGEST_PAUSE)
        raise AssertionError  # the loop has no end

    def fault(self, status: int, error: Mapping[str, Any], path: str) -> IndexUnavailable:
        """Return the error for a part of an answer that is a fault, as `ask` raises it for a whole one."""
        return unavailable(TransportError(status, error.get("type"), {"error": error}), self._access.urls, path)

    def search(self, index: str, bodies: Sequence[Any], *, timeout: float) -> list[Any]:
        """Return the answers of searches of one index, whole ones, in one request; raises as `ask` does."""
        if len(bodies) == 1:
            params = {"allow_partial_search_results": "false"}
            return [self.ask("POST", f"/{index}/_search", bodies[0], params, timeout=timeout)]
        lines = b"".join(_WHOLE + orjson.dumps(body) + b"\n" for body in bodies)
        answer = self.ask("POST", f"/{index}/_msearch", lines, timeout=timeout, check=_raise_first)
        return list(answer["responses"])

    def _know(self, within: float, timeout: float) -> None:
        """Look once whether the cluster is of a version that does; raises IndexUnavailable."""
        if self._known:
            return
        about = None
        with suppress(Missing, Refused, SerializationError):
            about = self._repeated("GET", "/", None, {}, within, timeout, (404,), lambda _: None)
        if (error := unfit(about, self._access.urls)) is not None:
            raise error
        self._known = True


def _raise_first(answer: Any) -> None:
    """Raise the first fault of the answers to several searches."""
    for each in answer["responses"]:
        if "error" in each:
            raise TransportError(each["status"], each["error"].get("type"), each)


def _options(access: Access) -> dict[str, Any]:
    options: dict[str, Any] = {
        "http_compress": False,  # packing a bulk request takes longer than the cluster takes to index it
        "max_retries": 0,
        "timeout": _TIMEOUT,
        "dead_timeout": _FORGIVEN,
        "timeout_cutoff": 0,
        "maxsize": 32,  # connections to each node that are kept open
        "serializer": _Json(),
    }
    if access.user:
        options["http_auth"] = (access.user, _password(access))
    if access.urls[0].startswith("https:"):
        options |= {"use_ssl": True, "ssl_context": _trust(access)}
    return options


def _trust(access: Access) -> ssl.SSLContext:
    """Return whom we trust and who we are; raises BadSetting for files that do not say it."""
    try:
        context = ssl.create_default_context(cafile=access.ca or None)
    except (OSError, ssl.SSLError):
        raise BadSetting(
            f"IZLA_OPENSEARCH_CA={access.ca!r} holds no certificate; give a PEM file of those who sign the nodes' own"
        ) from None
    if access.certificate:
        try:
            context.load_cert_chain(access.certificate, access.key or None, password=lambda: "")
        except (OSError, ssl.SSLError):
            raise BadSetting(
                f"IZLA_OPENSEARCH_CERT={access.certificate!r} and IZLA_OPENSEARCH_KEY={access.key!r} are no "
                "certificate and its key; give PEM files, the key without a password"
            ) from None
    return context


def _password(access: Access) -> str:
    try:
        return Path(access.password_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BadSetting(
            f"IZLA_OPENSEARCH_PASSWORD_FILE={access.password_file!r} cannot be read ({reason}); "
            "give a file that holds the password alone"
        ) from None
