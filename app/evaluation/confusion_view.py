"""The confusion matrix: a row for each true class, a column for each class read."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.evaluation.confusion_layout import Cell, ConfusionLayout
from app.evaluation.confusion_painter import paint_cells, paint_names
from app.evaluation.confusion_shades import Counts, cell_sentence, strengths
from app.evaluation.small_buttons import small_font
from app.look.theme import DARK, Theme
from app.settings.key_claims import claims_navigation
from lrengine.metrics import confusion_rates

_MOVES: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class ConfusionView(QWidget):
    """Paints the matrix; a cell is a pair (true class, class read).

    cell_chosen  the cell clicked, or on which Enter was pressed; None when it is given up again
    pointed      the cell under the pointer or the keys' frame, or None
    """

    cell_chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_view")
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.names: tuple[str, ...] = ()
        self.chosen: Cell | None = None
        self.under: Cell | None = None
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._rates = confusion_rates(self._counts)
        self._strengths = self._rates
        self._as_rates = False
        self._cursor: Cell = (0, 0)
        self._theme: Theme = DARK

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 130)

    # -- what is shown -------------------------------------------------------------------------

    def show_counts(self, names: tuple[str, ...], counts: Counts) -> None:
        """Counts (classes, classes); the chosen cell stays while the classes do."""
        if names != self.names:
            self.names, self.chosen, self.under, self._cursor = names, None, None, (0, 0)
        self._counts, self._rates = counts, confusion_rates(counts)
        self._strengths = strengths(self._rates)
        self._describe()
        self.update()

    def show_rates(self, as_rates: bool) -> None:
        """Per cent of the true class's rows, instead of counts."""
        self._as_rates = as_rates
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def choose(self, cell: Cell | None) -> None:
        """Frame a cell, or none, without announcing it."""
        self.chosen = cell
        self._cursor = cell or self._cursor
        self._describe()
        self.update()

    def sentence(self, cell: Cell) -> str:
        """What a cell says, in words."""
        return cell_sentence(self.names, *cell, int(self._counts[cell]), float(self._rates[cell]))

    def _describe(self) -> None:
        if self.names:
            chosen = "" if self.chosen is None else f". Chosen: {self.sentence(self.chosen)}"
            self.setAccessibleDescription(self.sentence(self._cursor) + chosen)

    def layout_of_cells(self) -> ConfusionLayout:
        return ConfusionLayout(QRectF(self.rect()), self.names, small_font(self))

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.names:
            return
        painter, layout, font = QPainter(self), self.layout_of_cells(), small_font(self)
        paint_names(painter, layout, font, self._theme, self.names)
        paint_cells(
            painter,
            layout,
            font,
            self._theme,
            self._counts,
            self._rates,
            self._strengths,
            as_rates=self._as_rates,
        )
        if self.under is not None and self.under != self.chosen:
            painter.setPen(QPen(QColor(self._theme.quiet_ink), 1))
            painter.drawRect(layout.cell_rect(self.under).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.chosen is not None:
            painter.setPen(QPen(QColor(self._theme.ink), 2))
            painter.drawRect(layout.cell_rect(self.chosen))
        if self.hasFocus():
            pen = QPen(QColor(self._theme.ink), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawRect(layout.cell_rect(self._cursor).adjusted(2.5, 2.5, -2.5, -2.5))

    # -- pointer and keys ----------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.layout_of_cells().cell_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.layout_of_cells().cell_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._cursor = cell
            self._take(cell)

    def event(self, event: QEvent) -> bool:
        return claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and self.names:
            last = len(self.names) - 1
            row, column = self._cursor[0] + move[0], self._cursor[1] + move[1]
            self._cursor = min(max(row, 0), last), min(max(column, 0), last)
            self._describe()
            self._point(self._cursor)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.names:
            self._take(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)
        self.update()

    def _point(self, cell: Cell | None) -> None:
        if cell != self.under:
            self.under = cell
            self.update()
            self.pointed.emit(cell)

    def _take(self, cell: Cell) -> None:
        """A second time on the same cell gives it up."""
        self.choose(None if cell == self.chosen else cell)
        self.cell_chosen.emit(self.chosen)
