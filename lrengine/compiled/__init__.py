"""Products of rows that are kept as bytes, in loops that Numba compiles once for each machine."""

from lrengine.compiled.library import Loops, loops_for, why_not
from lrengine.compiled.mate import Mate

__all__ = ["Loops", "Mate", "loops_for", "why_not"]
