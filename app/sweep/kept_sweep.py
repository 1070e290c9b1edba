"""A sweep as a session keeps it, and the file in which the autosave follows it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from lrengine.data.reading import reason
from lrengine.errors import LabError
from lrengine.recipe_files import write_whole
from lrengine.sweep.outcome import Outcomes
from lrengine.sweep.saved import Archive, SweepFile, read_outcomes

# Its outcomes, or as long as nobody has asked for them, the bytes or the file that they lie in.
KeptSweep = Outcomes | bytes | Path

# Runs that would make the file longer are left out, and are run again when the sweep is resumed.
LIMIT: Final = 64 * 2**20


def kept_bytes(kept: KeptSweep) -> bytes:
    """The content of a sweep's file; raises LabError where that cannot be read."""
    if isinstance(kept, bytes):
        return kept
    if isinstance(kept, Path):
        try:
            return kept.read_bytes()
        except OSError as error:
            raise LabError(f"The last sweep could not be read ({reason(error)}): run it again.") from None
    archive = Archive(kept.recipe, LIMIT)
    archive.take(kept.items)
    return archive.to_bytes()


def kept_outcomes(kept: KeptSweep) -> Outcomes:
    """The outcomes themselves; raises LabError for what is not whole."""
    return kept if isinstance(kept, Outcomes) else read_outcomes(kept_bytes(kept), "The last sweep")


class SweepFollower:
    """Writes a sweep into its file as it grows; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: SweepFile | None = None

    def write(self, kept: KeptSweep | None, *, is_last: bool = False) -> None:
        """Make the file hold `kept`; one that grows is not written each time, but for the last.

        Raises LabError where the place cannot be written.
        """
        if isinstance(kept, Outcomes):
            file = self._file
            if file is None or file.recipe != kept.recipe:
                file = self._file = SweepFile(self._path, kept.recipe, limit=LIMIT)
            file.add(*kept.items)
            if is_last:
                file.write()
            return
        self._file = None
        if kept is None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        elif kept != self._path:
            write_whole(self._path, kept_bytes(kept))
