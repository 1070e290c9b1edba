"""A part of the reading under a small head that folds it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.settings.key_claims import claims_navigation, claims_space

_GAP = 8


class FoldHead(QAbstractButton):
    """Title in small capitals, a quiet remark, an arrow; Space or a click folds, Left closes, Right opens."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        # A click does not take the focus, so that Space goes on training afterwards.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.remark = ""

    def show_remark(self, text: str) -> None:
        """What is worth knowing without unfolding."""
        if text != self.remark:
            self.remark = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._title_font())
        width = metrics.horizontalAdvance(self.text().upper())
        return QSize(round(width) + 3 * _GAP, round(metrics.height()) + 8)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
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
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(roles.Accent), 2))
            painter.drawRoundedRect(place.adjusted(1, 2, -1, -1), 4, 4)
        lit = self.underMouse() or self.isDown()
        colour = self.palette().color(roles.WindowText if lit else roles.PlaceholderText)
        painter.setPen(colour)
        painter.setFont(self._title_font())
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
        painter.setPen(QPen(colour, 1.5))
        x, y = self.width() - 6.0, self.height() / 2
        points = [(-3, -1.5), (0, 1.5), (3, -1.5)] if self.isChecked() else [(-1.5, -3), (1.5, 0), (-1.5, 3)]
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in points])
        painter.end()

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setWeight(QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0)
        return font


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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
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
