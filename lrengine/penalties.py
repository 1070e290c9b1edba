"""The two penalties on the weights; the intercept is never penalised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Convention = Literal["sum", "half", "half_per_row"]


@dataclass(frozen=True)
class Penalty:
    """C(w) = c/2 ‖w‖² + λ₁‖w‖₁, with the curvature c set by the convention λ is counted in.

    ============  =================  ======
    convention    written as         c
    ============  =================  ======
    sum           λ‖w‖²              2λ
    half          λ/2 ‖w‖²           λ
    half_per_row  λ/(2n) ‖w‖²        λ/n
    ============  =================  ======

    The L1 part is not differentiable at 0 and enters through its proximal step.

    Sources: "Logistic and Softmax Regression for Handwritten Digits Classification", S. Zhu and
    Y. Guo, equations 6 to 8 (sum); "Logistic Regression from Scratch" (half per row).
    """

    l1: float = 0.0
    l2: float = 0.0
    convention: Convention = "half"
    rows: int = 1

    @property
    def curvature(self) -> float:
        """c, the second derivative of the smooth part."""
        match self.convention:
            case "sum":
                return 2 * self.l2
            case "half":
                return self.l2
            case "half_per_row":
                return self.l2 / self.rows

    def value(self, weights: Array) -> float:
        """C(w), both parts, for weights of any shape."""
        return self.smooth_value(weights) + (self.l1 * float(np.abs(weights).sum()) if self.l1 else 0.0)

    def smooth_value(self, weights: Array) -> float:
        """c/2 ‖w‖²."""
        return 0.5 * self.curvature * squared_norm(weights) if self.l2 else 0.0

    def add_gradient(self, weights: Array, gradient: Array, share: float = 1.0) -> None:
        """gradient += share·c·w: the smooth part only, or a share of it."""
        if self.l2:
            # A diverging run overflows here; the training loop sees it and says so.
            with np.errstate(over="ignore", invalid="ignore"):
                gradient += weights.dtype.type(self.curvature * share) * weights

    def shrink(self, weights: Array, step: float | Array) -> None:
        """L1's proximal step, w ← sign(w)·max(|w| − step·λ₁, 0), in place; `step` may be one per weight."""
        if self.l1:
            # What is taken away is w itself, but never more than the threshold.
            most = np.full_like(weights, step * self.l1)
            taken = np.minimum(weights, most)
            weights -= np.maximum(taken, np.negative(most, out=most), out=taken)


def squared_norm(array: Array) -> float:
    """‖a‖² in float64 at least."""
    wide = widened(array).ravel()
    return float(wide.dot(wide))


def widened(array: Array) -> Array:
    """The numbers in float64 at least; the array itself where they are."""
    return array if array.dtype.itemsize >= 8 else array.astype(np.float64)
