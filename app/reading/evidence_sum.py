"""Three lines of a sum: evidence, constant, and what they make."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import tabular
from app.reading.figures import figure
from app.reading.shown_evidence import ShownEvidence


class EvidenceSum(QWidget):
    """Titles at the left, figures of equal width at the right, a line above the result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_sum")
        self.setAccessibleName("Sum of the evidence")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines: tuple[tuple[str, str], ...] = ()
        self._fonts = self._make_fonts()

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """(title, figure) of each line."""
        return self._lines

    def show_sum(self, shown: ShownEvidence | None) -> None:
        lines: tuple[tuple[str, str], ...] = ()
        if shown is not None:
            lines = (
                ("Σ evidence", figure(shown.evidence)),
                ("+ constant", figure(shown.constant)),
                (shown.sum_title, figure(shown.logit)),
            )
        if lines != self._lines:
            self._lines = lines
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 3 * self._line() + 3)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        line, width = self._line(), self.width()
        for row, (title, number) in enumerate(self._lines):
            is_last = row == len(self._lines) - 1
            top = row * line + (3 if is_last else 0)
            painter.setFont(self._fonts[is_last])
            metrics = painter.fontMetrics()
            room = QRectF(0, top, width, line)
            painter.setPen(ink)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
            painter.setPen(ink if is_last else quiet)
            left = max(width - metrics.horizontalAdvance(number) - 6, 0)
            text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, left)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if self._lines:
            painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
            painter.drawLine(QPointF(0, 2 * line + 1.5), QPointF(width, 2 * line + 1.5))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fonts = self._make_fonts()

    def _line(self) -> int:
        return QFontMetrics(self._fonts[1]).height() + 1

    def _make_fonts(self) -> tuple[QFont, QFont]:
        """For a line, and for the result."""
        plain = tabular(self.font())
        plain.setPointSizeF(0.9 * plain.pointSizeF())
        strong = QFont(plain)
        strong.setWeight(QFont.Weight.DemiBold)
        return plain, strong
