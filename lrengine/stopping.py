"""When a run is over, and which of its iterates to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lrengine.history import Step

Monitor = Literal["validation_accuracy", "validation_risk", "falling_accuracy"]
Reason = Literal[
    "iterations", "epochs", "seconds", "gradient_norm", "patience", "converged", "diverged", "stopped"
]


@dataclass(frozen=True)
class Stopping:
    """Limits of a run; 0 never stops for that limit. Patience counts evaluations."""

    iterations: int = 0
    epochs: float = 0.0
    seconds: float = 0.0
    gradient_norm: float = 0.0
    patience: int = 0
    monitor: Monitor = "validation_accuracy"

    def spent(self, iteration: int, epoch: float, seconds: float) -> Reason | None:
        """The limit reached before anything is measured at this row."""
        if self.iterations and iteration >= self.iterations:
            return "iterations"
        # An epoch is a sum of shares; rounding must not add a step to the last one.
        if self.epochs and epoch >= self.epochs - 1e-9:
            return "epochs"
        if self.seconds and seconds >= self.seconds:
            return "seconds"
        return None


class Watch:
    """Follows the monitored figure, remembers the best row and says when patience is over.

    With "falling_accuracy" patience is over when the accuracy has been strictly lower than at the
    evaluation before, so many times running; otherwise after so many evaluations without a new
    best. Without validation rows the training figures are watched.

    Source of the falling rule: "Logistic and Softmax Regression for Handwritten Digits
    Classification", S. Zhu and Y. Guo, section 3.2.
    """

    def __init__(self, patience: int, monitor: Monitor) -> None:
        self.patience = patience
        self.monitor = monitor
        self.best: Step | None = None
        self._best_score = float("-inf")
        self._waited = 0
        self._last_score = float("-inf")

    def is_new_best(self, step: Step) -> bool:
        """Take note of an evaluated row; true if it is the best so far."""
        score = self._score(step)
        if score != score:
            return False
        better = score > self._best_score
        if self.monitor == "falling_accuracy":
            self._waited = self._waited + 1 if score < self._last_score else 0
        else:
            self._waited = 0 if better else self._waited + 1
        self._last_score = score
        if better:
            self._best_score = score
            self.best = step
        return better

    @property
    def is_over(self) -> bool:
        return 0 < self.patience <= self._waited

    def _score(self, step: Step) -> float:
        if self.monitor == "validation_risk":
            return -(
                step.train_risk if step.validation_risk != step.validation_risk else step.validation_risk
            )
        accuracy = step.validation_accuracy
        return step.train_accuracy if accuracy != accuracy else accuracy


def closing_sentence(reason: Reason, limits: Stopping, iterations: int, best: int | None) -> str:
    """Why a run that went well ended, for its reader."""
    match reason:
        case "patience":
            return f"No better since iteration {best or 0:,}, whose weights are kept ({iterations:,} in all)."
        case "gradient_norm":
            return f"The gradient is shorter than {limits.gradient_norm:g} after {iterations:,} iterations."
        case "converged":
            return f"No step lowers the objective any further at this precision ({iterations:,} iterations)."
        case "seconds":
            return f"The {limits.seconds:g} s allowed are over, after {iterations:,} iterations."
        case "epochs":
            return f"Done: {limits.epochs:g} epochs in {iterations:,} iterations."
    return f"Done: {iterations:,} iterations."
