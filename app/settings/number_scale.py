"""Where a value lies on its slider, and the round values that keys step through."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lrengine.settings import Setting

POSITIONS = 1000
# The left end that means zero on a logarithmic slider, wide enough to be hit with a mouse.
_OFF_ZONE = 60
_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)

# The stretch of the declared bounds that is worth a slider; the entry field takes all the rest.
WINDOWS: Mapping[str, tuple[float, float]] = {
    "objective.l1": (1e-6, 10.0),
    "objective.l2": (1e-6, 100.0),
    "solver.learning_rate": (1e-6, 10.0),
    "solver.batch_size": (1, 10_000),
    "solver.clip": (1e-3, 1e3),
    "solver.schedule_epochs": (0.1, 1e3),
    "solver.start_scale": (1e-4, 10.0),
    "stopping.iterations": (10, 100_000),
    "stopping.epochs": (0.1, 1e3),
    "stopping.seconds": (0.1, 3600.0),
    "stopping.gradient_norm": (1e-9, 1.0),
    "stopping.patience": (1, 1_000),
    "evaluation.every": (1, 10_000),
    "run.threads": (0, 32),
}


@dataclass(frozen=True)
class NumberScale:
    """A map between values and the positions 0 to POSITIONS of a slider.

    low, high    the visible stretch, both above zero where it is logarithmic
    logarithmic  equal ratios lie equally far apart
    has_off      the left end of a logarithmic slider means zero
    whole        values are whole numbers
    """

    low: float
    high: float
    logarithmic: bool = False
    has_off: bool = False
    whole: bool = False

    def value_at(self, position: int) -> float:
        """A value of at most two figures (logarithmic) or a hundredth of the stretch; the ends are exact."""
        if self.has_off and position < _OFF_ZONE / 2:
            return 0.0
        if position >= POSITIONS:
            return self.high
        start = self._start
        share = max(0.0, (position - start) / (POSITIONS - start))
        if share == 0.0:
            return self.low
        if self.logarithmic:
            value = float(f"{self.low * (self.high / self.low) ** share:.1e}")
        else:
            value = _tidy(round((self.low + (self.high - self.low) * share) / self._grain) * self._grain)
        return self._within(float(round(value)) if self.whole else value)

    def position_of(self, value: float) -> int:
        """The position of `value`, or of the end it lies beyond."""
        if value < self.low:
            return 0
        if value >= self.high:
            return POSITIONS
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(self._start + share * (POSITIONS - self._start))

    def stepped(self, value: float, count: int, *, page: bool = False) -> float:
        """The round value `count` steps from `value`: 1, 1.2, 1.5, 2 … or hundredths; a page is ten of them.

        A step never leaves the stretch, and never jumps back into it from outside against its direction.
        """
        up = count > 0
        if self.has_off and value < self.low:
            new = self.low if up else 0.0
        elif not self.logarithmic:
            new = self._stepped_linear(value, count * (10 if page else 1))
        elif page:
            new = float(f"{value * 10.0**count:.1e}")
        else:
            new = value
            for _ in range(abs(count)):
                new = self._next_round(new, up)
        if up:
            return min(new, max(self.high, value))
        if self.has_off and new < self.low:
            return 0.0
        return max(float(round(new)) if self.whole else new, min(self.low, value))

    @property
    def _start(self) -> int:
        return _OFF_ZONE if self.has_off else 0

    @property
    def _grain(self) -> float:
        grain = float(10.0 ** round(math.log10((self.high - self.low) / 100)))
        return max(1.0, grain) if self.whole else grain

    def _within(self, value: float) -> float:
        return min(max(value, self.low), self.high)

    def _stepped_linear(self, value: float, count: int) -> float:
        cells = value / self._grain
        nearest = round(cells)
        if abs(cells - nearest) > 1e-6:
            nearest = math.floor(cells) if count > 0 else math.ceil(cells)
        return _tidy((nearest + count) * self._grain)

    def _next_round(self, value: float, up: bool) -> float:
        place = math.floor(math.log10(value) + 1e-12) * len(_ROUND)
        place += -1 if up else len(_ROUND)
        while True:
            place += 1 if up else -1
            decade, figure = divmod(place, len(_ROUND))
            new = float(f"{_ROUND[figure]}e{decade}")
            beyond = new > value * (1 + 1e-9) if up else new < value * (1 - 1e-9)
            if beyond and (not self.whole or new.is_integer() or new < 1):
                return new


def scale_of(setting: Setting) -> NumberScale | None:
    """The slider of a number, or None where its bounds are too wide for one to be of use."""
    if setting.minimum is None or setting.maximum is None:
        return None
    logarithmic = setting.scale == "log"
    # Room for six decades at most: beyond that a pixel would skip too many values.
    lowest = max(setting.smallest or setting.minimum, setting.maximum * 1e-6 if logarithmic else -math.inf)
    low, high = WINDOWS.get(setting.key, (lowest, setting.maximum))
    whole = setting.kind == "integer"
    if not logarithmic and whole and high - low > 1000:
        return None
    return NumberScale(low, high, logarithmic, logarithmic and setting.minimum == 0, whole)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")
