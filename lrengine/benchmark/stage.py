"""What every race is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lrengine.benchmark.effort import Effort
from lrengine.benchmark.limits import Limits
from lrengine.benchmark.material import Material


@dataclass(frozen=True, eq=False)
class Stage:
    """The material, how much effort to make, how many threads each contestant has, and who is there.

    on_lap  called after every lap
    """

    material: Material
    effort: Effort
    threads: int
    limits: Limits
    with_torch: bool
    on_lap: Callable[[], None]
