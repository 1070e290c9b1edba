"""The line of the guide that stays: a title, and what the text says while the rest is folded away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.fold_button import FoldButton

_ARROW: Final = 20
# Settings that have left the recipe are named up to so many.
_NAMED: Final = 3


class GuideHead(FoldButton):
    """The recipe's title, and in which settings those at hand have left it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_head")
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._summary = self._remark = ""
        self.toggled.connect(self._show_help)

    def show_title(self, title: str, summary: str, changed: Sequence[str]) -> None:
        """The recipe's title, its first sentence, and the titles of settings that are no longer its own."""
        self.setText(title)
        self._summary, self._remark = summary, _remark(changed)
        self.setAccessibleName(f"About {title}{self._remark}")
        self.setAccessibleDescription(_told(changed))
        self._show_help()
        self.update()

    @Slot()
    def _show_help(self) -> None:
        """What the line has no room for."""
        summary = "" if self.isChecked() else self._summary
        self.setToolTip("\n".join(filter(None, (self.accessibleDescription(), summary))))

    def sizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(self._strong()).height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles, palette = QPalette.ColorRole, self.palette()
        self.paint_focus(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        quiet, ink = palette.color(roles.PlaceholderText), palette.color(roles.WindowText)
        painter.setPen(ink if self.underMouse() else quiet)
        self.paint_arrow(painter, 8.0)
        left = float(_ARROW)
        parts = [(self.text(), self._strong(), ink)]
        if self._remark:
            parts.append((self._remark, self.font(), quiet))
        if not self.isChecked() and self._summary:
            parts.append((f"   {self._summary}", self.font(), quiet))
        for text, font, colour in parts:
            metrics = QFontMetricsF(font)
            room = self.width() - left
            if room <= metrics.averageCharWidth() * 3:
                break
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)

    def _strong(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font


def _remark(changed: Sequence[str]) -> str:
    """As many titles as fit behind a title: "(changed: Data, L2)"."""
    if not changed:
        return ""
    more = len(changed) - _NAMED
    return f" (changed: {', '.join(changed[:_NAMED])}{f' and {more} more' if more > 0 else ''})"


def _told(changed: Sequence[str]) -> str:
    if not changed:
        return ""
    return f"The text is of the recipe; the settings at hand differ in {', '.join(changed)}."
