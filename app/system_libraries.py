"""The libraries that Qt expects from the system, and what to say when one is missing."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

# The second line is for X11 alone; what these depend on comes along.
PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libxkbcommon0 libxcb-cursor0 libdbus-1-3 libfontconfig1 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)

_MISSING = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


def missing_library_sentence(error: Exception) -> str | None:
    """What to install, or None when the error is about something else."""
    missing = _MISSING.search(str(error))
    if missing is None:
        return None
    return (
        f"The system library {missing[1]} is missing: install what a window needs, "
        f"on Debian and Ubuntu with `sudo apt install {PACKAGES}`."
    )


def load_x11_platform(plugin: Path | None = None) -> None:
    """Load Qt's X11 plugin where Qt is about to; raises OSError naming a library that it lacks.

    Qt itself would abort the process, which no caller can catch.
    """
    environment = os.environ
    chosen = environment.get("QT_QPA_PLATFORM", "xcb").partition(":")[0].partition(";")[0]
    wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if not sys.platform.startswith("linux") or chosen != "xcb" or wayland:
        return
    plugin = plugin or _x11_plugin()
    if plugin is not None and plugin.is_file():
        import ctypes

        ctypes.CDLL(str(plugin))


def _x11_plugin() -> Path | None:
    from importlib.util import find_spec

    found = find_spec("PySide6")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "Qt/plugins/platforms/libqxcb.so" if places else None
