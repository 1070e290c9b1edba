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
    chosen = re.split("[:;]", os.environ.get("QT_QPA_PLATFORM") or "xcb")[0]
    if not sys.platform.startswith("linux") or chosen != "xcb" or os.environ.get("WAYLAND_DISPLAY"):
        return
    plugin = plugin or _x11_plugin()
    if plugin is not None and plugin.is_file():
        import ctypes

        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            # Any other fault is Qt's own to report.
            if missing_library_sentence(error) is not None:
                raise


def _x11_plugin() -> Path | None:
    from importlib.util import find_spec

    found = find_spec("PySide6")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "Qt/plugins/platforms/libqxcb.so" if places else None
