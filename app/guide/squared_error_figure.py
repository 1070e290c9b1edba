"""Squared error of probabilities against one weight: two valleys, where the log-loss is one bowl."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.guide.axes import Axes, dot, faded, handle, pen_of
from app.guide.figure import Figure, number
from lrengine.losses import sigmoid

Array = NDArray[Any]

# Many points near zero ask for a positive weight, two far ones for a negative: p = σ(w x), no intercept.
X: Final = np.array([0.6, 0.8, 0.9, -0.7, -0.6, 0.5, 5.0, 4.0])
Y: Final = np.array([1.0, 1, 1, 0, 0, 0, 0, 0])
_FAR: Final = 8.0
_STEPS: Final = 100
_RATE: Final = 1.0
_GRID: Final = np.linspace(-_FAR, _FAR, 321)


def log_risk(w: Array) -> Array:
    """Mean log-loss at weights (n,)."""
    z = np.multiply.outer(w, X)
    return np.logaddexp(0, np.where(Y > 0, -z, z)).mean(axis=-1)


def squared_risk(w: Array) -> Array:
    """Mean (σ(wx) − y)² at weights (n,)."""
    return np.square(sigmoid(np.multiply.outer(w, X)) - Y).mean(axis=-1)


def log_slope(w: float) -> float:
    return float(np.mean((sigmoid(w * X) - Y) * X))


def squared_slope(w: float) -> float:
    p = sigmoid(w * X)
    return float(np.mean(2 * (p - Y) * p * (1 - p) * X))


def descend(slope: Any, start: float) -> Array:
    """Weights of gradient descent with step 1, the start first."""
    path = [start]
    for _ in range(_STEPS):
        path.append(path[-1] - _RATE * slope(path[-1]))
    return np.array(path)


class SquaredErrorFigure(Figure):
    """The start is dragged; both descents run from it. Shaded: where the curve bends downwards."""

    def __init__(self) -> None:
        self._log, self._squared = log_risk(_GRID), squared_risk(_GRID)
        bend = np.zeros(len(_GRID))
        bend[1:-1] = self._squared[2:] - 2 * self._squared[1:-1] + self._squared[:-2]
        self._concave = bend < 0
        super().__init__("squared error")

    def reset(self) -> None:
        self._start_at(4.0)

    def step(self, count: int) -> None:
        self._start_at(min(max(self.start + 0.1 * count, -_FAR), _FAR))

    def drag(self, place: QPointF, *, begins: bool) -> None:
        upper, _ = self._plots(QRectF(self.rect()).adjusted(8, 8, -8, -8))
        self._start_at(round(upper.x_at(place.x()), 2))

    def _start_at(self, start: float) -> None:
        self.start = start
        self.log_path, self.squared_path = descend(log_slope, start), descend(squared_slope, start)

    def words(self) -> str:
        return (
            f"From w {number(self.start)}: {_STEPS} steps on the log-loss end at "
            f"w {number(self.log_path[-1])}, on squared error at w {number(self.squared_path[-1])}."
        )

    def _plots(self, frame: QRectF) -> tuple[Axes, Axes]:
        line = self.line_height() + 2
        height = (frame.height() - 2 * line - 24) / 2
        upper = QRectF(frame.left() + 26, frame.top() + line, frame.width() - 34, height)
        lower = QRectF(upper)
        lower.moveTop(upper.bottom() + line + 6)
        return Axes(upper, -_FAR, _FAR, 0.0, 4.0), Axes(lower, -_FAR, _FAR, 0.15, 0.65)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        upper, lower = self._plots(frame)
        theme = self.theme
        ticks = [(float(value), number(value, 0)) for value in range(-8, 9, 4)]
        ticks[2] = (0.0, "w = 0")
        self._shade(painter, lower)
        upper.scales(painter, theme, self.small(), (), [(0.0, "0"), (2.0, "2")])
        lower.scales(painter, theme, self.small(), ticks, [(0.2, ".2"), (0.4, ".4"), (0.6, ".6")])
        painter.setPen(pen_of(theme.quiet_ink, 1.0, (2, 3)))
        painter.drawLine(
            QLineF(upper.x(self.start), upper.rect.top(), upper.x(self.start), lower.rect.bottom())
        )
        narrow = frame.width() < 380
        valleys = "squared error" if narrow else "squared error: two valleys, plains"
        kinds = (
            (upper, self._log, self.log_path, log_risk, theme.accent, "log-loss: one bowl"),
            (
                lower,
                self._squared,
                self.squared_path,
                squared_risk,
                self.orange,
                valleys,
            ),
        )
        for axes, values, path, risk, colour, title in kinds:
            axes.curve(painter, _GRID, values, pen_of(colour, 2.0))
            painter.save()
            painter.setClipRect(axes.rect.adjusted(-8, -8, 8, 8))
            # Ever fewer of the steps, since they get ever shorter.
            chosen = path[np.unique(np.geomspace(1, _STEPS + 1, 24).astype(int) - 1)[1:]]
            heights = risk(np.append(chosen, [path[-1], self.start])).tolist()
            for w, height in zip(chosen.tolist(), heights, strict=False):
                dot(painter, axes.at(w, height), theme.ink, 2.0)
            dot(painter, axes.at(float(path[-1]), heights[-2]), theme.ink, 4.5)
            handle(painter, theme, axes.at(self.start, min(heights[-1], axes.top)), colour, 5.5)
            painter.restore()
            y = axes.rect.top() - self.line_height() - 1
            self.write(painter, QPointF(frame.left(), y), title)
            self.write(
                painter,
                QPointF(axes.rect.right(), y),
                f"ends at w = {number(path[-1])}",
                strong=True,
                right=True,
            )

    def _shade(self, painter: QPainter, axes: Axes) -> None:
        """Bands under the stretches with a negative second derivative."""
        edges = np.flatnonzero(np.diff(np.concatenate([[0], self._concave.astype(int), [0]])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.theme.bad, 0.16))
        for begin, end in edges.reshape(-1, 2):
            left, right = axes.x(_GRID[begin]), axes.x(_GRID[min(end, len(_GRID) - 1)])
            painter.drawRect(QRectF(left, axes.rect.top(), right - left, axes.rect.height()))
