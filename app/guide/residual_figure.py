"""Why the gradient is p − y: two factors of the chain rule cancel."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from app.guide.axes import Axes, faded, handle, pen_of
from app.guide.figure import Figure, number
from lrengine.losses import sigmoid

_FAR = 6.0
_MIDDLE = 0.42
_BAR = 10.0


class ResidualFigure(Figure):
    """z is dragged on the sigmoid; a click on the other label's line, or above, or 0 and 1 change y.

    The upper bars' lengths are logarithms, so that multiplying adds them up and the second takes back
    what the first gained: ∂ℓ/∂p · ∂p/∂z = (p−y)/(p(1−p)) · p(1−p) = p − y. The product's own is not.
    """

    def __init__(self) -> None:
        super().__init__("why p − y")

    def reset(self) -> None:
        self.z, self.label = -2.0, 1
        self._held = False

    def step(self, count: int) -> None:
        self.z = min(max(self.z + 0.1 * count, -_FAR), _FAR)

    def drag(self, place: QPointF, *, begins: bool) -> None:
        axes = self._axes(QRectF(self.rect()).adjusted(8, 8, -8, -8))
        if begins:
            self._held = place.x() <= axes.rect.right() + 12
            on_line = abs(place.y() - axes.y(1 - self.label)) < 8 and abs(place.x() - axes.x(self.z)) > 12
            if self._held and (on_line or place.y() < axes.rect.top() - 4):
                self.label, self._held = 1 - self.label, False
        if self._held:
            self.z = round(axes.x_at(place.x()), 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_0, Qt.Key.Key_1):
            self.label = event.key() - Qt.Key.Key_0
            self.changed()
        else:
            super().keyPressEvent(event)

    def factors(self) -> tuple[float, float, float]:
        """∂ℓ/∂p, ∂p/∂z and their product p − y."""
        p, q = (float(share) for share in sigmoid(np.array([self.z, -self.z])))
        return (-1 / p if self.label else 1 / q), p * q, (-q if self.label else p)

    def words(self) -> str:
        first, second, product = self.factors()
        return (
            f"z {number(self.z)}, y {self.label}: ∂ℓ/∂p {number(first, 3)} times ∂p/∂z {number(second, 4)} "
            f"is p minus y, {number(product, 4)}."
        )

    def _axes(self, frame: QRectF) -> Axes:
        rect = QRectF(frame.left() + 22, frame.top() + 22, _MIDDLE * frame.width() - 30, frame.height() - 44)
        return Axes(rect, -_FAR, _FAR, 0.0, 1.0)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        axes, theme = self._axes(frame), self.theme
        axes.scales(
            painter, theme, self.small(), [(-6.0, "−6"), (0.0, "z"), (6.0, "6")], [(0.0, "0"), (1.0, "1")]
        )
        z = np.linspace(-_FAR, _FAR, 121)
        axes.curve(painter, z, sigmoid(z), pen_of(theme.quiet_ink, 1.6))
        painter.setPen(pen_of(self.orange, 2.4))
        painter.drawLine(QLineF(axes.at(-_FAR, self.label), axes.at(_FAR, self.label)))
        p = float(sigmoid(np.array([self.z]))[0])
        painter.setPen(pen_of(theme.accent, 3.0))
        painter.drawLine(QLineF(axes.at(self.z, p), axes.at(self.z, self.label)))
        handle(painter, theme, axes.at(self.z, p), theme.accent)
        self.write(painter, frame.topLeft(), f"y = {self.label}", self.orange, strong=True)
        self.write(
            painter, QPointF(axes.rect.right(), frame.top()), f"click y = {1 - self.label}", theme.quiet_ink,
            small=True, right=True,
        )  # fmt: skip
        self._draw_bars(painter, QRectF(frame.left() + _MIDDLE * frame.width() + 8, frame.top(),
                                        (1 - _MIDDLE) * frame.width() - 8, frame.height()))  # fmt: skip

    def _draw_bars(self, painter: QPainter, room: QRectF) -> None:
        p, q = (float(share) for share in sigmoid(np.array([self.z, -self.z])))
        first, second, product = self.factors()
        # The share of the label's class is what cancels; the other one is |p − y|.
        cancels, stays = (p, q) if self.label else (q, p)
        rows = (
            (f"∂ℓ/∂p = {'−1/p' if self.label else '1/(1 − p)'}", first),
            ("∂p/∂z = p(1 − p)", second),
            ("product = p − y", product),
        )
        height = room.height() / 3
        scale = (room.width() / 2 - 4) / (math.log1p(math.exp(_FAR)) + 0.2)
        middle = room.left() + room.width() / 2
        out = middle - scale * math.log(cancels)
        pieces = (
            (0, middle, out, QColor(self.orange)),
            (1, out, middle, faded(self.orange, 0.35)),
            (1, middle, middle + scale * math.log(stays), QColor(self.theme.accent)),
            (2, middle, middle + product * (room.width() / 2 - 4), QColor(self.theme.accent)),
        )
        first_bar = room.top() + self.line_height() + 4
        for row, (text, value) in enumerate(rows):
            top = room.top() + row * height
            self.write(painter, QPointF(room.left(), top), text, strong=row == 2)
            self.write(painter, QPointF(room.right(), top), number(value, 3), strong=True, right=True)
            painter.setPen(pen_of(self.theme.edge, 1.0))
            y = first_bar + row * height
            painter.drawLine(QLineF(middle, y - 2, middle, y + _BAR + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        for row, begin, end, colour in pieces:
            left, right = sorted((begin, end))
            painter.setBrush(colour)
            painter.drawRect(QRectF(left, first_bar + row * height, max(right - left, 1.0), _BAR))
        # What the first bar had gained is taken back in the second.
        painter.setPen(pen_of(self.orange, 1.0, (2, 2)))
        painter.drawLine(QLineF(out, first_bar + _BAR, out, first_bar + height))
