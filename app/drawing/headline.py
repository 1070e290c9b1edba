"""The class read, in large, and beside it how sure the model is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

NOTHING = "Draw a digit"


class Headline(QLabel):
    """A label that paints its text in large and small: "3 · 91 % sure, then 8 (6 %)"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NOTHING, parent)
        self.setObjectName("prediction_label")
        self.setAccessibleName("Prediction")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self._parts: tuple[str, str, str] | None = None

    def show_winner(self, winner: str, surety: str, rest: str) -> None:
        """The class, how sure, and what comes next."""
        self._parts = winner, surety, rest
        self._say(", ".join(part for part in (f"{winner} · {surety}", rest) if part))

    def show_doubt(self, doubt: str, rest: str) -> None:
        """A question mark in the class's place: "Unsure: 4 or 9, 4 (52 %), 9 (41 %)"."""
        self._parts = "?", doubt, rest
        self._say(", ".join(part for part in (doubt, rest) if part))

    def show_sentence(self, text: str) -> None:
        self._parts = None
        self._say(text)

    def _say(self, text: str) -> None:
        self.setText(text)
        # A long doubt may not fit; whole it is in the tip.
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 2 * self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        # Always two lines high: wrapped text would otherwise move what is below.
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._parts is None:
            super().paintEvent(event)
            return
        winner, surety, rest = self._parts
        large, strong = QFont(self.font()), QFont(self.font())
        large.setPointSizeF(self.font().pointSizeF() * 2.2)
        large.setWeight(QFont.Weight.Bold)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(large)
        longest = self.width() // 2
        column = min(max(metrics.horizontalAdvance(winner), metrics.horizontalAdvance("0")), longest)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.setFont(large)
        elided = metrics.elidedText(winner, Qt.TextElideMode.ElideRight, longest)
        place = QRectF(0, 0, column + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
        left, middle = column + 12, self.height() / 2
        room = QRectF(left, 0, self.width() - left, middle)
        painter.setFont(strong)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, _short(painter, surety, room))
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        below = room.translated(0, middle)
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, _short(painter, rest, below))
        painter.end()


def _short(painter: QPainter, text: str, room: QRectF) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
