"""Which part of the plane is on screen, and how positions become pixels and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MARGIN = 24.0
# A unit of one axis may be this many times longer than one of the other, to make use of a wide plot ...
_STRETCH = 1.6
# ... and more only where the spans differ by more than this.
_ALIKE = 4.0
_SMALLEST, _LARGEST = 1e-6, 1e9


@dataclass(frozen=True)
class PlaneView:
    """x, y: the middle; across, up: pixels for one unit of x and of y; width, height: pixels."""

    x: float = 0.0
    y: float = 0.0
    across: float = 50.0
    up: float = 50.0
    width: int = 100
    height: int = 100

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of what is seen."""
        half_x, half_y = self.width / 2 / self.across, self.height / 2 / self.up
        return self.x - half_x, self.x + half_x, self.y - half_y, self.y + half_y

    def to_pixels(self, positions: Floats) -> Floats:
        """(n, 2) positions to (n, 2) pixels, the second counted downwards."""
        scale = np.array([self.across, -self.up])
        middle = np.array([self.width / 2, self.height / 2])
        pixels: Floats = (np.asarray(positions, np.float64) - (self.x, self.y)) * scale + middle
        return pixels

    def to_position(self, across: float, down: float) -> tuple[float, float]:
        """The position under a pixel."""
        return self.x + (across - self.width / 2) / self.across, self.y - (down - self.height / 2) / self.up

    def zoomed(self, factor: float, across: float, down: float) -> PlaneView:
        """Closer by `factor`, with the position under a pixel kept where it is."""
        factor = min(max(factor, _SMALLEST / min(self.across, self.up)), _LARGEST / max(self.across, self.up))
        x, y = self.to_position(across, down)
        moved = replace(self, across=self.across * factor, up=self.up * factor)
        new_x, new_y = moved.to_position(across, down)
        return replace(moved, x=moved.x + x - new_x, y=moved.y + y - new_y)

    def panned(self, across: float, down: float) -> PlaneView:
        """Dragged by so many pixels."""
        return replace(self, x=self.x - across / self.across, y=self.y + down / self.up)

    def resized(self, width: int, height: int) -> PlaneView:
        """Another size; what was seen is still seen."""
        width, height = max(width, 1), max(height, 1)
        factor = min(width / self.width, height / self.height)
        return replace(self, width=width, height=height, across=self.across * factor, up=self.up * factor)

    def sees_any(self, positions: Floats) -> bool:
        """Whether any of the positions is on screen."""
        left, right, bottom, top = self.bounds
        x, y = positions[:, 0], positions[:, 1]
        return bool(((x >= left) & (x <= right) & (y >= bottom) & (y <= top)).any())


def fitted(positions: Floats, width: int, height: int) -> PlaneView:
    """All positions with a margin around them; without any, −3 to 3."""
    width, height = max(width, 1), max(height, 1)
    known = positions[np.isfinite(positions).all(axis=1)]
    low, high = (known.min(axis=0), known.max(axis=0)) if len(known) else (np.full(2, -3.0), np.full(2, 3.0))
    spans = high - low
    largest = float(spans.max())
    if largest <= 0:
        low, high, spans = low - 1, high + 1, np.full(2, 2.0)
    elif spans.min() < largest / 1e6:
        # A line of points along one axis.
        spans = np.maximum(spans, largest / 2)
    across = max(width - 2 * MARGIN, 1.0) / spans[0]
    up = max(height - 2 * MARGIN, 1.0) / spans[1]
    if 1 / _ALIKE <= spans[0] / spans[1] <= _ALIKE:
        across, up = min(across, _STRETCH * up), min(up, _STRETCH * across)
    middle = (low + high) / 2
    return PlaneView(float(middle[0]), float(middle[1]), float(across), float(up), width, height)


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers between two ends, about `count` of them."""
    raw = (high - low) / max(count, 1)
    if not 0 < raw < math.inf:
        return []
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= raw * 0.999)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [number * step for number in range(first, last + 1)]
