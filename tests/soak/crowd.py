"""Those who make a service wait: slow clients, requests that are cut, and connections on which nothing comes."""

import contextlib
import itertools
import selectors
import socket
import struct
import threading
import time
from typing import Final

_REQUEST: Final = b"GET /healthz HTTP/1.1\r\nHost: izlash.example.uz\r\n\r\n"
_SEARCH: Final = b"GET /api/search?q=yangi HTTP/1.1\r\nHost: izlash.example.uz\r\nConnection: close\r\n\r\n"
_AT_ONCE: Final = 30  # connections opened between two looks at the others
_LOOK: Final = 0.2  # seconds; 150 a second are opened, as all must not come back at once when they were closed
_PAUSE: Final = 0.2  # seconds between two pieces of a slow client; nginx waits ten for a whole request
_PIECE: Final = 8  # bytes of a request: by single ones a busy machine would take longer than that
_READ: Final = 4096  # bytes of an answer


class Idle(threading.Thread):
    """Holds `count` connections open that were used once; one that is closed over there is opened again."""

    def __init__(self, port: int, count: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.held = 0
        self.most = 0
        self.refused = 0
        self._port = port
        self._count = count
        self._done = done
        self._waiting = selectors.DefaultSelector()

    def run(self) -> None:
        """Open and hold."""
        while not self._done.is_set():
            for _ in range(min(_AT_ONCE, self._count - self.held)):
                self._open()
            for key, _ in self._waiting.select(0):
                self._hear(key.fileobj)  # type: ignore[arg-type]  # only sockets are registered
            self._done.wait(_LOOK)
        for key in list(self._waiting.get_map().values()):
            self._close(key.fileobj)  # type: ignore[arg-type]
        self._waiting.close()

    def _open(self) -> None:
        connection = socket.socket()
        try:
            connection.connect(("127.0.0.1", self._port))
            connection.sendall(_REQUEST)
        except OSError:
            self.refused += 1
            connection.close()
            return
        self._waiting.register(connection, selectors.EVENT_READ)
        self.held += 1
        self.most = max(self.most, self.held)

    def _hear(self, connection: socket.socket) -> None:
        try:
            heard = connection.recv(4096)
        except OSError:
            heard = b""
        if not heard:
            self._close(connection)

    def _close(self, connection: socket.socket) -> None:
        self._waiting.unregister(connection)
        connection.close()
        self.held -= 1


class Slow(threading.Thread):
    """Sends a request a few bytes at a time, and reads the answer as slowly."""

    def __init__(self, port: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.answered = 0
        self.ended = 0
        self._port = port
        self._done = done

    def run(self) -> None:
        """Be slow, again and again."""
        while not self._done.is_set():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 30) as connection:
                for start in range(0, len(_SEARCH), _PIECE):
                    connection.sendall(_SEARCH[start : start + _PIECE])
                    if self._done.wait(_PAUSE):
                        return
                if connection.recv(12).endswith(b" 200"):
                    self.answered += 1
                while connection.recv(_READ) and not self._done.wait(_PAUSE):
                    pass
            self.ended += 1


class Cutting(threading.Thread):
    """Cuts its connection in the middle of a request, or as the answer begins, with a reset."""

    def __init__(self, port: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.cut = 0
        self._port = port
        self._done = done

    def run(self) -> None:
        """Cut, again and again."""
        for turn in itertools.count():
            if self._done.wait(0.05):
                return
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 30) as connection:
                connection.sendall(_SEARCH[: len(_SEARCH) // 2] if turn % 2 else _SEARCH)
                time.sleep(0.01)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.cut += 1
