"""−log p as it is usually drawn, and over the logit, where nothing is cut off."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from app.guide.axes import Axes, handle, pen_of
from app.guide.figure import Figure, number, tiny

_FAR = 45.0
_TOP = 6.0
# What a clipped probability hides: losses above −log 10⁻¹⁵.
_CLIPPED = -math.log(1e-15)


class LogLossFigure(Figure):
    """p is dragged on the left, its logit on the right, where p may be as small as 10⁻²⁰."""

    def __init__(self) -> None:
        super().__init__("log-loss")

    def reset(self) -> None:
        self.z = math.log(0.8 / 0.2)
        self._on_logits = False

    def step(self, count: int) -> None:
        self.z = min(max(self.z + 0.25 * count, -_FAR), _FAR)

    def drag(self, place: QPointF, *, begins: bool) -> None:
        shares, logits = self._plots(QRectF(self.rect()).adjusted(8, 8, -8, -8))
        if begins:
            self._on_logits = place.x() > (shares.rect.right() + logits.rect.left()) / 2
        if self._on_logits:
            self.z = round(logits.x_at(place.x()), 1)
        else:
            p = min(max(shares.x_at(place.x()), 0.0025), 0.9975)
            self.z = math.log(p / (1 - p))

    def losses(self) -> tuple[float, float]:
        """−log p and −log(1 − p), exact at any logit."""
        return float(np.logaddexp(0, -self.z)), float(np.logaddexp(0, self.z))

    def words(self) -> str:
        one, nought = self.losses()
        return (
            f"p {tiny(math.exp(-one))}: the loss is {number(one, 3)} if y is 1, "
            f"{number(nought, 3)} if y is 0."
        )

    def _plots(self, frame: QRectF) -> tuple[Axes, Axes]:
        top = 3 * (self.line_height() + 1) + 4
        width = (frame.width() - 62) / 2
        left = QRectF(frame.left() + 22, frame.top() + top, width, frame.height() - top - 20)
        right = QRectF(left)
        right.moveLeft(left.right() + 34)
        return Axes(left, 0.0, 1.0, 0.0, _TOP), Axes(right, -_FAR, _FAR, 0.0, _FAR + 3)

    def draw(self, painter: QPainter, frame: QRectF) -> None:
        shares, logits = self._plots(frame)
        theme = self.theme
        one, nought = self.losses()
        p = math.exp(-one)
        small = self.small()
        shares.scales(
            painter, theme, small, [(0.0, "0"), (0.5, "p"), (1.0, "1")], [(0.0, "0"), (3.0, "3"), (6.0, "6")]
        )
        logits.scales(
            painter,
            theme,
            small,
            [(-40.0, "−40"), (0.0, "z"), (40.0, "40")],
            [(0.0, "0"), (20.0, "20"), (40.0, "40")],
        )
        dense = np.concatenate(
            [np.logspace(-3, -1, 60), np.linspace(0.1, 0.9, 60), 1 - np.logspace(-1, -3, 60)]
        )
        z = np.linspace(-_FAR, _FAR, 181)
        dash = (6, 3)
        shares.curve(painter, dense, -np.log(dense), pen_of(theme.accent, 2.0))
        shares.curve(painter, dense, -np.log1p(-dense), pen_of(self.orange, 2.0, dash))
        logits.curve(painter, z, np.logaddexp(0, -z), pen_of(theme.accent, 2.0))
        logits.curve(painter, z, np.logaddexp(0, z), pen_of(self.orange, 2.0, dash))
        clipped = np.array([-_FAR, -_CLIPPED])
        logits.curve(painter, clipped, np.full(2, _CLIPPED), pen_of(theme.bad, 1.2, (2, 2)))
        self.write(painter, logits.at(-_FAR + 1, _CLIPPED - 1), "clipped", theme.bad, small=True)
        for axes, x in ((shares, p), (logits, self.z)):
            painter.setPen(pen_of(theme.quiet_ink, 1.0, (2, 3)))
            painter.drawLine(QLineF(axes.at(x, axes.bottom), axes.at(x, axes.top)))
            for loss, colour in ((nought, self.orange), (one, theme.accent)):
                handle(painter, theme, axes.at(x, min(loss, axes.top)), colour, 5.0)
        self._write_numbers(painter, frame, p, one, nought)

    def _write_numbers(self, painter: QPainter, frame: QRectF, p: float, one: float, nought: float) -> None:
        step = self.line_height() + 1
        self.write(painter, frame.topLeft(), f"p = σ(z) = {tiny(p)},  z = {number(self.z, 1)}", strong=True)
        rows = (
            ("y = 1:  −log p", one, self.theme.accent, None),
            ("y = 0:  −log(1 − p)", nought, self.orange, (6, 3)),
        )
        for line, (text, loss, colour, dash) in enumerate(rows, start=1):
            y = frame.top() + line * step
            painter.setPen(pen_of(colour, 2.0, dash))
            painter.drawLine(QLineF(frame.left(), y + step / 2, frame.left() + 18, y + step / 2))
            self.write(painter, QPointF(frame.left() + 24, y), f"{text} = {number(loss, 3)}")
