"""Fetching a set of published files from the first mirrors that deliver them."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from lrengine.data.reading import Asked, check_cancelled, reason
from lrengine.data.transfer import BytesDone, RemoteFile, ResumingTransfer, Timeout, TransferError
from lrengine.errors import LabError

# Seconds to connect, and of silence; short, because after a fault the transfer goes on where it stopped.
TIMEOUT = (5.0, 8.0)


def fetch_files(
    title: str,
    files: Sequence[RemoteFile],
    directory: Path,
    mirrors: Sequence[str],
    *,
    progress: BytesDone | None = None,
    cancelled: Asked | None = None,
    timeout: Timeout = TIMEOUT,
) -> None:
    """Put every file into `directory`, whole and verified, or not at all.

    mirrors   base addresses ending in "/", tried in order; one that sends other content is not asked again,
              one that fails is asked last from then on
    progress  called with (bytes done, bytes in total) over all the files
    timeout   seconds, or (seconds to connect, seconds of silence)
    A file that is there already and right is kept. Raises LabError when no mirror delivers or the folder
    cannot be written, Cancelled when `cancelled()` becomes true; in both cases what has arrived is continued
    by the next call.
    """
    tally = _Tally(files, progress)
    remaining = list(mirrors)
    for file in files:
        check_cancelled(cancelled)
        count = functools.partial(tally.count, file)
        try:
            path = directory / file.name
            if path.is_file() and file.matches(path):
                count(file.download_bytes, file.download_bytes)
                continue
            path.unlink(missing_ok=True)
            part = path.with_name(path.name + ".part")
            transfer = ResumingTransfer(file, part, progress=count, cancelled=cancelled, timeout=timeout)
            _fetch_from_any(title, path, remaining, transfer)
        except (OSError, ValueError) as error:
            raise LabError(
                f"Cannot keep {title} in {directory} ({reason(error)}): free some space there, "
                "or set LOGITLAB_DOWNLOAD_DIR to a folder that you may write to."
            ) from None


class _Tally:
    """Adds up the bytes of all the files for one progress bar."""

    def __init__(self, files: Sequence[RemoteFile], progress: BytesDone | None) -> None:
        self._done = dict.fromkeys(files, 0)
        self._total = {file: file.download_bytes for file in files}
        self._progress = progress

    def count(self, file: RemoteFile, done: int, total: int) -> None:
        self._done[file], self._total[file] = done, total
        if self._progress is not None:
            self._progress(sum(self._done.values()), sum(self._total.values()))


def _fetch_from_any(title: str, path: Path, mirrors: list[str], transfer: ResumingTransfer) -> None:
    """Fetch from the first mirror that delivers; reorders `mirrors` and drops those that lie."""
    import pooch

    faults = []
    for mirror in list(mirrors):
        try:
            with _quiet(pooch.get_logger()):
                pooch.retrieve(
                    mirror + path.name,
                    known_hash=None,  # the transfer verifies the content, whatever its compression
                    fname=path.name,
                    path=path.parent,
                    downloader=transfer,
                )
            return
        except TransferError as fault:
            faults.append(f"{urlsplit(mirror).netloc or mirror} {fault}")
            mirrors.remove(mirror)
            if not fault.wrong:
                mirrors.append(mirror)
    raise LabError(
        f"{title} could not be downloaded ({'; '.join(faults) or 'no mirror is left'}): check the network "
        "and try again, or put its files in a folder and set LOGITLAB_DATA_DIR to that folder."
    )


@contextlib.contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep pooch from printing: the program shows the progress itself."""
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
