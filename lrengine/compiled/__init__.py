"""Sums over rows that are kept as bytes, and steps of weights, in loops that Numba compiles once for each
machine."""

from lrengine.compiled.calls import Loops
from lrengine.compiled.library import loops_for, why_not
from lrengine.compiled.mate import Mate

__all__ = ["Loops", "Mate", "loops_for", "why_not"]
