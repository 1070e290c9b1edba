"""A mirror on this computer that serves, refuses, stalls, cuts short or lies, as a test asks."""

from __future__ import annotations

import gzip
import hashlib
import re
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from lrengine.data.transfer import RemoteFile


class Mirror(ThreadingHTTPServer):
    """Serves `content[name]`; `plan[name]` says how to answer each request in turn, then "serve".

    Answers: "serve", "ignore range", "hang" and "close" (after half of the body), "no range" (206 of
    another place), "endless", or a number, the HTTP status. `asked` lists (name, Range header) in order.
    """

    daemon_threads = False
    block_on_close = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.content: dict[str, bytes] = {}
        self.plan: dict[str, list[str | int]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is part of these tests."""


class Answer(BaseHTTPRequestHandler):
    server: Mirror

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        wanted = self.headers.get("Range")
        self.server.asked.append((name, wanted))
        plan = self.server.plan.get(name, [])
        answer = plan.pop(0) if plan else "serve"
        body = self.server.content.get(name)
        if isinstance(answer, int) or body is None:
            self.send_error(answer if isinstance(answer, int) else 404)
            return
        start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]) if wanted and answer != "ignore range" else 0
        if start and start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            shown = start if answer != "no range" else start + 1
            self.send_header("Content-Range", f"bytes {shown}-{len(body) - 1}/{len(body)}")
        if answer != "endless":
            self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        rest = body[start:]
        if answer in ("hang", "close"):
            rest = rest[: len(rest) // 2]
        self.wfile.write(rest)
        self.wfile.flush()
        if answer == "hang":
            self.server.released.wait()
        while answer == "endless":
            self.wfile.write(body)


@pytest.fixture
def mirrors(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Mirror, Mirror]]:
    """Two mirrors, running; the thread of each has ended when the test has."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pair = (Mirror(), Mirror())
    threads = [threading.Thread(target=mirror.serve_forever, args=(0.01,)) for mirror in pair]
    for thread in threads:
        thread.start()
    try:
        yield pair
    finally:
        for mirror, thread in zip(pair, threads, strict=True):
            mirror.released.set()
            mirror.shutdown()
            thread.join()
            mirror.server_close()


def idx_bytes(array: np.ndarray) -> bytes:
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()


@pytest.fixture
def tiny() -> dict[str, bytes]:
    """A small MNIST, name of the .gz to its uncompressed content; too random to be compressed much."""
    rng = np.random.default_rng(7)
    return {
        "train-images-idx3-ubyte.gz": idx_bytes(rng.integers(0, 256, (90, 28, 28))),
        "train-labels-idx1-ubyte.gz": idx_bytes(np.arange(90) % 10),
        "t10k-images-idx3-ubyte.gz": idx_bytes(rng.integers(0, 256, (20, 28, 28))),
        "t10k-labels-idx1-ubyte.gz": idx_bytes(np.arange(20) % 10),
    }


@pytest.fixture
def published(tiny: dict[str, bytes], mirrors: tuple[Mirror, Mirror]) -> tuple[RemoteFile, ...]:
    """What both mirrors serve, and how to know it."""
    packed = {name: gzip.compress(content, mtime=0) for name, content in tiny.items()}
    for mirror in mirrors:
        mirror.content = dict(packed)
    return tuple(
        RemoteFile(name, hashlib.sha256(content).hexdigest(), len(content), len(packed[name]))
        for name, content in tiny.items()
    )
