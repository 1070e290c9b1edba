"""Numbers and chances as the reading writes them."""

from __future__ import annotations

import math


def figure(value: float) -> str:
    """Two decimals, no zero before the point, a true minus: 7.31, −.42, 0."""
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):.2f}" if abs(value) < 1000 else f"{abs(value):,.0f}"
    text = text.removeprefix("0") if text != "0.00" else "0"
    return f"−{text}" if value < 0 and text != "0" else text


def percent(share: float) -> str:
    """A share as whole per cent that never claims certainty the model does not have."""
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"
