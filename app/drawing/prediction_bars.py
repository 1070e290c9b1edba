"""The probabilities of all classes as bars, the largest accented."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8
_LONGEST_NAME = 72
_BAR = 7.0


class PredictionBars(QWidget):
    """One row a class: name, bar, percentage; empty tracks while there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prediction_bars")
        self.setAccessibleName("Probability of each class")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.class_names: tuple[str, ...] = ()
        self.probabilities: NDArray[np.floating] | None = None

    def show_classes(self, class_names: tuple[str, ...]) -> None:
        """Rows of these classes, without probabilities."""
        self.probabilities = None
        if class_names != self.class_names:
            self.class_names = class_names
            self.updateGeometry()
        self.update()

    def show_probabilities(self, class_names: tuple[str, ...], probabilities: NDArray[np.floating]) -> None:
        self.show_classes(class_names)
        self.probabilities = probabilities

    def row_height(self) -> int:
        return QFontMetrics(self._strong()).height() + 1

    def sizeHint(self) -> QSize:
        return QSize(220, self.row_height() * max(1, len(self.class_names)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, plain = self._strong(), self.font()
        strong_metrics = QFontMetrics(strong)
        widths = [strong_metrics.horizontalAdvance(name) for name in self.class_names]
        names = min(max(widths, default=0), _LONGEST_NAME)
        percents = strong_metrics.horizontalAdvance("100.0 %")
        left, right = names + _GAP, self.width() - percents - _GAP
        ink, quiet = self._colour(QPalette.ColorRole.Text), self._colour(QPalette.ColorRole.PlaceholderText)
        accent, track = (
            self._colour(QPalette.ColorRole.Accent),
            self._colour(QPalette.ColorRole.AlternateBase),
        )
        others = QColor(accent)
        others.setAlphaF(0.65)
        shares = self.probabilities
        best = int(shares.argmax()) if shares is not None and len(shares) else -1
        height = self.row_height()
        for row, name in enumerate(self.class_names):
            top = row * height
            painter.setFont(strong)
            painter.setPen(ink if shares is not None else quiet)
            elided = strong_metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names + 1, height), Qt.AlignmentFlag.AlignVCenter, elided)
            bar = QRectF(left, top + (height - _BAR) / 2, max(right - left, 0), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(track)
            painter.drawRoundedRect(bar, 2, 2)
            if shares is None:
                continue
            share = float(shares[row])
            painter.setBrush(accent if row == best else others)
            # At least a sliver, so that a row with little is told from a row without.
            bar.setWidth(max(bar.width() * share, 1.0 if share > 0 else 0.0))
            painter.drawRoundedRect(bar, 2, 2)
            painter.setFont(strong if row == best else plain)
            painter.setPen(ink if row == best else quiet)
            place = QRectF(right, top, self.width() - right, height)
            right_aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right_aligned, f"{100 * share:.1f} %")
        painter.end()

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
