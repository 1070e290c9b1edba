"""One run as bytes: an .npz without pickle, that a later start of the program reads again."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.runs.run_record import Certainty, RunRecord
from lrengine.familiarity import familiarity_from_arrays
from lrengine.features import features_from_arrays
from lrengine.history import History
from lrengine.model import logit_rows
from lrengine.recipe_files import from_toml, to_toml
from lrengine.snapshots import Snapshots

Stored = dict[str, NDArray[Any]]

# What the past of a saved run may take up; an older half of it is left out, not the run.
SNAPSHOT_BYTES = 8 * 2**20
_FACTS = (
    "number", "reached_iteration", "best_iteration", "data_name", "sentence", "sealed_test", "revealed",
    "changed_live", "class_names", "title", "parent", "group", "is_taught",
)  # fmt: skip


def pack_run(run: RunRecord) -> bytes:
    """The run as it is now; one that still goes on is packed without its snapshots."""
    assert run.reached_theta is not None
    facts: dict[str, Any] = {name: getattr(run, name) for name in _FACTS}
    facts["reason"] = run.reason or "stopped"
    arrays: dict[str, Any] = {
        "recipe": np.array(to_toml(run.recipe)),
        "history": run.history.table(),
        "theta": run.reached_theta,
    }
    arrays |= {f"features_{name}": array for name, array in run.features.to_arrays().items()}
    if run.certainty is not None:
        facts["temperature"] = run.certainty.iteration, run.certainty.temperature
        if run.certainty.familiarity is not None:
            known = run.certainty.familiarity.to_arrays()
            arrays |= {f"familiarity_{name}": array for name, array in known.items()}
    if not run.is_active:
        kept = run.snapshots.thinned(SNAPSHOT_BYTES)
        arrays["kept_iterations"], arrays["kept_thetas"] = kept.to_arrays()
    arrays["facts"] = np.array(json.dumps(facts))
    content = io.BytesIO()
    np.savez(content, **arrays)
    return content.getvalue()


def unpack_run(content: bytes) -> RunRecord:
    """A finished run without rows; raises ValueError, KeyError or LabError for what is not whole."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    facts = json.loads(str(stored["facts"]))
    recipe = from_toml(str(stored["recipe"]), "the saved run's recipe")
    features = features_from_arrays(_with_prefix(stored, "features_"))
    names = tuple(str(name) for name in facts["class_names"])
    theta = stored["theta"]
    k = logit_rows(recipe, len(names))
    if theta.shape != (k * (features.count + recipe.task.intercept),) or not np.isfinite(theta).all():
        raise ValueError("its weights do not fit its task")
    theta.setflags(write=False)
    parent, history, reached = facts["parent"], stored["history"], int(facts["reached_iteration"])
    if history.ndim != 2 or not np.array_equal(history[0], np.arange(history.shape[1])):
        raise ValueError("its rows are not one for each iteration")
    if not 0 <= reached < history.shape[1] or int(facts["number"]) < 1:
        raise ValueError("its iterate is none of its rows")
    best = facts["best_iteration"]
    return RunRecord(
        key=0,
        number=int(facts["number"]),
        recipe=recipe,
        objective=recipe.objective,
        features=features,
        class_names=names,
        data_name=str(facts["data_name"]),
        state="finished",
        history=History.from_table(history),
        reached_theta=theta,
        reached_iteration=reached,
        best_iteration=None if best is None else int(best),
        reason=facts["reason"],
        sentence=str(facts["sentence"]),
        sealed_test=None if facts["sealed_test"] is None else float(facts["sealed_test"]),
        changed_live=bool(facts["changed_live"]),
        revealed=bool(facts["revealed"]),
        title=str(facts["title"]),
        parent=(int(parent[0]), int(parent[1])) if parent else None,
        group=None if facts["group"] is None else int(facts["group"]),
        snapshots=_snapshots(stored, len(theta), history.shape[1]),
        certainty=_certainty(stored, facts),
        is_taught=bool(facts.get("is_taught")),
    )


def _certainty(stored: Stored, facts: dict[str, Any]) -> Certainty | None:
    if "temperature" not in facts:
        return None
    iteration, temperature = int(facts["temperature"][0]), float(facts["temperature"][1])
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("its temperature makes no sense")
    known = _with_prefix(stored, "familiarity_")
    return Certainty(iteration, temperature, familiarity_from_arrays(known) if known else None)


def _snapshots(stored: Stored, size: int, rows: int) -> Snapshots:
    if "kept_iterations" not in stored or not len(stored["kept_iterations"]):
        return Snapshots()
    iterations, thetas = stored["kept_iterations"], stored["kept_thetas"]
    if thetas.shape[1:] != (size,) or not np.isfinite(thetas).all():
        raise ValueError("its snapshots do not fit its weights")
    if iterations.max() >= rows:
        raise ValueError("its snapshots are of iterations that it never made")
    return Snapshots.from_arrays(iterations, thetas)


def _with_prefix(stored: Stored, prefix: str) -> Stored:
    return {name.removeprefix(prefix): array for name, array in stored.items() if name.startswith(prefix)}
