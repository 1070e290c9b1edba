"""The probabilities of all classes as bars, the largest accented."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP: Final = 8
_LONGEST_NAME: Final = 72
_BAR: Final = 7.0
# More classes than this stand in two columns.
_ONE_COLUMN: Final = 12
_BETWEEN_COLUMNS: Final = 14


class PredictionBars(QWidget):
    """One row a class: name, bar, percentage; empty tracks while there is nothing to show.

    class_chosen  index of the class whose row was clicked
    """

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prediction_bars")
        self.setAccessibleName("Probability of each class")
        self.setToolTip("Click a class to see what speaks against it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.class_names: tuple[str, ...] = ()
        self.probabilities: NDArray[np.floating] | None = None
        self._is_low = False
        self._known: tuple[object, ...] = ()
        self._rows = QPixmap()
        self._names = self._percents = 0

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

    def set_low(self, is_low: bool) -> None:
        """Lower rows, for a low panel."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.updateGeometry()
            self.update()

    def row_height(self) -> int:
        return QFontMetrics(self._strong()).height() + (0 if self._is_low else 1)

    def columns(self) -> int:
        return 1 if len(self.class_names) <= _ONE_COLUMN else 2

    def row_rect(self, index: int, height: int = 0) -> QRectF:
        """Where the row of a class lies; its height may be known already."""
        columns, height = self.columns(), height or self.row_height()
        rows = -(-len(self.class_names) // columns)
        width = (self.width() - (columns - 1) * _BETWEEN_COLUMNS) / columns
        return QRectF(index // rows * (width + _BETWEEN_COLUMNS), index % rows * height, width, height)

    def sizeHint(self) -> QSize:
        rows = -(-max(1, len(self.class_names)) // self.columns())
        return QSize(220, self.row_height() * rows)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.probabilities is not None:
            for index in range(len(self.class_names)):
                if self.row_rect(index).contains(event.position()):
                    self.class_chosen.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, plain = self._strong(), self._plain()
        painter.drawPixmap(0, 0, self._empty_rows(strong))
        shares = self.probabilities
        if shares is None:
            painter.end()
            return
        ink, quiet = self._colour(QPalette.ColorRole.Text), self._colour(QPalette.ColorRole.PlaceholderText)
        accent = self._colour(QPalette.ColorRole.Accent)
        others = QColor(accent)
        others.setAlphaF(0.65)
        best = int(shares.argmax()) if len(shares) else -1
        right_aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height = self.row_height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(others)
        for index, share in enumerate(shares.tolist()):
            bar = self._track(self.row_rect(index, height))
            # At least a sliver, so that a row with little is told from a row without.
            bar.setWidth(max(bar.width() * share, 1.0 if share > 0 else 0.0))
            if index == best:
                painter.setBrush(accent)
            painter.drawRoundedRect(bar, 2, 2)
            if index == best:
                painter.setBrush(others)
        painter.setFont(plain)
        painter.setPen(quiet)
        for index, share in enumerate(shares.tolist()):
            if index == best:
                painter.setFont(strong)
                painter.setPen(ink)
            row = self.row_rect(index, height)
            left = row.right() - self._percents - _GAP
            place = QRectF(left, row.top(), row.right() - left, row.height())
            painter.drawText(place, right_aligned, f"{100 * share:.1f} %")
            if index == best:
                painter.setFont(plain)
                painter.setPen(quiet)
        painter.end()

    def _empty_rows(self, strong: QFont) -> QPixmap:
        """Names and tracks, painted once: under a pen only bars and percentages change."""
        ratio, palette = self.devicePixelRatioF(), self.palette()
        known = (
            self.class_names,
            self.size(),
            ratio,
            palette.cacheKey(),
            strong.key(),
            self.probabilities is None,
        )
        if known == self._known:
            return self._rows
        self._known = known
        metrics = QFontMetrics(strong)
        widths = [metrics.horizontalAdvance(name) for name in self.class_names]
        self._names = min(max(widths, default=0), _LONGEST_NAME // self.columns())
        self._percents = metrics.horizontalAdvance("100.0 %")
        self._rows = QPixmap(self.size() * ratio)
        self._rows.setDevicePixelRatio(ratio)
        self._rows.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._rows)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(strong)
        height = self.row_height()
        role = QPalette.ColorRole.PlaceholderText if self.probabilities is None else QPalette.ColorRole.Text
        for index, name in enumerate(self.class_names):
            row = self.row_rect(index, height)
            painter.setPen(self._colour(role))
            if widths[index] > self._names:
                name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self._names)
            title = QRectF(row.left(), row.top(), self._names + 1, row.height())
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(self._track(row), 2, 2)
        painter.end()
        return self._rows

    def _track(self, row: QRectF) -> QRectF:
        """Where the bar of a row may lie."""
        left, right = row.left() + self._names + _GAP, row.right() - self._percents - _GAP
        return QRectF(left, row.top() + (row.height() - _BAR) / 2, max(right - left, 0), _BAR)

    def _strong(self) -> QFont:
        font = self._plain()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _plain(self) -> QFont:
        font = QFont(self.font())
        if self._is_low:
            font.setPointSizeF(0.9 * font.pointSizeF())
        return font

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
