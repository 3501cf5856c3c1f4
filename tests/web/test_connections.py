"""More connections than a service has threads or places, alone, without the proxy that is to stand in front."""

import re
import selectors
import socket
import struct
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from search.settings import Settings
from tests.bench.service.processes import family
from tests.web.test_reload import serving, wait_until
from web import connections

REQUEST: Final = b"GET /healthz HTTP/1.1\r\nHost: izlash.example.uz\r\nConnection: close\r\n\r\n"
THREADS: Final = 8  # of a service as `serving` starts it
WAIT: Final = 60.0
ESTABLISHED: Final = "01"  # in /proc/net/tcp


class Client:
    """Connections to a service, all closed in the end."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self.address = host, int(port)
        self.opened: list[socket.socket] = []

    def open(self, *sent: bytes) -> socket.socket:
        connection = socket.create_connection(self.address, timeout=WAIT)
        self.opened.append(connection)
        for piece in sent:
            connection.sendall(piece)
        return connection

    def open_together(self, count: int) -> None:
        """Open connections without waiting for one before the next."""
        for _ in range(count):
            connection = socket.socket()
            connection.setblocking(False)
            connection.connect_ex(self.address)
            self.opened.append(connection)
        for connection in self.opened:
            connection.settimeout(WAIT)

    def ask(self) -> tuple[int, float]:
        """Return the status of an answer and how many seconds it took."""
        begun = time.monotonic()
        with socket.create_connection(self.address, timeout=WAIT) as connection:
            connection.sendall(REQUEST)
            return status(connection), time.monotonic() - begun


def status(connection: socket.socket) -> int:
    head = connection.recv(4096)
    return int(head.split()[1]) if head else 0


@contextmanager
def client_of(address: str) -> Iterator[Client]:
    client = Client(address)
    try:
        yield client
    finally:
        for connection in client.opened:
            connection.close()


def closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:  # with a reset, as it had sent what was never read
        return True


def listening() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    return listener


def waiting_worker() -> connections.Worker:
    """Return a worker that has taken no connection yet, as it waits for one."""
    worker = connections.Worker.__new__(connections.Worker)  # its start makes pipes and files that accepting needs not
    worker.cfg, worker.nr_conns, worker.pending_conns, worker.keepalived_conns = Config(), 0, deque(), deque()
    worker.poller = selectors.DefaultSelector()
    return worker


def test_a_new_connection_waits_beside_the_others_until_something_comes_on_it() -> None:
    worker = waiting_worker()
    with listening() as listener, socket.create_connection(listener.getsockname()) as client:
        worker.accept(listener)
        (connection,) = worker.pending_conns
        try:
            assert worker.nr_conns == 1
            assert 0 < connection.timeout - time.monotonic() <= connections.UNUSED
            assert worker.poller.select(0) == []
            client.sendall(b"G")
            ((key, _),) = worker.poller.select(WAIT)
            assert key.fileobj is connection.sock
            assert (key.data.func, key.data.args) == (worker.on_pending_socket_readable, (connection,))
            taken = connection.sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 8)
            assert struct.unpack("i", taken[:4]) == (connections.SILENT,)
        finally:
            connection.sock.close()
            worker.poller.close()


def test_a_connection_that_another_process_took_is_none_and_a_broken_listener_is_told() -> None:
    worker = waiting_worker()
    with listening() as listener:
        worker.accept(listener)
    assert (worker.nr_conns, len(worker.pending_conns)) == (0, 0)
    with pytest.raises(OSError, match="Bad file descriptor"):
        worker.accept(listener)
    worker.poller.close()


def test_connections_that_come_together_are_shared_among_the_processes(published: Settings) -> None:
    with serving(published) as (server, address), client_of(address) as client:
        client.open_together(8)
        time.sleep(0.1)  # they are taken before anything comes on them
        for connection in client.opened:
            connection.sendall(REQUEST.replace(b"close", b"keep-alive"))
        assert [status(connection) for connection in client.opened] == [200] * 8
        held = held_by_children(server.pid, client.address[1])
        assert (len(held), sum(held)) == (2, 8)
        assert min(held) > 1, held


def held_by_children(pid: int, port: int) -> list[int]:
    """Return how many connections to a port each child of a process holds."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    own = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == ESTABLISHED}
    folders = [Path(f"/proc/{child}/fd") for child in family(pid)[1:]]
    return [sum(str(path.readlink()) in own for path in folder.iterdir()) for folder in folders]


def test_idle_connections_hold_no_thread_and_what_comes_beyond_the_limit_waits(published: Settings) -> None:
    with serving(published, processes=1) as (_, address), client_of(address) as client:
        for _ in range(connections.MOST + 100):
            client.open()
        begun = time.monotonic()
        within = client.opened[0]
        within.sendall(REQUEST)
        assert status(within) == 200
        assert time.monotonic() - begun < connections.UNUSED / 2, "idle connections hold the threads"
        code, seconds = client.ask()
        assert (code, seconds > connections.UNUSED / 2) == (200, True), "nothing waited: the limit is not held"
        wait_until(lambda: all(closed(connection) for connection in client.opened))
        assert client.ask()[0] == 200


def test_who_falls_silent_in_a_request_or_its_body_is_let_go_and_told_of_in_a_line(published: Settings) -> None:
    with serving(published) as (server, address), client_of(address) as client:
        halves = [client.open(REQUEST[:20]) for _ in range(THREADS)]
        body = client.open(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
        assert status(body) == 405
        assert client.ask()[0] == 200, "silent clients hold every thread for good"
        wait_until(lambda: all(closed(connection) for connection in (*halves, body)))
        wait_until(lambda: any("sent or took nothing for long" in line for line in server.lines))
        assert not [line for line in server.lines if re.search("traceback|Socket error", line)]
