"""Which points are learnt from and which are held out, beside samples of their marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import LIGHT, Theme
from app.playground.class_marks import ROLE_NAMES, paint_mark

_MARK = 14
_BETWEEN = 10


class RoleLegend(QWidget):
    """One entry for each part of the split that has points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("role_legend")
        self.setAccessibleName("Legend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme: Theme = LIGHT
        self._roles: tuple[int, ...] = ()

    def show_roles(self, roles: tuple[int, ...]) -> None:
        if roles != self._roles:
            self._roles = roles
            self.setAccessibleDescription(", ".join(ROLE_NAMES[role] for role in roles))
            self.updateGeometry()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widths = [_MARK + metrics.horizontalAdvance(ROLE_NAMES[role]) + _BETWEEN for role in self._roles]
        return QSize(max(sum(widths) - _BETWEEN, 0), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        # From the right, since an entry is shown whole or not at all.
        x = self.width() + _BETWEEN
        shown = []
        for role in self._roles:
            x -= _MARK + metrics.horizontalAdvance(ROLE_NAMES[role]) + _BETWEEN
            if x >= 0:
                shown.append(role)
        x = self.width() + _BETWEEN
        for role in reversed(shown):
            name = ROLE_NAMES[role]
            width = metrics.horizontalAdvance(name)
            x -= _MARK + width + _BETWEEN
            quiet = self._theme.quiet_ink
            paint_mark(painter, self._theme, 0, role, 3.5, QPointF(x + 6, self.height() / 2), quiet)
            painter.setPen(QColor(quiet))
            painter.drawText(x + _MARK, 0, width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
