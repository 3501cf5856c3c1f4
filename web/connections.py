"""The connections of a worker process: one takes a thread when something comes on it, and has to go on then.

gunicorn gives every new connection a thread, which waits five seconds for its request, and waits for the rest of one
without an end: a few connections on which nothing comes would stand in everybody's way.
"""

import errno
import socket
import struct
import time
from functools import partial
from selectors import EVENT_READ
from typing import Final

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

MOST: Final = 500  # connections of a process, which may mostly open 1,024 files; what comes beyond waits for a place
UNUSED: Final = 10  # seconds that a new connection may stay without a request
SILENT: Final = 10  # seconds that a begun request may stay without its next byte
UNREAD: Final = 30  # seconds that an answer may stay without its next byte being taken
_NOT_NOW: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)  # another process took it, or it is gone


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's worker of threads, whose new connections wait beside those that were used, without a thread."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection; it is let go when nothing comes on it."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOT_NOW:
                raise
            return
        for option, seconds in ((socket.SO_RCVTIMEO, SILENT), (socket.SO_SNDTIMEO, UNREAD)):
            client.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
        self.nr_conns += 1
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + UNUSED
        self.pending_conns.append(connection)
        self.poller.register(client, EVENT_READ, partial(self.on_pending_socket_readable, connection))
