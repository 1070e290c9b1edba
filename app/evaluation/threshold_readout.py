"""What a threshold makes of the rows, in numbers: precision, recall, F1 and the four counts."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.evaluation.threshold_curves import DASHES
from app.evaluation.threshold_plot import colours
from app.look.theme import DARK, Theme
from lrengine.judging import AtThreshold

_SAMPLE = 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ThresholdReadout(QWidget):
    """Left the three figures, beside samples of their curves; right the table of two classes by two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_readout")
        self.setAccessibleName("At the threshold")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self))
        self.reading: AtThreshold | None = None
        self._name = ""
        self._samples: tuple[str, ...] = tuple(DASHES)
        self._theme: Theme = DARK

    def sizeHint(self) -> QSize:
        return QSize(220, 3 * (QFontMetricsF(self.font()).height() + 1).__ceil__() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def show_reading(self, reading: AtThreshold | None, name: str) -> None:
        """Counts for the class of this name against the rest; None empties it."""
        self.reading, self._name = reading, name
        described = "" if reading is None else self._described(reading)
        self.setAccessibleDescription(described)
        self.setToolTip(described)
        self.update()

    def show_samples(self, names: tuple[str, ...]) -> None:
        """Which figures have a curve, whose sample stands beside them."""
        self._samples = names
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _described(self, now: AtThreshold) -> str:
        return (
            f"{now.true_positive} read as {self._name} rightly, {now.false_positive} wrongly; "
            f"{now.false_negative} missed, {now.true_negative} left out rightly"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        now = self.reading
        if now is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, line = QFontMetricsF(self.font()), self.height() / 3
        figures = {"precision": now.precision, "recall": now.recall, "F1": now.f1}
        names = max(metrics.horizontalAdvance(name) for name in figures)
        numbers = metrics.horizontalAdvance("100.0 %")
        width = _SAMPLE + 6 + names + 6 + numbers
        tints = colours(self._theme)
        for index, (name, value) in enumerate(figures.items()):
            y = (index + 0.5) * line
            pen = QPen(QColor(tints[name]), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            dash = DASHES[name]
            if dash is not None:
                pen.setDashPattern([part / 1.5 for part in dash])
            painter.setPen(pen)
            if name in self._samples:
                painter.drawLine(QLineF(0, y, _SAMPLE, y))
            painter.setPen(QColor(self._theme.quiet_ink))
            painter.drawText(QRectF(_SAMPLE + 6, index * line, names + 2, line), _LEFT, name)
            painter.setPen(QColor(self._theme.ink))
            painter.drawText(QRectF(0, index * line, width, line), _RIGHT, _figure(name, value))
        room = QRectF(width + 18, 0, self.width() - width - 18, self.height())
        # In a narrow panel the counts are left to the tooltip.
        if room.width() >= 3 * metrics.horizontalAdvance("999"):
            self._paint_table(painter, room, now)

    def _paint_table(self, painter: QPainter, room: QRectF, now: AtThreshold) -> None:
        metrics, line = QFontMetricsF(self.font()), room.height() / 3
        third = room.width() / 3
        own = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(third - 34, 14))
        table = (
            ("", f"read {own}", "rest"),
            (f"true {own}", f"{now.true_positive:,}", f"{now.false_negative:,}"),
            ("rest", f"{now.false_positive:,}", f"{now.true_negative:,}"),
        )
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                heading = not row or not column
                wrong = (row, column) in ((1, 2), (2, 1)) and text != "0"
                colour = self._theme.quiet_ink if heading else self._theme.bad if wrong else self._theme.ink
                painter.setPen(QColor(colour))
                place = QRectF(room.left() + column * third, row * line, third, line)
                painter.drawText(place, _RIGHT if column else _LEFT, text)
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(QLineF(room.left(), line, room.right(), line))


def _figure(name: str, value: float) -> str:
    """F1 as a number, as it is always given; shares in per cent."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.3f}" if name == "F1" else f"{100 * value:.1f} %"
