"""One file from one server over a bad network: resumed after faults, verified by its content."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lrengine.data.idx import is_gzip
from lrengine.data.reading import Asked, check_cancelled

if TYPE_CHECKING:
    import requests

BytesDone = Callable[[int, int], None]
Timeout = float | tuple[float, float]

CHUNK = 1 << 14
# Attempts in a row that bring no new byte, and attempts at all, before a server is given up.
FRUITLESS_ATTEMPTS = 2
MAX_ATTEMPTS = 50


@dataclass(frozen=True)
class RemoteFile:
    """A published file and how to know it.

    sha256          of the uncompressed content
    content_bytes   length of the uncompressed content
    download_bytes  length of the published file, for the progress shown before the server tells it
    """

    name: str
    sha256: str
    content_bytes: int
    download_bytes: int

    def matches(self, path: Path) -> bool:
        """Whether the file at `path`, gzip-compressed or plain, has exactly the published content."""
        digest, length = hashlib.sha256(), 0
        try:
            with gzip.open(path) if is_gzip(path) else path.open("rb") as content:
                while chunk := content.read(1 << 18):
                    length += len(chunk)
                    if length > self.content_bytes:
                        return False
                    digest.update(chunk)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return False
        return digest.hexdigest() == self.sha256


class TransferError(Exception):
    """A server did not deliver: `final` when asking again is no use, `wrong` when it sent other content."""

    def __init__(self, why: str, *, final: bool = False, wrong: bool = False) -> None:
        super().__init__(why)
        self.final = final or wrong
        self.wrong = wrong


class ResumingTransfer:
    """A downloader as pooch wants it: `transfer(url, output_file, pooch)`.

    Bytes are added to `part`, which outlives faults and cancelling; the next attempt asks the server for
    the rest (HTTP Range) and starts over when it answers with the whole file. A file joined from pieces
    whose content is wrong is fetched once more from its start, since a piece may be of another version.
    Raises TransferError when the server is given up, Cancelled within a chunk when asked to stop, and
    OSError when the part file cannot be written.
    """

    def __init__(
        self, file: RemoteFile, part: Path, *, progress: BytesDone, cancelled: Asked | None, timeout: Timeout
    ) -> None:
        self.file = file
        self.part = part
        self._progress = progress
        self._cancelled = cancelled
        self._timeout = timeout

    def __call__(self, url: str, output_file: str, pooch: object) -> None:
        import requests

        with requests.Session() as session:
            in_one_piece = self._complete(session, url)
            right = self.file.matches(self.part)
            if not right and not in_one_piece:
                self.part.unlink()
                self._complete(session, url)
                right = self.file.matches(self.part)
        if not right:
            self.part.unlink()
            raise TransferError("sent something else", wrong=True)
        self.part.replace(output_file)

    def _complete(self, session: requests.Session, url: str) -> bool:
        """Try until the whole file has arrived; whether it came in one piece."""
        best, fruitless = size_of(self.part), 0
        for attempt in range(1, MAX_ATTEMPTS + 1):
            check_cancelled(self._cancelled)
            try:
                return self._receive(session, url)
            except TransferError as fault:
                reached = size_of(self.part)
                fruitless = 0 if reached > best else fruitless + 1
                best = max(best, reached)
                if fault.final or fruitless == FRUITLESS_ATTEMPTS or attempt == MAX_ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _receive(self, session: requests.Session, url: str) -> bool:
        import requests
        import urllib3

        start = size_of(self.part)
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
        try:
            with session.get(url, headers=headers, stream=True, timeout=self._timeout) as response:
                return self._append(response, start)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise TransferError("did not answer in time") from None
        except (requests.ConnectionError, urllib3.exceptions.HTTPError):
            raise TransferError("the connection failed") from None
        except requests.RequestException as error:
            raise TransferError(f"cannot be asked ({type(error).__name__})", final=True) from None

    def _append(self, response: requests.Response, start: int) -> bool:
        status = response.status_code
        continued = status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {start}-")
        if start and not continued and status in (206, 416):
            self.part.unlink()
            raise TransferError("its file has changed")
        if status != 200 and not continued:
            raise TransferError(f"answered HTTP {status}", final=True)
        done = start if continued else 0
        length = response.headers.get("Content-Length", "")
        expected = done + int(length) if length.isdecimal() else 0
        # Whatever is this much longer is another file; without a limit it could fill the disk.
        limit = 2 * self.file.download_bytes + self.file.content_bytes
        # urllib3 before 2.1 has no read1, which returns what has come instead of waiting for a full chunk.
        read = getattr(response.raw, "read1", response.raw.read)
        with self.part.open("ab" if continued else "wb") as out:
            while chunk := read(CHUNK, decode_content=False):
                out.write(chunk)
                done += len(chunk)
                self._progress(done, max(expected or self.file.download_bytes, done))
                check_cancelled(self._cancelled)
                if done > limit:
                    break
        if done > limit:
            self.part.unlink()
            raise TransferError("sent something else", wrong=True)
        if done < expected:
            raise TransferError("the connection ended early")
        return not (continued and start)


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
