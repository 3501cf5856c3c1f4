"""The connections of a worker process: one takes a thread when something comes on it, and has to go on then.

gunicorn gives every new connection a thread, which waits five seconds for its request, and waits for the rest of one
without an end: a few connections on which nothing comes would stand in everybody's way. And the process that wakes
first takes all connections that come together, such as those that a proxy keeps: the others would have nothing to do.
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
_STEP: Final = 0.0005  # seconds that a process leaves a new connection to the others, for each that it has
_STAND_BACK: Final = 0.002  # at most: it answers nothing meanwhile
_NOT_NOW: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)  # another process took it, or it is gone


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's worker of threads, whose new connections wait beside those that were used, without a thread."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, unless a process with fewer does; it is let go when nothing comes on it."""
        waiting = len(self.pending_conns) + len(self.keepalived_conns)
        if waiting and self.cfg.workers > 1:
            time.sleep(min(waiting * _STEP, _STAND_BACK))
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
