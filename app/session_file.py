"""The autosave: settings, strokes and the last run, so that a crash loses nothing.

One .npz without pickle, written whole or not at all. Something unreadable is set aside, never fatal.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.drawing.drawing_history import Drawing
from app.runs.run_store import RunRecord
from lrengine.errors import LabError
from lrengine.features import Pixels
from lrengine.history import History
from lrengine.model import logit_rows
from lrengine.recipe import Recipe
from lrengine.recipe_files import from_toml, to_toml, write_whole

FORMAT = "logit-lab session 1"


@dataclass(frozen=True, eq=False)
class SavedSession:
    """What is kept: the settings and the name they came by, the drawing, the last run that moved."""

    recipe: Recipe
    recipe_name: str
    drawing: Drawing
    run: RunRecord | None


def write_session(saved: SavedSession, path: Path) -> None:
    """Raises LabError when the place cannot be written."""
    strokes = saved.drawing.strokes
    points = np.concatenate(strokes) if strokes else np.empty((0, 2))
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "recipe": np.array(to_toml(saved.recipe)),
        "recipe_name": np.array(saved.recipe_name),
        "points": points,
        "lengths": np.array([len(stroke) for stroke in strokes], np.int64),
        "width": np.array(saved.drawing.width),
    }
    if saved.drawing.picture is not None:
        arrays["picture"] = saved.drawing.picture
    if saved.run is not None and saved.run.theta is not None:
        arrays |= _run_arrays(saved.run)
    content = io.BytesIO()
    np.savez(content, **arrays)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(
            f"Cannot keep the session in {path.parent} ({error.strerror}): free that place."
        ) from None
    write_whole(path, content.getvalue())


def read_session(path: Path) -> SavedSession | None:
    """The saved session, or None when there is none; raises LabError for one that is not whole."""
    try:
        with path.open("rb") as content, np.load(content, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        if str(stored["format"]) != FORMAT:
            raise ValueError("its format is not known")
        return SavedSession(
            recipe=from_toml(str(stored["recipe"]), "the saved recipe"),
            recipe_name=str(stored["recipe_name"]),
            drawing=_drawing(stored),
            run=_run(stored) if "theta" in stored else None,
        )
    except FileNotFoundError:
        return None
    except Exception as error:
        # A damaged archive fails in a dozen ways of zipfile, zlib, NumPy and the lookups above.
        aside = path.with_suffix(".unreadable.npz")
        raise LabError(
            f"The last session could not be read ({error}); it is kept as {aside.name}, and a new one begins."
        ) from None


def set_aside(path: Path) -> None:
    """Keep an unreadable session under another name."""
    try:
        path.replace(path.with_suffix(".unreadable.npz"))
    except OSError:
        # Nothing better can be done: the next autosave will say that the place can't be written.
        return


def _run_arrays(run: RunRecord) -> dict[str, NDArray[Any]]:
    facts = {
        "number": run.number,
        "shown_iteration": run.shown_iteration,
        "best_iteration": run.best_iteration,
        "data_name": run.data_name,
        "reason": run.reason or "stopped",
        "sentence": run.sentence,
        "sealed_test": run.sealed_test,
        "revealed": run.revealed,
        "changed_live": run.changed_live,
        "class_names": run.class_names,
        "shape": run.features.shape,
        "full_scale": run.features.full_scale,
    }
    assert run.theta is not None
    return {
        "run_recipe": np.array(to_toml(run.recipe)),
        "run_facts": np.array(json.dumps(facts)),
        "history": run.history.table(),
        "theta": run.theta,
    }


def _run(stored: dict[str, NDArray[Any]]) -> RunRecord:
    facts = json.loads(str(stored["run_facts"]))
    recipe = from_toml(str(stored["run_recipe"]), "the saved run's recipe")
    shape = tuple(int(side) for side in facts["shape"])
    features = Pixels(recipe.data.scale, float(facts["full_scale"]), shape)
    names = tuple(str(name) for name in facts["class_names"])
    theta = stored["theta"]
    k = logit_rows(recipe, len(names))
    if theta.shape != (k * (features.count + recipe.task.intercept),) or not np.isfinite(theta).all():
        raise ValueError("its weights do not fit its task")
    theta.setflags(write=False)
    return RunRecord(
        key=0,
        number=int(facts["number"]),
        recipe=recipe,
        objective=recipe.objective,
        features=features,
        class_names=names,
        data_name=str(facts["data_name"]),
        state="finished",
        history=History.from_table(stored["history"]),
        theta=theta,
        shown_iteration=int(facts["shown_iteration"]),
        best_iteration=facts["best_iteration"],
        reason=facts["reason"],
        sentence=str(facts["sentence"]),
        sealed_test=facts["sealed_test"],
        changed_live=bool(facts["changed_live"]),
        revealed=bool(facts["revealed"]),
    )


def _drawing(stored: dict[str, NDArray[Any]]) -> Drawing:
    points, lengths = stored["points"], stored["lengths"]
    if points.ndim != 2 or points.shape[1] != 2 or lengths.sum() != len(points) or (lengths < 1).any():
        raise ValueError("its strokes are not whole")
    strokes = np.split(points, np.cumsum(lengths)[:-1]) if len(lengths) else []
    for stroke in strokes:
        stroke.setflags(write=False)
    return Drawing(tuple(strokes), float(stored["width"]), stored.get("picture"))
