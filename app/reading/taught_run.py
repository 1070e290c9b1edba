"""A lesson's outcome as a run of the list."""

from __future__ import annotations

from app.runs.run_record import Certainty, RunRecord, flat
from lrengine.model import Model
from lrengine.teaching import Taught

TITLE = "taught"


def taught_run(taught: Taught, base: RunRecord | None) -> RunRecord:
    """The run that a lesson made, from the iterate that `base` shows, or for None from a ready model.

    Its curves are those of the fit: risks of the drawings among the rows remembered. It is as certain as
    the lesson found it.
    """
    model: Model = taught.model
    theta = flat(model)
    theta = theta if model.recipe.task.intercept else theta[: model.weights.size]
    theta.setflags(write=False)
    iteration = len(taught.history) - 1
    return RunRecord(
        key=0,
        number=0,
        recipe=model.recipe,
        features=model.features,
        class_names=model.class_names,
        data_name=model.recipe.data.name,
        state="finished",
        history=taught.history,
        reached_theta=theta,
        reached_iteration=iteration,
        reason=taught.reason,
        sentence=taught.sentence,
        objective=model.recipe.objective,
        title=TITLE,
        parent=None if base is None else (base.number, base.shown_iteration),
        certainty=Certainty(iteration, model.temperature, model.familiarity),
        is_taught=True,
    )
