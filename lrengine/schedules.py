"""How the learning rate changes with time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

Schedule = Callable[[float], float]


def schedule(
    kind: Literal["constant", "inverse", "step", "cosine"], epochs: float = 1.0, factor: float = 0.5
) -> Schedule:
    """The factor on the learning rate at epoch t ≥ 0 (a full batch makes each iteration an epoch).

    ========  ==========================================
    constant  1
    inverse   1/(1 + t/T), half after T epochs
    step      γ^⌊t/T⌋
    cosine    (1 + cos(π t/T))/2, and 0 from T on
    ========  ==========================================

    epochs    T, in epochs
    factor    γ of the step schedule

    Source of the inverse schedule: "Logistic and Softmax Regression for Handwritten Digits
    Classification", S. Zhu and Y. Guo, section 3.2.
    """
    match kind:
        case "constant":
            return lambda t: 1.0
        case "inverse":
            return lambda t: 1.0 / (1.0 + t / epochs)
        case "step":
            return lambda t: factor ** math.floor(min(t / epochs, 1e6))
        case "cosine":
            return lambda t: 0.5 * (1.0 + math.cos(math.pi * min(t / epochs, 1.0)))
