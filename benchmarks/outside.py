"""Measuring as an outsider does: gunicorn with two sync workers, one request after the other in turn, wall and CPU.

CPU is what the server's workers and the backends of the database spent on the request, to the nanosecond, from /proc.
Only one request is under way at a time, so what was spent meanwhile belongs to it.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from sqlalchemy import Engine, create_engine, text

from benchmarks.worlds import ROOT, environment


@dataclass
class Server:
    """A running server: its port, its workers and the database they ask."""

    port: int
    process: subprocess.Popen[bytes]
    engine: Engine
    backends: list[int] = field(default_factory=list)

    def look(self) -> None:
        """Note who works for the database now."""
        with self.engine.connect() as connection:
            names = (
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            self.backends = list(connection.scalars(text(names)))

    def cpu(self) -> int:
        """Nanoseconds that workers and backends have had so far."""
        own = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(_spent(int(one)) for one in (*own, *self.backends))


def _spent(process: int) -> int:
    with suppress(FileNotFoundError):
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
    return 0


@contextmanager
def serving(module: str, url: str) -> Iterator[Server]:
    """gunicorn with two sync workers, until it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # else another run's server might answer
        port = free.getsockname()[1]
    words = ["-m", "gunicorn", module, "--workers", "2", "--worker-class", "sync", "--timeout", "120"]
    words += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=os.environ | environment(url))
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        _wait(port)
        yield Server(port, process, engine)
    finally:
        process.terminate()
        process.wait(30)
        engine.dispose()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"nothing answers on port {port}")


class Visitor:
    """Somebody with a signed-in worker's cookie."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.headers = {"Cookie": f"careplan={cookie}"}

    def ask(self, method: str, path: str, data: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Status, text and location of an answer; remembers a new cookie. RuntimeError for 400 and above."""
        body = urlencode(data, doseq=True) if data is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        self.connection.request(method, path, body, self.headers | kind)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        for name, value in answer.getheaders():
            if name == "Set-Cookie" and value.startswith("careplan="):
                self.headers["Cookie"] = value.partition(";")[0]
        return answer.status, page, answer.getheader("Location") or ""

    def get(self, path: str) -> str:
        """The text of a page."""
        return self.ask("GET", path)[1]

    def save(self, path: str, data: dict[str, list[str]]) -> None:
        """Send a form and show the page that it leads to; RuntimeError when it was not saved."""
        status, _, location = self.ask("POST", path, data)
        if status != 303:
            raise RuntimeError(f"{path} was not saved: {status}")
        self.get(urlsplit(location).path)


@dataclass(frozen=True)
class Spread:
    """Quartiles, in milliseconds."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:7.1f} ({self.low:.1f} to {self.high:.1f})"


@dataclass(frozen=True)
class Took:
    """Wall and CPU of many requests."""

    wall: Spread
    cpu: Spread


Act = Callable[[], object]
Prepare = Callable[[], Act]
"""What goes before and is not measured; it gives the act that is."""


def _once(server: Server, prepare: Prepare) -> tuple[float, float]:
    act = prepare()
    cpu, wall = server.cpu(), time.perf_counter()
    act()
    return (time.perf_counter() - wall) * 1000, (server.cpu() - cpu) / 1e6


def in_turn(acts: list[tuple[Server, Prepare]], times: int, warm: int) -> list[Took]:
    """Each act so often, one after the other in turn; what the first `warm` took is left out."""
    for _ in range(warm):
        for server, prepare in acts:
            _once(server, prepare)
    for server, _ in acts:
        server.look()
    rows = [[_once(*one) for one in acts] for _ in range(times)]
    return [Took(*(Spread(*quantiles(part)) for part in zip(*column, strict=True))) for column in zip(*rows)]  # noqa: B905
