"""Where the ticks of an axis lie, and how their numbers are written."""

from __future__ import annotations

import math

# Mantissas of a logarithmic axis, the densest first.
_MANTISSAS = ((1, 2, 3, 5), (1, 2, 5), (1, 3), (1,))
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def linear_ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """At most `most` multiples of 1, 2 or 5 times a power of ten within [low, high]; `whole` numbers only."""
    span = high - low
    if not (math.isfinite(span) and span > 0) or most < 1:
        return []
    step = 10.0 ** math.floor(math.log10(span / most))
    while span / step > most:
        step *= 2.5 if f"{step:e}"[0] == "2" else 2
    if whole:
        step = max(step, 1.0)
    # Multiples are counted, not added up, so that they carry no rounding; 1e-9 keeps those on the border.
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(k * step, 15) if step < 1 else k * step for k in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round values between 10^low and 10^high; the range is given in powers of ten."""
    if not (math.isfinite(high - low) and high > low) or most < 1 or max(abs(low), abs(high)) > 300:
        return []
    powers = range(math.floor(low), math.ceil(high) + 1)
    for mantissas in _MANTISSAS:
        if len(powers) > most + 2:
            break
        values = [m * 10.0**k for k in powers for m in mantissas]
        inside = [value for value in values if low <= math.log10(value) <= high]
        if len(inside) == 1 or (len(inside) < 3 and most >= 4):
            break
        if len(inside) <= most:
            return inside
    if high - low < 1:
        return [value for value in linear_ticks(10**low, 10**high, most) if value > 0]
    every = math.ceil((high - low + 1) / most)
    return [10.0**k for k in powers if k % every == 0 and low <= k <= high]


def count_ticks(low: float, high: float, most: int) -> list[float]:
    """Round counts k for an axis of log₁₀(1 + k) from low to high: 0 and powers of ten, or few even steps."""
    if not (math.isfinite(high - low) and high > low) or most < 1 or high > 300:
        return []
    first, last = 10.0 ** max(low, 0.0) - 1, 10.0 ** max(high, 0.0) - 1
    powers = [10.0**k for k in range(math.ceil(high)) if first <= 10.0**k <= last]
    if len(powers) < 2:
        return linear_ticks(first, last, min(most, 4), whole=True)
    # The axis gives an equal length to each power of ten, 0 and 1 lying closest.
    every = math.ceil(len(powers) / most)
    return ([0.0] if first <= 0 and every == 1 else []) + powers[::every]


def tick_text(value: float) -> str:
    """A tick's number: 0.05, 20,000, 2·10⁻⁵."""
    size = abs(value)
    if not size or 1e-3 <= size < 1e6:
        return f"{value:,.6g}" if size < 1000 else f"{value:,.10g}"
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    return {"1": "", "-1": "−"}.get(mantissa, f"{mantissa}·") + power


def risk_text(value: float) -> str:
    """A risk as the field writes it: four figures after the point, no leading zero."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 1000 or 0 < abs(value) < 5e-4:
        return f"{value:,.4g}"
    return f"{value:.4f}".removeprefix("0") if value >= 0 else f"{value:.4f}"
