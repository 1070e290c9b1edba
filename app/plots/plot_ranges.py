"""How much of a plot's height its curves are given."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Curve = tuple[Floats, Floats]

_MARGIN = 0.05
# The first rise of the accuracy would flatten all that follows: this share of the run is left out.
_RISE = 0.03
# An optimum this many powers of ten below the curves is out of sight.
_FAR = 0.7


def risk_range(
    curves: Sequence[Curve], optimum: float | None, log: bool, label_share: float = 0.1
) -> tuple[float, float]:
    """(bottom, top) that holds every curve, and the optimum with its label below unless it is far off.

    Heights and optimum are powers of ten where `log` is set; `label_share` is the label's part of the plot.
    """
    found = _extent(curves)
    if found is None:
        return (-1.0, 0.5) if log else (0.0, 1.0)
    low, high = found
    span = max(high - low, 0.04 if log else 0.04 * abs(high), 1e-12)
    if optimum is not None and math.isfinite(optimum) and (not log or low - optimum <= max(span, _FAR)):
        low, high = min(low, optimum), max(high, optimum)
        span = max(span, high - low) / (1 - label_share)
        low -= span * label_share
    middle, half = (low + high) / 2, max(span, high - low) / 2
    return middle - half * (1 + 2 * _MARGIN), middle + half * (1 + 2 * _MARGIN)


def accuracy_range(curves: Sequence[Curve], follows: bool) -> tuple[float, float]:
    """(bottom, top) from a round share below the curves to 1.

    A run that is followed leaves out its first rise; rows the user has chosen are all shown.
    """
    if follows:
        end = max((float(x[-1]) for x, _ in curves if len(x)), default=0.0)
        curves = [(x[x >= _RISE * end], y[x >= _RISE * end]) for x, y in curves]
    found = _extent(curves)
    if found is None:
        return 0.0, 1.02
    missing = max(1.0 - found[0], 0.01)
    step = 10.0 ** math.floor(math.log10(missing))
    step *= 0.5 if missing / step < 2.5 else 1.0
    bottom = max(1.0 - step * math.ceil(missing * 1.05 / step), 0.0)
    return bottom - 0.02 * (1 - bottom), 1.0 + 0.03 * (1 - bottom)


def _extent(curves: Sequence[Curve]) -> tuple[float, float] | None:
    heights = [y[~np.isnan(y)] for _, y in curves]
    heights = [y for y in heights if len(y)]
    if not heights:
        return None
    return min(float(y.min()) for y in heights), max(float(y.max()) for y in heights)
