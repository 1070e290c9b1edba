"""What every subcommand shares: wrong usage, where results go, and bars for long work."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lrengine.compiled import under_way
from lrengine.data.reading import reason
from lrengine.errors import LabError
from lrengine.recipe_files import write_whole

# Work shorter than this shows no bar, and a bar is drawn anew this often (seconds).
_PATIENCE = 0.3
_REDRAW = 0.1
COMPILING = "The fast loops are compiled for this machine: some seconds, and only this once …"


class UsageError(LabError):
    """The command itself is wrong: exit code 2."""


def write_json(value: Any, target: str) -> None:
    """Write JSON to a file, whole or not at all, or to standard output for "-"."""
    text = json.dumps(value, allow_nan=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    elif Path(target).exists() and not Path(target).is_file():
        # A pipe or a device cannot be replaced by a finished file.
        _write_into(Path(target), text)
    else:
        write_whole(Path(target), text.encode())


def check_target(target: str | None) -> None:
    """Complain about a file that cannot be written before the long work, not after it."""
    if target is None or target == "-":
        return
    path = Path(target)
    if not path.name:
        raise UsageError(f"{target!r} names no file: name one to write.")
    try:
        path.stat()
        asked = path
    except FileNotFoundError:
        asked = path.parent
    except (OSError, ValueError) as error:
        raise UsageError(f"Cannot write {path} ({reason(error)}): choose another place.") from None
    if asked is path and path.is_dir():
        raise UsageError(f"{path} is a folder: name a file to write.")
    if asked is not path and not asked.is_dir():
        raise UsageError(f"There is no folder {asked}: create it, or write elsewhere.")
    if not os.access(asked, os.W_OK):
        raise UsageError(f"Cannot write {path} (permission denied): choose another place.")


def check_folder(target: Path) -> None:
    """Make the folder that results go to, or complain."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"Cannot write to {target} ({reason(error)}): choose another folder.") from None
    if not os.access(target, os.W_OK):
        raise UsageError(f"Cannot write to {target} (permission denied): choose another folder.")


@contextmanager
def as_usage() -> Iterator[None]:
    """Whatever is wrong inside is wrong with the command: exit code 2."""
    try:
        yield
    except LabError as error:
        raise UsageError(str(error)) from None


class Bar:
    """A bar on standard error; `show` may be called as often as the work likes."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._next = time.monotonic() + _PATIENCE

    def show(self, share: float, note: str = "") -> None:
        """Share done, 0 to 1, and a few words behind the bar."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _REDRAW
            # Before its delay is over tqdm takes a bar for one that was never drawn, and leaves it standing.
            self._bar.delay = 0.0
            self._bar.n = min(share, 1.0)
            self._bar.set_postfix_str(note, refresh=True)

    @property
    def is_due(self) -> bool:
        """Whether the next `show` draws, for callers whose note costs time."""
        return time.monotonic() >= self._next

    def say(self, sentence: str) -> None:
        """A line of its own; the bar is drawn again below it."""
        self._bar.clear()
        print(sentence, file=sys.stderr)


@contextmanager
def bar(title: str, quiet: bool = False) -> Iterator[Bar | None]:
    """A bar while the work lasts; None where nobody watches: with --quiet, or not on a terminal.

    That loops are compiled in the course of the work is said on standard error, unless it is quiet.
    """
    if quiet or sys.stderr is None:
        yield None
        return
    if not sys.stderr.isatty():
        with compiling_told():
            yield None
        return
    from tqdm import tqdm

    class QuietBar(tqdm):  # type: ignore[misc]
        # No watching thread: this bar is drawn by the work itself.
        monitor_interval = 0

    # tqdm shows nothing at all on a terminal that says it has no columns and lines, as in some containers.
    size = shutil.get_terminal_size()
    form = "{desc} {percentage:3.0f} %|{bar:30}| {elapsed}{postfix}"
    shown = QuietBar(
        total=1.0,
        desc=title,
        bar_format=form,
        ncols=min(size.columns, 100),
        nrows=size.lines,
        leave=False,
        delay=_PATIENCE,
        file=sys.stderr,
    )
    try:
        made = Bar(shown)
        with compiling_told(made.say):
            yield made
    finally:
        shown.close()


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


@contextmanager
def compiling_told(say: Callable[[str], None] = _say) -> Iterator[None]:
    """Say on standard error that loops are compiled inside, once."""
    is_said = False

    def tell(is_under_way: bool) -> None:
        nonlocal is_said
        # One that was cancelled is begun anew, and each precision has its own.
        if is_under_way and not is_said:
            is_said = True
            # Whoever does not listen misses a line, and no loops.
            with suppress(OSError):
                say(COMPILING)

    under_way.listen(tell)
    try:
        yield
    finally:
        under_way.leave(tell)


def _write_into(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise LabError(f"Cannot write {path} ({error.strerror}): choose another place.") from None
