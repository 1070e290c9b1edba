"""σ(z), its slope, and its symmetry."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from app.guide.axes import Axes, dot, handle, pen_of
from app.guide.figure import Figure, number
from lrengine.losses import sigmoid

_FAR = 8.0


class SigmoidFigure(Figure):
    """z is dragged; σ(z), σ(−z), their sum and the slope σ(1−σ) follow, the slope as a tangent."""

    def __init__(self) -> None:
        super().__init__("sigmoid")

    def reset(self) -> None:
        self.z = 1.0

    def step(self, count: int) -> None:
        self.z = min(max(self.z + 0.1 * count, -_FAR), _FAR)

    def drag(self, place: QPointF, *, begins: bool) -> None:
        self.z = round(self._axes(QRectF(self.rect()).adjusted(8, 8, -8, -8)).x_at(place.x()), 2)

    def words(self) -> str:
        p, q = self._shares()
        return (
            f"z {number(self.z)}, σ of z {p:.4f}, σ of minus z {q:.4f}, sum {p + q:.4f}, slope {p * q:.4f}."
        )

    def _shares(self) -> tuple[float, float]:
        p, q = sigmoid(np.array([self.z, -self.z]))
        return float(p), float(q)

    def _axes(self, frame: QRectF) -> Axes:
        return Axes(frame.adjusted(24, 8, -8, -20), -_FAR, _FAR, 0.0, 1.0)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        axes, theme = self._axes(frame), self.theme
        ticks = [(value, number(value, 0)) for value in range(-8, 9, 2 if frame.width() > 360 else 4)]
        axes.scales(painter, theme, self.small(), ticks, [(0.0, "0"), (0.5, "½"), (1.0, "1")])
        z = np.linspace(-_FAR, _FAR, 161)
        axes.curve(painter, z, sigmoid(z), pen_of(theme.accent, 2.0))
        p, q = self._shares()
        # The tangent reaches as far to either side whatever its slope.
        reach = 1.8
        ends = np.array([self.z - reach, self.z + reach])
        axes.curve(painter, ends, p + p * q * (ends - self.z), pen_of(theme.ink, 1.2))
        painter.setPen(pen_of(theme.quiet_ink, 1.0, (2, 3)))
        for x, share in ((self.z, p), (-self.z, q)):
            painter.drawLine(QLineF(axes.at(x, 0), axes.at(x, share)))
        dot(painter, axes.at(-self.z, q), self.orange, 4.0)
        handle(painter, theme, axes.at(self.z, p), theme.accent)
        self._write_numbers(painter, axes, p, q)

    def _write_numbers(self, painter: QPainter, axes: Axes, p: float, q: float) -> None:
        """In the corner that the curve and its handle leave free."""
        narrow = axes.rect.width() < 340
        total, slope = ("sum", "slope") if narrow else ("σ(z) + σ(−z)", "slope σ(z)(1 − σ(z))")
        lines = [
            (f"z = {number(self.z)}", self.theme.ink, True),
            (f"σ(z) = {p:.4f}", self.theme.ink, False),
            (f"σ(−z) = {q:.4f}", self.theme.ink, False),
            (f"{total} = {p + q:.4f}", self.theme.quiet_ink, False),
            (f"{slope} = {p * q:.4f}", self.theme.quiet_ink, False),
        ]
        at_left = self.z > -2.5
        step = self.line_height() + 1
        for line, (text, colour, strong) in enumerate(lines):
            if at_left:
                place = QPointF(axes.rect.left() + 8, axes.rect.top() + 4 + line * step)
            else:
                place = QPointF(axes.rect.right() - 4, axes.rect.bottom() - (len(lines) - line) * step - 4)
            self.write(painter, place, text, colour, strong=strong, right=not at_left)
