"""A drawing as vectors, the stroke that is being drawn, and the steps back and forth between drawings."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lrengine.drawing import BRUSH

Points = NDArray[np.float64]
_Kind = TypeVar("_Kind", bound=np.generic)

MIN_WIDTH = 0.03
MAX_WIDTH = 0.20
# Far more than anyone takes back; keeps a day of scribbling from growing without end.
_STEPS = 1000
# Points nearer than this, in sides of the canvas, are one: a pen that rests still trembles.
_SAME = 1e-5


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the canvas; arrays are made read-only, a writable one is copied first.

    strokes  float64 (m, 2) each: points x right, y down in the unit square; one point is a dot
    width    of the brush, in sides of the canvas
    picture  uint8 (h, w) in place of strokes: a pasted picture in grey, ink of either polarity
    """

    strokes: tuple[Points, ...] = ()
    width: float = BRUSH
    picture: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", tuple(_read_only(stroke) for stroke in self.strokes))
        object.__setattr__(self, "width", min(max(self.width, MIN_WIDTH), MAX_WIDTH))
        if self.picture is not None:
            object.__setattr__(self, "picture", _read_only(self.picture))

    def is_empty(self) -> bool:
        return not self.strokes and self.picture is None

    def summary(self) -> str:
        """What is there in words, for those who do not see it."""
        if self.picture is not None:
            height, width = self.picture.shape
            return f"A picture of {width} by {height} pixels"
        count = len(self.strokes)
        return "Empty" if not count else "1 stroke" if count == 1 else f"{count} strokes"


class PenStroke:
    """The points of a stroke while it grows, in a buffer that doubles."""

    def __init__(self) -> None:
        self._buffer = np.empty((256, 2))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, x: float, y: float) -> bool:
        """Append a point, moved into the unit square; False for no number or the same place again."""
        if not (math.isfinite(x) and math.isfinite(y)):
            return False
        x, y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        if self._count:
            before_x, before_y = self._buffer[self._count - 1]
            if abs(x - before_x) < _SAME and abs(y - before_y) < _SAME:
                return False
        if self._count == len(self._buffer):
            self._buffer = np.concatenate((self._buffer, np.empty_like(self._buffer)))
        self._buffer[self._count] = x, y
        self._count += 1
        return True

    def points(self) -> Points:
        """A read-only copy of the points so far, float64 (m, 2)."""
        points = self._buffer[: self._count].copy()
        points.setflags(write=False)
        return points

    def last(self, count: int) -> Points:
        """At most the given number of the newest points."""
        return self._buffer[max(self._count - count, 0) : self._count]


class DrawingHistory:
    """The drawing now, and those before and after it; each stroke, picture or clearing is one step.

    The brush's width is no step: it stays what it is when steps are taken back.
    """

    def __init__(self) -> None:
        self.now = Drawing()
        self._before: deque[Drawing] = deque(maxlen=_STEPS)
        self._after: list[Drawing] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def add_stroke(self, points: Points) -> None:
        """A stroke joins the others; on a picture it begins a new drawing."""
        self._go_to(self.with_stroke(points))

    def with_stroke(self, points: Points) -> Drawing:
        """The drawing as it would be with one more stroke."""
        return Drawing((*self.now.strokes, points), self.now.width)

    def show_picture(self, picture: NDArray[np.uint8]) -> None:
        """A picture takes the drawing's place."""
        self._go_to(Drawing((), self.now.width, picture))

    def clear(self) -> None:
        if not self.now.is_empty():
            self._go_to(Drawing((), self.now.width))

    def set_width(self, width: float) -> None:
        self.now = replace(self.now, width=width)

    def restore(self, drawing: Drawing) -> None:
        """Start from a kept drawing; its strokes can be taken back one by one."""
        self.now = drawing
        self._before.clear()
        self._after.clear()
        if drawing.picture is not None:
            self._before.append(Drawing((), drawing.width))
        else:
            self._before.extend(Drawing(drawing.strokes[:n]) for n in range(len(drawing.strokes)))

    def undo(self) -> bool:
        """One step back; False if there is none."""
        if not self._before:
            return False
        self._after.append(self.now)
        self.now = replace(self._before.pop(), width=self.now.width)
        return True

    def redo(self) -> bool:
        """One step forth; False if there is none."""
        if not self._after:
            return False
        self._before.append(self.now)
        self.now = replace(self._after.pop(), width=self.now.width)
        return True

    def _go_to(self, drawing: Drawing) -> None:
        self._before.append(self.now)
        self._after.clear()
        self.now = drawing


def _read_only(array: NDArray[_Kind]) -> NDArray[_Kind]:
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array
