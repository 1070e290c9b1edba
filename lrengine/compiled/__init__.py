"""Products of rows that are kept as bytes, in loops that Numba compiles once for each machine."""

from lrengine.compiled.library import Loops, loops_for, why_not

__all__ = ["Loops", "loops_for", "why_not"]
