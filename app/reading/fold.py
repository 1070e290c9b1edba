"""A part of the reading under a small head that folds it away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.look.fold_button import FoldButton, heading_font

_GAP = 8


class FoldHead(FoldButton):
    """Title in small capitals, a quiet remark, an arrow."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.remark = ""

    def show_remark(self, text: str) -> None:
        """What is worth knowing without unfolding."""
        if text != self.remark:
            self.remark = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(heading_font(self.font()))
        width = metrics.horizontalAdvance(self.text().upper())
        return QSize(round(width) + 3 * _GAP, round(metrics.height()) + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            # An abstract button would move the focus to its neighbour.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles, place = QPalette.ColorRole, QRectF(self.rect())
        painter.setPen(QPen(self.palette().color(roles.Mid), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        self.paint_focus(painter, place.adjusted(1, 2, -1, -1))
        lit = self.underMouse() or self.isDown()
        colour = self.palette().color(roles.WindowText if lit else roles.PlaceholderText)
        painter.setPen(colour)
        painter.setFont(heading_font(self.font()))
        title = self.text().upper()
        left = 4.0 if self.hasFocus() else 0.0
        painter.drawText(place.adjusted(left, 1, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
        if self.remark and not self.isChecked():
            begin = left + painter.fontMetrics().horizontalAdvance(title) + _GAP
            small = QFont(self.font())
            small.setPointSizeF(0.85 * small.pointSizeF())
            painter.setFont(small)
            painter.setPen(self.palette().color(roles.PlaceholderText))
            room = QRectF(begin, 1, self.width() - begin - 2 * _GAP, self.height())
            text = painter.fontMetrics().elidedText(
                self.remark, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        painter.setPen(colour)
        self.paint_arrow(painter, self.width() - 6.0)
        painter.end()


class Fold(QWidget):
    """A head and a body that it shows or hides.

    opened  whether the body is on view now, after every change
    """

    opened = Signal(bool)

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = title.lower().replace(" ", "_")
        self.setObjectName(f"{name}_fold")
        self.head = FoldHead(title, self)
        self.head.setObjectName(f"{name}_head")
        self.body = body
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(body)
        self.head.toggled.connect(self._follow)
        body.hide()

    @property
    def is_open(self) -> bool:
        return self.head.isChecked()

    def set_open(self, is_open: bool) -> None:
        self.head.setChecked(is_open)

    @Slot(bool)
    def _follow(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.opened.emit(is_open)
