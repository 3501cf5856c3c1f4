"""Faults: what is wrong with a cluster, in one line that names the thing and the remedy."""

from collections.abc import Sequence
from typing import Any, Final

from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import TransportError

from search.errors import IndexUnavailable

OLDEST: Final = (2, 19)
NEWEST: Final = 3  # the last major version that is known to do
_FULL: Final = ("flood-stage", "create-index blocked", "No space left on device")
_NO_COPY: Final = (
    "no_shard_available_action_exception",
    "unavailable_shards_exception",
    "search_phase_execution_exception",
)
_NO_MANAGER: Final = ("cluster_manager_not_discovered_exception", "master_not_discovered_exception")
_UNTRUSTED: Final = "CERTIFICATE_VERIFY_FAILED"
_PLAIN: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
_NOT_LET_IN: Final = ("ALERT_CERTIFICATE", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "CERTIFICATE_REQUIRED")


def status_of(error: TransportError) -> int:
    """Return the status of a node's answer, 0 where none came."""
    return error.status_code if isinstance(error.status_code, int) else 0


def is_of_tls(error: TransportError) -> bool:
    """Say whether two sides do not agree about certificates, which another try does not change."""
    said = str(error)
    return not status_of(error) and any(sign in said for sign in (_UNTRUSTED, *_PLAIN, *_NOT_LET_IN))


def unavailable(error: TransportError, urls: Sequence[str], path: str) -> IndexUnavailable:
    """Return the error for what a request to a path ended with."""
    status, first = status_of(error), urls[0]
    shown, health = ", ".join(urls), f"curl {first}/_cluster/health"
    if isinstance(error, NoConnection) or not status:
        return IndexUnavailable(*_no_connection(error, urls))
    reason, kind = _reason(error)
    if any(sign in reason for sign in _FULL):
        return IndexUnavailable(
            f"a disk of the cluster is full (flood stage): {reason}; make room on it", f"curl {first}/_cat/allocation?v"
        )
    if status == 401:
        return IndexUnavailable(
            f"the cluster at {shown} does not know us; mend IZLA_OPENSEARCH_USER and IZLA_OPENSEARCH_PASSWORD_FILE, "
            "or IZLA_OPENSEARCH_CERT",
            health,
        )
    if status == 403:
        return IndexUnavailable(
            f"the cluster does not permit it: {reason}; give the user what docs/SCALING.md lists", health
        )
    if kind in _NO_MANAGER or "no cluster manager" in reason or "no master" in reason:
        return IndexUnavailable(
            f"the cluster at {shown} has no manager: fewer than half of its nodes run; start the others", health
        )
    if status == 503 and kind in _NO_COPY:
        return IndexUnavailable(
            f"the cluster is red: no node has a part of {path.split('/')[1]} ({reason}); start those that miss",
            f"curl {first}/_cat/shards?v",
        )
    return IndexUnavailable(f"the cluster cannot do it ({status}): {reason}", health)


def unfit(about: Any, urls: Sequence[str]) -> IndexUnavailable | None:
    """Return the error for a cluster that is not of a version that does, by what it says of itself."""
    shown = ", ".join(urls)
    try:
        version = about["version"]
        number, name = str(version["number"]), str(version.get("distribution", "elasticsearch"))
        parts = tuple(int(part) for part in number.split("-")[0].split(".")[:2])
    except (TypeError, KeyError, ValueError, AttributeError):
        return IndexUnavailable(
            f"what answers at {shown} is no OpenSearch; mend IZLA_OPENSEARCH_URL", f"curl {urls[0]}"
        )
    if name == "opensearch" and parts >= OLDEST and parts[0] <= NEWEST:
        return None
    return IndexUnavailable(
        f"the cluster at {shown} is {name} {number}, and Izla needs OpenSearch {OLDEST[0]}.{OLDEST[1]} or {NEWEST}; "
        "take such a one, or mend IZLA_OPENSEARCH_URL",
        f"curl {urls[0]}",
    )


def _no_connection(error: TransportError, urls: Sequence[str]) -> tuple[str, str]:
    said, shown = str(error), ", ".join(urls)
    look = f"curl {urls[0]}"
    if _UNTRUSTED in said:
        reason = said.partition("failed: ")[2].split(" (_ssl")[0].rstrip(")") or "it is signed by somebody else"
        return f"the certificate of {shown} is not trusted ({reason}); mend IZLA_OPENSEARCH_CA", look
    if any(sign in said for sign in _PLAIN):
        return f"what answers at {shown} speaks no TLS; give http:// in IZLA_OPENSEARCH_URL, or mend the node", look
    if any(sign in said for sign in _NOT_LET_IN):
        return f"the cluster at {shown} does not take our certificate; mend IZLA_OPENSEARCH_CERT and _KEY", look
    hint = " (closed without an answer: a node with TLS wants https://)" if _hung_up(said, urls) else ""
    return (
        f"no node of the cluster answers at {shown} ({type(error).__name__}){hint}; start one or mend "
        "IZLA_OPENSEARCH_URL",
        f"{look}/_cluster/health",
    )


def _hung_up(said: str, urls: Sequence[str]) -> bool:
    return urls[0].startswith("http:") and ("without response" in said or "Connection aborted" in said)


def _reason(error: TransportError) -> tuple[str, str]:
    """Return why a node did not do it, in its own words, and of which kind that is."""
    info = error.info
    if isinstance(info, dict) and isinstance(cause := info.get("error"), dict):
        roots = cause.get("root_cause") or [cause]
        reason = roots[0].get("reason") or cause.get("reason") or cause.get("type")
        return str(reason), str(cause.get("type", ""))
    return str(error.error), ""
