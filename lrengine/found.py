"""What a row of the history asks to be measured, and what is found."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

from lrengine.history import NAN, Step
from lrengine.measurement import Measurement
from lrengine.objective import Objective

Array = NDArray[Any]


class Asked(NamedTuple):
    """What the newest row needs measured at θ, beside ∇F of the rows behind the next update.

    batch     those rows; None takes all
    evaluate  whether all training and validation rows are measured
    test      whether the test rows are, too
    """

    batch: Array | None
    evaluate: bool
    test: bool


class Found(NamedTuple):
    """What was measured; `batch_risk` is that of the rows behind the next update."""

    batch_risk: float
    train: Measurement | None = None
    validation: Measurement | None = None
    test: Measurement | None = None

    def row(
        self,
        objective: Objective,
        theta: Array,
        *,
        iteration: int,
        epoch: float,
        seconds: float,
        step_size: float = NAN,
        gradient_norm: float = NAN,
    ) -> Step:
        """The row of the history at θ."""
        train, held_out, sealed = self.train, self.validation, self.test
        weights = objective.unpack(theta)[0]
        return Step(
            iteration=iteration,
            epoch=epoch,
            seconds=seconds,
            step_size=step_size,
            batch_risk=self.batch_risk,
            train_risk=train.risk if train else NAN,
            train_objective=train.risk + objective.penalty.value(weights) if train else NAN,
            train_accuracy=train.accuracy if train else NAN,
            validation_risk=held_out.risk if held_out else NAN,
            validation_accuracy=held_out.accuracy if held_out else NAN,
            test_risk=sealed.risk if sealed else NAN,
            test_accuracy=sealed.accuracy if sealed else NAN,
            weight_norm=objective.norm(weights),
            gradient_norm=gradient_norm,
        )
