"""`logitlab`: the window when nothing is asked, the command line otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DEMO_DIRECTORY = Path("logitlab-demo")


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 it failed (one sentence on standard error), 2 wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments:
        from app.command_line.cli import run_command_line

        return run_command_line(arguments)
    try:
        return _open_window() if has_display() else _demo_instead()
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130


def has_display() -> bool:
    """Whether a window can be shown; elsewhere than on Linux there is always a screen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _open_window() -> int:
    def open_it() -> int:
        from app.system_libraries import load_x11_platform

        load_x11_platform()
        from app.launch import open_window

        return open_window([])

    return with_system_libraries(open_it)


def _demo_instead() -> int:
    print(f"There is no display here, so the demo runs instead and leaves its pictures in {DEMO_DIRECTORY}.")
    sys.stdout.flush()
    return run_demo(DEMO_DIRECTORY)


def run_demo(out: Path) -> int:
    """The scripted tour, which needs Qt's libraries but no screen."""
    from lrengine.errors import LabError

    def tour() -> int:
        from app.demo import run_demo as run

        return run(out)

    try:
        return with_system_libraries(tour)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1


def with_system_libraries(task: Callable[[], int]) -> int:
    """Do a task that loads Qt; a system library that is missing becomes one sentence and exit code 1."""
    try:
        return task()
    except (ImportError, OSError) as error:
        from app.system_libraries import missing_library_sentence

        sentence = missing_library_sentence(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
