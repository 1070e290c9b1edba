"""The shapes of the two penalties: why one sets weights to zero and the other only shrinks them."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.guide.axes import Axes, dot, faded, handle, pen_of
from app.guide.figure import Figure, number

Array = NDArray[Any]

# The risk ½(w − c)ᵀH(w − c), smallest at c.
CENTRE: Final = np.array([2.0, 0.9])
CURVATURE: Final = np.array([[1.0, 0.35], [0.35, 0.8]])
_MOST: Final = 2.4
_EDGE: Final = (-1.0, 3.0, -0.85, 1.75)


def l1_solution(strength: float) -> Array:
    """argmin ½(w − c)ᵀH(w − c) + λ‖w‖₁, coordinate by coordinate until nothing moves."""
    w = CENTRE.copy()
    pull = CURVATURE @ CENTRE
    for _ in range(200):
        before = w.copy()
        for i in (0, 1):
            rest = pull[i] - CURVATURE[i, 1 - i] * w[1 - i]
            w[i] = math.copysign(max(abs(rest) - strength, 0.0), rest) / CURVATURE[i, i]
        if np.abs(w - before).max() < 1e-12:
            break
    return w


def l2_solution(strength: float) -> Array:
    """argmin ½(w − c)ᵀH(w − c) + λ/2 ‖w‖² = (H + λI)⁻¹Hc."""
    solution: Array = np.linalg.solve(CURVATURE + strength * np.eye(2), CURVATURE @ CENTRE)
    return solution


class PenaltyFigure(Figure):
    """λ is dragged; the two solutions slide along their paths, one onto a corner."""

    def __init__(self) -> None:
        strengths = np.linspace(0, _MOST, 60)
        self._paths = [np.array([solve(s) for s in strengths]) for solve in (l1_solution, l2_solution)]
        super().__init__("penalties")

    def reset(self) -> None:
        self.strength = 0.5

    def step(self, count: int) -> None:
        self.strength = min(max(round(self.strength + 0.05 * count, 4), 0.0), _MOST)

    def drag(self, place: QPointF, *, begins: bool) -> None:
        self.strength = round(self._track(QRectF(self.rect()).adjusted(8, 8, -8, -8)).x_at(place.x()), 2)

    def words(self) -> str:
        first, second = l1_solution(self.strength), l2_solution(self.strength)
        return f"λ {number(self.strength)}: with L1 w is {_pair(first)}, with L2 {_pair(second)}."

    def _track(self, frame: QRectF) -> Axes:
        y = frame.bottom() - 10
        return Axes(QRectF(frame.left() + 84, y, frame.width() - 96, 0.001), 0.0, _MOST, 0.0, 1.0)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        width = (frame.width() - 14) / 2
        top = self.line_height() + 4
        kinds = (("L1", l1_solution, self.theme.accent), ("L2", l2_solution, self.orange))
        for place, (name, solve, colour) in enumerate(kinds):
            room = QRectF(
                frame.left() + place * (width + 14), frame.top() + top, width, frame.height() - top - 30
            )
            w = solve(self.strength)
            self._draw_plane(painter, room, w, self._paths[place], colour, is_l1=name == "L1")
            title = f"{name}: w = {_pair(w)}"
            width_of = self.write(painter, QPointF(room.left(), frame.top()), title, strong=True)
            if name == "L1" and 0 in w and width_of + 80 < width:
                self.write(
                    painter, QPointF(room.right(), frame.top()), "exactly 0", self.theme.good, right=True
                )
        track = self._track(frame)
        y = track.rect.top()
        self.write(
            painter,
            QPointF(frame.left(), y - self.line_height() / 2),
            f"λ = {number(self.strength)}",
            strong=True,
        )
        painter.setPen(pen_of(self.theme.edge, 4.0))
        painter.drawLine(QLineF(track.rect.left(), y, track.rect.right(), y))
        handle(painter, self.theme, QPointF(track.x(self.strength), y), self.theme.accent)

    def _draw_plane(
        self, painter: QPainter, room: QRectF, w: Array, path: Array, colour: str, *, is_l1: bool
    ) -> None:
        left, right, bottom, top = _EDGE
        # One scale for both weights: a disc must be round.
        scale = min(room.width() / (right - left), room.height() / (top - bottom))
        half_x, half_y = room.width() / 2 / scale, room.height() / 2 / scale
        x, y = (left + right) / 2, (bottom + top) / 2
        axes = Axes(room, x - half_x, x + half_x, y - half_y, y + half_y)
        painter.save()
        painter.setClipRect(room)
        painter.setPen(pen_of(self.theme.edge, 1.0))
        painter.drawLine(QLineF(axes.at(axes.left, 0), axes.at(axes.right, 0)))
        painter.drawLine(QLineF(axes.at(0, axes.bottom), axes.at(0, axes.top)))
        painter.setBrush(faded(colour, 0.2))
        painter.setPen(pen_of(colour, 1.6))
        size = float(np.abs(w).sum() if is_l1 else np.hypot(*w))
        if is_l1:
            painter.drawPolygon(
                QPolygonF([axes.at(a * size, b * size) for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1))])
            )
        else:
            painter.drawEllipse(axes.at(0, 0), size * scale, size * scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        own = float((w - CENTRE) @ CURVATURE @ (w - CENTRE))
        for level in (0.1, 0.5, 1.2, 2.2):
            self._draw_ellipse(painter, axes, level, pen_of(self.theme.line, 1.0))
        self._draw_ellipse(painter, axes, own, pen_of(self.theme.ink, 1.2, (4, 2)))
        axes.curve(painter, path[:, 0], path[:, 1], pen_of(self.theme.quiet_ink, 1.2, (2, 2)))
        dot(painter, axes.at(*CENTRE), self.theme.ink, 2.5)
        handle(painter, self.theme, axes.at(*w), colour, 5.0)
        painter.restore()

    def _draw_ellipse(self, painter: QPainter, axes: Axes, level: float, pen: Any) -> None:
        """Where (w − c)ᵀH(w − c) is `level`."""
        turn = np.linspace(0, 2 * np.pi, 73)
        # H = LLᵀ: Lᵀ(w − c) lies on a circle.
        around = np.linalg.solve(np.linalg.cholesky(CURVATURE).T, np.stack([np.cos(turn), np.sin(turn)]))
        x, y = CENTRE[:, None] + math.sqrt(max(level, 0.0)) * around
        axes.curve(painter, x, y, pen)


def _pair(w: Array) -> str:
    return "(" + ", ".join("0" if value == 0 else number(float(value)) for value in w) + ")"
