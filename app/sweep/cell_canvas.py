"""What all painted pictures of a sweep have in common: combinations that can be pointed at and chosen."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.theme import LIGHT, Theme
from app.settings.key_claims import claims_navigation
from app.sweep.arrangement import Combination
from app.sweep.sweep_book import Column, SweepBook
from app.sweep.sweep_words import described

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_GREYED: Final = 0.4
# After a painting, so many times its duration belong to others; seconds.
_REST: Final = 12.0
_LONGEST_REST: Final = 0.4


class CellCanvas(QWidget):
    """A click or an arrow key selects a cell, a double click or Enter opens it; Space is the window's.

    cell_selected   the index of a cell
    cell_activated  the index of a cell
    """

    cell_selected = Signal(int)
    cell_activated = Signal(int)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.theme: Theme = LIGHT
        self.book: SweepBook | None = None
        self.column: Column = "accuracy"
        self.selected: int | None = None
        self.is_greyed = False
        self.is_revealed = False
        self._free_at = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.update)

    # -- what is shown -------------------------------------------------------------------------

    def show_book(self, book: SweepBook | None) -> None:
        self.book = book
        self.forget()
        self.update()

    def show_changed(self, indices: Iterable[int]) -> None:
        """These cells have news in the book: they are painted as soon as that leaves enough to training."""
        self.note_changed(indices)
        wait = self._free_at - time.perf_counter()
        if wait <= 0:
            self.update()
        else:
            self.update_later(wait)

    def show_column(self, column: Column) -> None:
        if column != self.column:
            self.column = column
            self.forget()
            self.update()

    def show_selected(self, index: int | None) -> None:
        if index != self.selected:
            self.selected = index
            self.note_selection()
            self.update()

    def show_greyed(self, greyed: bool) -> None:
        if greyed != self.is_greyed:
            self.is_greyed = greyed
            self.update()

    def show_revealed(self, revealed: bool) -> None:
        if revealed != self.is_revealed:
            self.is_revealed = revealed
            self.forget()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.forget()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    # -- for the pictures ----------------------------------------------------------------------

    def update_later(self, seconds: float) -> None:
        """Paint in a while, unless something else calls for it before."""
        if self.isVisible() and not self._later.isActive():
            self._later.start(math.ceil(1000 * seconds))

    def forget(self) -> None:
        """Everything is to be painted afresh."""

    def note_changed(self, indices: Iterable[int]) -> None:
        """These cells are to be painted afresh."""

    def note_selection(self) -> None:
        """Another cell is selected."""

    def combination_at(self, place: QPointF) -> Combination | None:
        """What lies under a place of this widget."""
        raise NotImplementedError

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        raise NotImplementedError

    def beside(self, book: SweepBook, combo: Combination, across: int, down: int) -> Combination | None:
        """The combination next to another, by arrow key."""
        number = combo.number + across + down
        return book.combinations[number] if 0 <= number < len(book.combinations) else None

    def small_font(self, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(0.85 * font.pointSizeF())
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    @property
    def selected_combination(self) -> Combination | None:
        if self.book is None or self.selected is None:
            return None
        return self.book.combination_of(self.selected)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        began = time.perf_counter()
        self._later.stop()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.card))
        self._paint_all(painter)
        painter.end()
        ended = time.perf_counter()
        self._free_at = ended + min(_REST * (ended - began), _LONGEST_REST)

    def hideEvent(self, event: QHideEvent) -> None:
        self._later.stop()
        super().hideEvent(event)

    def _paint_all(self, painter: QPainter) -> None:
        if self.book is None or not self.book.combinations:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_greyed:
            painter.setOpacity(_GREYED)
        self.paint(painter, self.book)
        if self.hasFocus() and self.selected is None:
            painter.setOpacity(1)
            painter.setPen(QColor(self.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # -- pointer and keys ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        combo = self.combination_at(event.position()) if self.book is not None else None
        if event.button() != Qt.MouseButton.LeftButton or combo is None or self.book is None:
            super().mousePressEvent(event)
            return
        self._select(self.book.next_cell(combo, self.selected))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        combo = self.combination_at(event.position()) if self.book is not None else None
        if event.button() == Qt.MouseButton.LeftButton and combo is not None:
            cell = self.selected if self.selected in combo.cells else combo.cells[0]
            assert cell is not None
            self.cell_activated.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, book = event.key(), self.book
        if book is None or not book.combinations:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            current = self.selected_combination
            combo = (
                book.combinations[0] if current is None else self.beside(book, current, *_ARROWS[Qt.Key(key)])
            )
            if combo is not None:
                self._select(combo.cells[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected is not None:
            self.cell_activated.emit(self.selected)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return claims_navigation(event) or super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        combo = self.combination_at(QPointF(event.pos())) if self.book is not None else None
        if combo is None or self.book is None:
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), described(self.book, combo, revealed=self.is_revealed), self)

    def _select(self, index: int) -> None:
        self.show_selected(index)
        self.cell_selected.emit(index)
