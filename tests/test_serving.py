"""The shipped way to serve: whoever sends slowly, endlessly or never hangs up takes no thread from the others."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.conftest import free_port

ROOT = Path(__file__).resolve().parents[1]
SOON = 5.0
"""Seconds in which /healthz answers also on a busy machine."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The server as `careplan serve` starts it, on an empty database."""
    folder, at = tmp_path_factory.mktemp("serving"), free_port()
    environment = os.environ | {
        "CAREPLAN_ENV": "development",
        "CAREPLAN_INSTANCE": str(folder),
        "SECRET_KEY": "s" * 40,
    }
    environment.pop("DATABASE_URL", None)
    command = [
        sys.executable,
        "-c",
        "from careplan.cli import main; main()",
        "serve",
        "--listen",
        f"127.0.0.1:{at}",
    ]
    migrate = [sys.executable, "-c", "from careplan.cli import main; main()", "migrate"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _ in range(150):
        try:
            healthz(at)
            break
        except OSError:
            time.sleep(0.2)
    yield at
    server.terminate()
    assert server.wait(30) == 0


def healthz(port: int) -> float:
    """Seconds until /healthz answered; OSError when it did not in time."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    return time.monotonic() - begun


def open_line(stack: ExitStack, port: int, start: bytes) -> socket.socket:
    line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=SOON))
    line.sendall(start)
    return line


POST = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SLOW = {
    "a body": POST + b"Content-Length: 1000\r\n\r\nusername=",
    "a head": POST,
    "a second request": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    + POST
    + b"Content-Length: 9\r\n\r\nu",
    "a body that is too large": POST + b"Content-Length: 99999999\r\n\r\nusername=",
    "nothing": b"",
    "no hanging up": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("kind", SLOW)
def test_slow_clients_keep_nobody_waiting(port: int, kind: str) -> None:
    with ExitStack() as stack:
        lines = [open_line(stack, port, SLOW[kind]) for _ in range(24)]
        for _ in range(4):
            assert healthz(port) < SOON
            for line in lines:
                try:
                    line.sendall(b"x" if kind in ("a body", "a body that is too large") else b"")
                except OSError:
                    assert kind == "a body that is too large"


def answer(line: socket.socket) -> tuple[int, bytes]:
    """Status and body of the one answer on a line."""
    with http.client.HTTPResponse(line) as found:
        found.begin()
        return found.status, found.read()


def test_a_body_in_pieces_is_put_together(port: int) -> None:
    with ExitStack() as stack:
        line = open_line(stack, port, POST + b"Content-Length: 12\r\nExpect: 100-continue\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 100 Continue")
        for piece in (b"user", b"name", b"=kay"):
            time.sleep(0.1)
            line.sendall(piece)
        assert answer(line)[0] == 400  # read whole; it has no token


def test_a_body_in_chunks_is_put_together(port: int) -> None:
    with ExitStack() as stack:
        line = open_line(stack, port, POST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nuser\r\n")
        line.sendall(b"5\r\nname=\r\n0\r\n\r\n")
        assert answer(line)[0] == 400  # read whole; it has no token


def test_requests_that_follow_each_other_on_one_connection_are_all_answered(port: int) -> None:
    get = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as stack:
        line = open_line(stack, port, get + get + get[:20])
        for number in (2, 3):
            received = b""
            while received.count(b"\r\n\r\nok") < (2 if number == 2 else 1):
                received += line.recv(1000)
            if number == 2:
                line.sendall(get[20:])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000, 431),
        (b"nonsense\r\n\r\n", 400),
        (POST + b"Content-Length: 99999999\r\n\r\nusername=", 413),
    ],
)
def test_what_cannot_be_gathered_is_refused(port: int, sent: bytes, status: int) -> None:
    with ExitStack() as stack:
        assert answer(open_line(stack, port, sent))[0] == status


def test_a_large_file_that_is_too_large_is_told_in_words(port: int) -> None:
    length = 34 * 1024 * 1024
    with ExitStack() as stack:
        line = open_line(stack, port, POST + b"Content-Length: %d\r\n\r\n" % length)
        line.sendall(b"x" * length)
        status, page = answer(line)
        assert status == 413
        assert b"That was too much to send" in page
