"""A cluster that is busy, lost, full, or does not let us in, as nodes of a few lines play it."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from search.engines.opensearch.client import Access, Cluster, Missing, Refused
from search.errors import BadSetting, IndexUnavailable
from tests.opensearch.nodes import free_ports

Reply = tuple[int, dict[str, object]]
FITTING = {"version": {"distribution": "opensearch", "number": "2.19.1"}}
PLAYS = Callable[..., "Playing"]


class Playing:
    """A node that gives the replies it was given, the last one again and again, and keeps what it was sent.

    What it says of itself is `about`, whenever it is asked that.
    """

    def __init__(self, *replies: Reply, about: Any = FITTING) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str | None]] = []
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, body = 200, about
                if self.path != "/":
                    node.asked.append((self.path, self.headers.get("Authorization")))
                    status, body = node.replies.pop(0) if len(node.replies) > 1 else node.replies[0]
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def play() -> Iterator[PLAYS]:
    nodes: list[Playing] = []

    def play(*replies: Reply, about: Any = FITTING) -> Playing:
        nodes.append(Playing(*replies, about=about))
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
        (503, "blocked by: [SERVICE_UNAVAILABLE/2/no cluster manager];", "has no manager: fewer than half"),
        (403, "cluster create-index blocked (api)", "disk of the cluster is full"),
        (503, "no time", "cannot do it .503.: no time"),
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


@pytest.mark.parametrize("kind", ["no_shard_available_action_exception", "unavailable_shards_exception"])
def test_a_red_cluster_is_told_with_the_index(kind: str, play: PLAYS) -> None:
    body = {"error": {"root_cause": [{"type": kind, "reason": "[0] none"}], "type": kind, "reason": "x"}}
    with pytest.raises(IndexUnavailable, match=r"is red: no node has a part of izla-a \(.*\); start .*_cat/shards"):
        Cluster(Access((play((503, body)).url,))).ask("GET", "/izla-a/_search", within=0.1)


@pytest.mark.parametrize(
    ("about", "told"),
    [
        (
            {"version": {"distribution": "opensearch", "number": "2.11.0"}},
            r"is opensearch 2.11.0, .* needs .*2\.19",
        ),
        ({"version": {"distribution": "opensearch", "number": "4.0.0-SNAPSHOT"}}, "is opensearch 4.0.0-SNAPSHOT"),
        ({"version": {"number": "8.15.1"}}, "is elasticsearch 8.15.1"),
        ({"version": {"distribution": "opensearch", "number": "new"}}, "is no OpenSearch"),
        ({"name": "something else"}, "is no OpenSearch"),
        ([], "is no OpenSearch"),
        (b"<html>", "is no OpenSearch; mend IZLA_OPENSEARCH_URL"),
    ],
)
def test_a_version_that_does_not_fit_is_told(about: object, told: str, play: PLAYS) -> None:
    node = play((200, {"ok": True}), about=about)
    with pytest.raises(IndexUnavailable, match=told):
        Cluster(Access((node.url,))).ask("GET", "/x")
    assert node.asked == []


@pytest.mark.parametrize("number", ["2.19.0", "2.21.3", "3.0.0", "3.9.1"])
def test_a_version_that_fits_is_asked_once(number: str, play: PLAYS) -> None:
    about = {"version": {"distribution": "opensearch", "number": number}}
    cluster = Cluster(Access((play((200, {"ok": True}), about=about).url,)))
    assert [cluster.ask("GET", "/x") for _ in range(3)] == [{"ok": True}] * 3


def test_a_fault_among_several_answers_is_a_fault(play: PLAYS) -> None:
    wrong = {"error": {"root_cause": [{"type": "x", "reason": "wrong"}], "type": "x"}, "status": 400}
    gone = {"error": {"type": "index_not_found_exception"}, "status": 404}
    busy = {"error": {"root_cause": [{"type": "x", "reason": "busy"}], "type": "x"}, "status": 429}
    good: dict[str, object] = {"hits": {}, "status": 200}
    for fault_of_one, raised in ((wrong, IndexUnavailable), (gone, Missing)):
        with pytest.raises(raised):
            Cluster(Access((play((200, {"responses": [good, fault_of_one]})).url,))).search("i", [{}, {}], timeout=1)
    node = play((200, {"responses": [busy, good]}), (200, {"responses": [good, good]}))
    assert Cluster(Access((node.url,))).search("i", [{}, {}], timeout=1) == [good, good]


def test_files_that_are_no_certificates_are_named(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("nothing")
    path = str(tmp_path / "none.pem")
    with pytest.raises(BadSetting, match=r"IZLA_OPENSEARCH_CA=.* holds no certificate"):
        Cluster(Access(("https://127.0.0.1:1",), ca=path))
    with pytest.raises(BadSetting, match=r"IZLA_OPENSEARCH_CERT=.* and IZLA_OPENSEARCH_KEY=.* are no certificate"):
        Cluster(Access(("https://127.0.0.1:1",), certificate=path, key=path))
