"""How careplan is served: a request takes a thread only when all of it has arrived.

gunicorn's threads read from the network themselves, so that a few clients who send slowly hold all of them, and its
loop waits for a client to hang up. Here that loop gathers the bytes of requests, closes those that are too slow, and
waits for nobody.
"""

import re
import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

GRACE = 20.0
"""Seconds for a request to arrive, besides what its length allows at SLOWEST."""
SLOWEST = 8 * 1024
"""Bytes a second that a large request has to reach after the grace."""
LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 17 * 1024 * 1024
"""A little more than MAX_CONTENT_LENGTH: what is larger is handed on unread, and the app answers 413."""
MOST_HELD = 256 * 1024 * 1024
"""Bytes of unfinished requests that one worker holds; beyond them the largest is dropped."""
LINGER = 2.0
"""Seconds for a client to hang up after the last answer."""

_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
_EXPECTS = re.compile(rb"^expect[ \t]*:[ \t]*100-continue", re.IGNORECASE | re.MULTILINE)
_REFUSAL = b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Gathering(TConn):
    """A connection and what arrived of its next request.

    `wanted`: bytes of the whole request, None while its head is incomplete. `unread`: its body is left to the network.
    """

    def __init__(self, worker: "WholeRequests", *described: Any) -> None:
        super().__init__(worker.cfg, *described)
        self.worker = worker
        self.unread = self.hangs_up = False
        self.begin(b"")

    def begin(self, already: bytes) -> None:
        """Start to gather a request of which `already` has arrived."""
        self.held, self.begun = bytearray(already), time.monotonic()
        self.wanted: int | None = None
        self.sock.setblocking(False)

    def late(self, moment: float) -> bool:
        """Whether the request takes longer than its length allows, or the client does not hang up."""
        if self.hangs_up and not self.unread:
            return moment - self.begun > LINGER
        return moment - self.begun > GRACE + (self.wanted or 0) / SLOWEST

    def receive(self) -> bool:
        """Take what has arrived; False at the end of the connection."""
        try:
            data = self.sock.recv(256 * 1024)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not self.hangs_up:
            self.held += data
        return bool(data)

    def look(self) -> bytes:
        """Find out how much is wanted; the status of refusal where a head has no end, or a body no length."""
        end = self.held.find(b"\r\n\r\n") + 4
        if self.wanted is not None or end < 4:
            return (
                b"431 Request Header Fields Too Large" if end < 4 and len(self.held) > LARGEST_HEAD else b""
            )
        head = bytes(self.held[: end - 2])
        if _CHUNKED.search(head):
            return b"411 Length Required"
        body = max((int(length) for length in _LENGTH.findall(head)), default=0)
        self.unread = body > LARGEST_BODY
        self.wanted = end if self.unread else end + body
        if len(self.held) < self.wanted and _EXPECTS.search(head):
            with suppress(OSError):
                self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return b""

    def close(self, graceful: bool = False) -> None:
        """Close at once, or when the client has read the answer and hung up."""
        if graceful and not self.hangs_up:
            self.worker.linger(self)
        else:
            util.close(self.sock)


class WholeRequests(ThreadWorker):
    """gunicorn's threaded worker, whose threads never wait for a client to send.

    Where gunicorn itself speaks TLS only a thread can read what arrives, and everything is as in its own worker.
    """

    def accept(self, listener: Any) -> None:
        """Begin to gather on a new connection."""
        if self.cfg.is_ssl:
            super().accept(listener)
            return
        with suppress(OSError):
            sock, address = listener.accept()
            self.nr_conns += 1
            self._gather(Gathering(self, sock, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """Begin to gather the next request of a connection that was kept alive."""
        if self.cfg.is_ssl:
            super().on_client_socket_readable(conn, client)
            return
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._gather(conn)

    def enqueue_req(self, conn: TConn) -> None:
        """A request that followed at the heels of another: its rest is gathered first."""
        if self.cfg.is_ssl:
            super().enqueue_req(conn)
        else:
            self._gather(conn, conn.parser.unreader.take_buffered())

    def murder_pending(self) -> None:
        """Close what is too slow."""
        if self.cfg.is_ssl:
            super().murder_pending()
            return
        moment = time.monotonic()
        for conn in [conn for conn in self.pending_conns if conn.late(moment)]:
            self._drop(conn)

    def linger(self, conn: Gathering) -> None:
        """Wait for the client to hang up, without a thread."""
        self.nr_conns += 1
        conn.hangs_up = True
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._gather(conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        return not getattr(conn, "unread", False) and bool(super()._keepalive_after(conn, keepalive))

    def _gather(self, conn: Gathering, already: bytes = b"") -> None:
        conn.begin(already)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrived, conn))
        if already:
            self._hand_on(conn)

    def _arrived(self, conn: Gathering, _sock: Any) -> None:
        if not conn.receive():
            self._drop(conn)
        elif not conn.hangs_up:
            self._hand_on(conn)

    def _hand_on(self, conn: Gathering) -> None:
        """Give a whole request to a thread, refuse one without an end, wait for the rest of another."""
        if refusal := conn.look():
            with suppress(OSError):
                conn.sock.send(_REFUSAL % refusal)
            self._drop(conn)
        elif conn.wanted is None or len(conn.held) < conn.wanted:
            if sum(len(other.held) for other in self.pending_conns) > MOST_HELD:
                self._drop(max(self.pending_conns, key=lambda other: len(other.held)))
        else:
            self._leave(conn)
            conn.init()
            conn.parser.unreader.unread(bytes(conn.held))
            conn.data_ready, conn.held = True, bytearray()
            super().enqueue_req(conn)

    def _leave(self, conn: Gathering) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def _drop(self, conn: Gathering) -> None:
        self._leave(conn)
        self.nr_conns -= 1
        conn.close()
