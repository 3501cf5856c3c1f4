"""The one client of both services: a kept-alive connection, the clock around a request and its whole answer."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from types import TracebackType
from typing import Self

from tests.bench.errors import BenchError


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered, and the milliseconds from the request's first byte to the answer's last."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float


class Client:
    """Asks a service on a loopback port."""

    def __init__(self, port: int, timeout: float = 600.0) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, address: str) -> Reply:
        """Return the reply to GET; raises BenchError for anything but success."""
        return self.ask("GET", address)

    def ask(self, method: str, address: str, body: bytes | None = None, media: str = "application/json") -> Reply:
        """Return the reply; raises BenchError for anything but success.

        A server may close an idle connection: then the request is sent again on a new one, timed from there.
        """
        headers = {"Content-Type": media} if body is not None else {}
        for last in (False, True):
            begun = time.perf_counter()
            try:
                self._connection.request(method, address, body, headers)
                response = self._connection.getresponse()
                received = response.read()
            except (HTTPException, OSError):
                self._connection.close()
                if last:
                    raise
                continue
            took = (time.perf_counter() - begun) * 1000
            break
        if not 200 <= response.status < 300:
            raise BenchError(
                f"{method} {address[:200]} gave {response.status}: {received[:300].decode(errors='replace')}"
            )
        return Reply(response.status, dict(response.getheaders()), received, took)
