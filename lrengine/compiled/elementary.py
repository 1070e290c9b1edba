"""Exponentials and logarithms that a compiler can work out for several numbers at once.

The system's own take one number at a time. These are series, with as many terms as the precision has
use for, and right to three units in the last place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

LOG_2 = math.log(2)
# What log 2 has beyond the digits of a float64.
BEYOND = 2.3190468138462996e-17


class Powers(NamedTuple):
    """What is read from, or written to, a number's exponent.

    two_to(n)   2ⁿ for a whole n of the reals' type; n may not be below that of the least normal number
    order(x)    the n with 2ⁿ ≤ x < 2ⁿ⁺¹, of the reals' type, for a normal x > 0
    """

    two_to: Callable[[Any], Any]
    order: Callable[[Any], Any]


def powers_in(real: Any) -> Powers:
    """In plain Python."""

    def two_to(n: Any) -> Any:
        return real(math.ldexp(1.0, int(n)))

    def order(x: Any) -> Any:
        return real(math.frexp(x)[1] - 1)

    return Powers(two_to, order)


class Elementary(NamedTuple):
    """exponential(x): eˣ for x ≤ 0, and 0 where that is below the least normal number.
    log_of_more(y): log(1 + y) for 0 ≤ y ≤ 1.
    log(x): for x ≥ 1 of which 1/x is a normal number, too.
    """

    exponential: Callable[[Any], Any]
    log_of_more: Callable[[Any], Any]
    log: Callable[[Any], Any]


def elementary_in(real: Any, jit: Callable[[Any], Any], powers: Powers) -> Elementary:
    """The functions in one precision.

    real  np.float32 or np.float64
    jit   what makes machine code of a function, with every operation in its place
    """
    two_to, order = powers
    about = np.finfo(real)
    lowest, least = real(about.minexp), real(about.minexp * LOG_2)
    # log 2 in two parts: a whole number times the first, which is short, is exact.
    short = float(np.float16(LOG_2)) if real is np.float32 else float(np.float32(LOG_2))
    high, low, per_log_2 = real(short), real(LOG_2 - short + BEYOND), real(1 / LOG_2)
    nothing, half, one, two, three = real(0), real(0.5), real(1), real(2), real(3)
    turn = real(math.sqrt(2) - 1)
    inverse_factorials = _terms(real, LOG_2 / 2, lambda i: 1 / math.factorial(i))
    inverse_odds = _terms(real, (turn / (2 + turn)) ** 2, lambda i: 1 / (2 * i + 1))

    @jit
    def exponential(x: Any) -> Any:
        # eˣ = 2ⁿ eʳ with |r| ≤ log(2)/2, and eʳ = Σ rⁱ/i!
        n = np.floor(x * per_log_2 + half)
        n = n if n > lowest else lowest
        r = (x - n * high) - n * low
        total = nothing
        for factor in inverse_factorials:
            total = total * r + factor
        return total * two_to(n) if x > least else nothing

    @jit
    def log_of_more(y: Any) -> Any:
        # log(1 + y) = n log 2 + 2 artanh s, artanh s = Σ s²ⁱ⁺¹/(2i + 1), where n = 1 if 1 + y > √2, else 0
        # and s = (y + 1 − 2ⁿ)/(y + 1 + 2ⁿ)
        is_near_two = y > turn
        s = (y - one if is_near_two else y) / (y + three if is_near_two else y + two)
        square, total = s * s, nothing
        for factor in inverse_odds:
            total = total * square + factor
        return two * s * total + (high if is_near_two else nothing) + (low if is_near_two else nothing)

    @jit
    def log(x: Any) -> Any:
        # log x = n log 2 + log(1 + y) with 0 ≤ y < 1
        n = order(x)
        return n * high + (log_of_more(x * two_to(-n) - one) + n * low)

    return Elementary(exponential, log_of_more, log)


def _terms(real: Any, largest: float, factor: Callable[[int], float]) -> tuple[Any, ...]:
    """The factors of Σ factor(i) xⁱ that count where |x| ≤ largest, the highest power first."""
    count = 1
    while factor(count) * largest**count > np.finfo(real).eps / 8:
        count += 1
    return tuple(real(factor(i)) for i in reversed(range(count)))
