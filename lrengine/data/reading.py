"""What every reader of a user's file shares: faults in plain words, progress and cancelling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from lrengine.errors import Cancelled, LabError

Progress = Callable[[float], None]
Asked = Callable[[], bool]

GZIP_MAGIC = b"\x1f\x8b"


def reason(error: BaseException) -> str:
    """The system's own words for a fault, without the number and the path it repeats."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return text.strip().rstrip(".").replace("\n", " ")


def is_file(path: str | Path) -> bool:
    """Whether there is such a file; a name that no file can have, as one too long, is none."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: str | Path) -> bool:
    """The same of a folder."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def check_cancelled(cancelled: Asked | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def report(progress: Progress | None, share: float) -> None:
    if progress is not None:
        progress(share)


def open_file(path: Path) -> BinaryIO:
    """Open for reading; anything in the way is a LabError that names the file."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise LabError(f"There is no file {path}: check the name, or choose another file.") from None
    except IsADirectoryError:
        raise LabError(f"{path} is a folder: choose a file inside it.") from None
    except (OSError, ValueError) as error:
        raise LabError(f"Cannot read {path} ({reason(error)}): choose a file that you may read.") from None


def first_bytes(path: Path, count: int) -> bytes:
    try:
        with open_file(path) as file:
            return file.read(count)
    except OSError as error:
        raise LabError(f"Cannot read {path} ({reason(error)}): choose a file that you may read.") from None
