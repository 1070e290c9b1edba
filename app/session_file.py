"""A session on disk: settings, strokes and every run that moved, so that it reopens as it was.

The autosave is a folder, in which each run is a file of its own and is written only when it has
changed; a session saved by hand is one .lab file, a ZIP archive of the same parts. Each part is an
.npz without pickle, written whole or not at all. Something unreadable is set aside, never fatal.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.drawing.drawing_history import Drawing
from app.runs.run_file import pack_run, unpack_run
from app.runs.run_record import RunRecord
from app.sweep.kept_sweep import KeptSweep, kept_bytes
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.recipe_files import from_toml, to_toml, write_whole

FORMAT = "logit-lab session 2"
HEAD = "session.npz"
SWEEP = "sweep.zip"


@dataclass(frozen=True, eq=False)
class SavedSession:
    """What is kept: the settings and the name they came by, the drawing, the runs that moved.

    shown   the number of the run on view
    binned  numbers of the runs that lie in the bin
    sweep   the sweep on view
    """

    recipe: Recipe
    recipe_name: str
    drawing: Drawing
    runs: tuple[RunRecord, ...] = ()
    shown: int | None = None
    binned: tuple[int, ...] = ()
    sweep: KeptSweep | None = None


def save_folder(saved: SavedSession, folder: Path, known: Mapping[int, object]) -> dict[int, object]:
    """Write a session into a folder, its runs only where they differ from what `known` says of them.

    The sweep has a file of its own: see `SweepFollower`.
    Returns what the next call should know. Raises LabError when the place cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(f"Cannot keep the session in {folder} ({error.strerror}): free that place.") from None
    written: dict[int, object] = {}
    for run in saved.runs:
        stamp = stamp_of(run)
        if known.get(run.number) != stamp:
            write_whole(folder / _run_name(run.number), pack_run(run))
        written[run.number] = stamp
    # The head names the runs, so it is written when they are there and before others go.
    write_whole(folder / HEAD, _pack_head(saved))
    names = {_run_name(number) for number in written}
    for path in folder.glob("run-*.npz"):
        if path.name not in names:
            with contextlib.suppress(OSError):
                # What cannot be removed is not named by the head, and so not read.
                path.unlink()
    return written


def stamp_of(run: RunRecord) -> object:
    """Equal for two moments of a run between which there is nothing new to write."""
    return run.key, run.updates, run.state, run.reached_iteration, run.revealed, run.group, run.certainty


def pack_archive(saved: SavedSession) -> bytes:
    """A session as one .lab file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(HEAD, _pack_head(saved))
        for run in saved.runs:
            archive.writestr(_run_name(run.number), pack_run(run))
        if saved.sweep is not None:
            archive.writestr(SWEEP, kept_bytes(saved.sweep))
    return content.getvalue()


def save_archive(saved: SavedSession, path: Path) -> None:
    """Write a session as one .lab file; raises LabError when the place cannot be written."""
    write_whole(path, pack_archive(saved))


def load_folder(folder: Path) -> SavedSession | None:
    """The session kept in a folder, or None when there is none; raises LabError for one that is not whole.

    A run that cannot be read is left out: the others are still there.
    """
    try:
        head = (folder / HEAD).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LabError(f"The last session could not be read ({error.strerror}); a new one begins.") from None
    parts = {}
    for path in folder.glob("run-*.npz"):
        try:
            parts[path.name] = path.read_bytes()
        except OSError:
            continue
    sweep = folder / SWEEP
    try:
        return _unpack(head, parts, sweep if sweep.is_file() else None, strict=False)
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups below.
        raise LabError(
            f"The last session could not be read ({error}); it is kept as {_aside(folder).name}, "
            "and a new one begins."
        ) from None


def load_archive(path: Path) -> SavedSession:
    """A session saved as a .lab file; anything but a whole one is a LabError."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        return _unpack(parts.pop(HEAD), parts, parts.pop(SWEEP, None), strict=True)
    except FileNotFoundError:
        raise LabError(f"There is no file {path}: choose a saved session (.lab).") from None
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise LabError(f"{path} is not a whole Logit Lab session ({reason}): choose another file.") from None


def set_aside(folder: Path) -> None:
    """Keep an unreadable session under another name."""
    try:
        (folder / HEAD).replace(_aside(folder))
    except OSError:
        # Nothing better can be done: the next autosave will say that the place can't be written.
        return


def _aside(folder: Path) -> Path:
    return (folder / HEAD).with_suffix(".unreadable.npz")


def _run_name(number: int) -> str:
    return f"run-{number}.npz"


def _pack_head(saved: SavedSession) -> bytes:
    strokes = saved.drawing.strokes
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "recipe": np.array(to_toml(saved.recipe)),
        "recipe_name": np.array(saved.recipe_name),
        "points": np.concatenate(strokes) if strokes else np.empty((0, 2)),
        "lengths": np.array([len(stroke) for stroke in strokes], np.int64),
        "width": np.array(saved.drawing.width),
        "runs": np.array([run.number for run in saved.runs], np.int64),
        "binned": np.array(saved.binned, np.int64),
        "shown": np.array(saved.shown or 0),
    }
    if saved.drawing.picture is not None:
        arrays["picture"] = saved.drawing.picture
    content = io.BytesIO()
    np.savez(content, **arrays)
    return content.getvalue()


def _unpack(
    head: bytes, parts: Mapping[str, bytes], sweep: KeptSweep | None, *, strict: bool
) -> SavedSession:
    with np.load(io.BytesIO(head), allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    if str(stored["format"]) != FORMAT:
        raise ValueError("its format is not known")
    runs = []
    for number in dict.fromkeys(stored["runs"].tolist()):
        try:
            runs.append(unpack_run(parts[_run_name(number)]))
        except Exception:
            if strict:
                raise
    return SavedSession(
        recipe=from_toml(str(stored["recipe"]), "the saved recipe"),
        recipe_name=str(stored["recipe_name"]),
        drawing=_drawing(stored),
        runs=tuple(runs),
        shown=int(stored["shown"]) or None,
        binned=tuple(stored["binned"].tolist()),
        sweep=sweep,
    )


def _drawing(stored: dict[str, NDArray[Any]]) -> Drawing:
    points, lengths = stored["points"], stored["lengths"]
    if points.ndim != 2 or points.shape[1] != 2 or lengths.sum() != len(points) or (lengths < 1).any():
        raise ValueError("its strokes are not whole")
    strokes = np.split(points, np.cumsum(lengths)[:-1]) if len(lengths) else []
    for stroke in strokes:
        stroke.setflags(write=False)
    return Drawing(tuple(strokes), float(stored["width"]), stored.get("picture"))
