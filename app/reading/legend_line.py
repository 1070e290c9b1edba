"""What orange and blue mean, each beside a sample of its colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import DARK, Theme
from app.plots.colormaps import colormap

_SAMPLE = 8.0


class LegendLine(QWidget):
    """Two lines, each a small square and a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(small_font(self))
        self.words: tuple[str, ...] = ()
        self._colours: tuple[QColor, ...] = ()
        self.show_theme(DARK)

    def show_words(self, for_: str, against: str) -> None:
        if (for_, against) != self.words:
            self.words = for_, against
            self.update()

    def show_theme(self, theme: Theme) -> None:
        table = colormap("blue–orange", theme)
        # Three quarters of the way out: the colours most pixels have, and clear of the card.
        self._colours = tuple(QColor(*(int(part) for part in table[entry][:3])) for entry in (224, 32))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 2 * (self.fontMetrics().height() + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height() + 1
        for row, (words, colour) in enumerate(zip(self.words, self._colours, strict=False)):
            middle = (row + 0.5) * line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, middle - _SAMPLE / 2, _SAMPLE, _SAMPLE), 2, 2)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            left = _SAMPLE + 5
            text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(self.width() - left))
            painter.drawText(
                QRectF(left, row * line, self.width() - left, line), Qt.AlignmentFlag.AlignVCenter, text
            )
        painter.end()
