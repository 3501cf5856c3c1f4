"""A cluster that is busy, lost, full, or does not let us in, as nodes of a few lines play it."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from search.engines.opensearch.client import Access, Cluster, Missing, Refused
from search.errors import BadSetting, IndexUnavailable
from tests.opensearch.nodes import free_ports

Reply = tuple[int, dict[str, object]]
PLAYS = Callable[..., "Playing"]


class Playing:
    """A node that gives the replies it was given, the last one again and again, and keeps what it was sent."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str | None]] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                node.asked.append((self.path, self.headers.get("Authorization")))
                status, body = node.replies.pop(0) if len(node.replies) > 1 else node.replies[0]
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def play() -> Iterator[PLAYS]:
    nodes: list[Playing] = []

    def play(*replies: Reply) -> Playing:
        nodes.append(Playing(*replies))
        return nodes[-1]

    yield play
    for node in nodes:
        node.server.shutdown()
        node.server.server_close()


def fault(reason: str) -> dict[str, object]:
    return {"error": {"root_cause": [{"type": "x", "reason": reason}], "type": "x", "reason": reason}}


def nobody() -> str:
    return f"http://127.0.0.1:{free_ports(1)[0]}"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_node_that_is_busy_is_asked_again(status: int, play: PLAYS) -> None:
    node = play((status, fault("busy")), (status, fault("busy")), (200, {"ok": True}))
    assert Cluster(Access((node.url,))).ask("GET", "/x") == {"ok": True}
    assert len(node.asked) == 3


def test_what_one_node_does_not_answer_another_one_does(play: PLAYS) -> None:
    node = play((200, {"ok": True}))
    cluster = Cluster(Access((nobody(), node.url, nobody())))
    assert [cluster.ask("GET", "/x") for _ in range(6)] == [{"ok": True}] * 6


def test_without_any_node_the_setting_is_named() -> None:
    with pytest.raises(
        IndexUnavailable, match=r"no node of the cluster answers at .*IZLA_OPENSEARCH_URL.*_cluster/health"
    ):
        Cluster(Access((nobody(), nobody()))).ask("GET", "/x", within=0.2)


@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [
        (401, "no", "IZLA_OPENSEARCH_PASSWORD_FILE"),
        (403, "no permissions for [indices:data/write/bulk]", "does not permit it: no permissions for"),
        (429, "disk usage exceeded flood-stage watermark", "disk of the cluster is full"),
        (403, "index has read-only-allow-delete block; flood-stage", "disk of the cluster is full"),
        (503, "no manager", "cannot do it .503.: no manager"),
        (400, "wrong", "cannot do it .400.: wrong"),
    ],
)
def test_what_is_wrong_is_named_with_the_remedy(status: int, reason: str, told: str, play: PLAYS) -> None:
    node = play((status, fault(reason)))
    with pytest.raises(IndexUnavailable, match=told):
        Cluster(Access((node.url,))).ask("GET", "/x", within=0.1)


def test_a_fault_without_a_reason_is_told_by_what_there_is(play: PLAYS) -> None:
    with pytest.raises(IndexUnavailable, match=r"cannot do it .500."):
        Cluster(Access((play((500, {"error": "broken"})).url,))).ask("GET", "/x")


def test_what_is_not_there_and_what_came_first_are_told_apart(play: PLAYS) -> None:
    with pytest.raises(Missing):
        Cluster(Access((play((404, {})).url,))).ask("GET", "/x")
    with pytest.raises(Refused):
        Cluster(Access((play((409, {})).url,))).ask("GET", "/x")


def test_a_password_comes_from_its_file_and_is_told_to_nobody(
    play: PLAYS, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    password = tmp_path / "password"
    password.write_text("s3cret\n")
    node = play((200, {"ok": True}), (403, fault("no")))
    cluster = Cluster(Access((node.url,), user="izla", password_file=str(password)))
    cluster.ask("GET", "/x")
    assert node.asked == [("/x", "Basic " + base64.b64encode(b"izla:s3cret").decode())]
    with pytest.raises(IndexUnavailable) as error:
        cluster.ask("GET", "/x")
    assert "s3cret" not in str(error.value) + caplog.text + repr(Access((node.url,), password_file=str(password)))


def test_a_password_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"IZLA_OPENSEARCH_PASSWORD_FILE=.*No such file"):
        Cluster(Access(("http://127.0.0.1:1",), user="izla", password_file=str(tmp_path / "none")))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(BadSetting, match="not UTF-8"):
        Cluster(Access(("http://127.0.0.1:1",), user="izla", password_file=str(tmp_path / "bytes")))
