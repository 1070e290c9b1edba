"""A grid of thousands of images, of which only those in sight are painted."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.evaluation.gallery_tiles import TilePainter
from app.evaluation.small_buttons import small_font
from app.look.theme import DARK, Theme
from app.settings.key_claims import claims_navigation
from lrengine.judging import Judged

_NONE: Final = np.empty(0, np.int64)


class ImageGallery(QAbstractScrollArea):
    """Shows rows of a Judged in the order given; one of them may be the current one.

    row_chosen  the row now current, after a click, a key or `step`
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("image_gallery")
        self.setAccessibleName("Images")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rows: NDArray[np.int64] = _NONE
        self.current: int | None = None
        self.painted = 0
        self._judged: Judged | None = None
        self._notice = ""
        self._theme: Theme = DARK
        self._tiles = TilePainter(small_font(self), self._theme, images=True)

    def sizeHint(self) -> QSize:
        return QSize(270, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tiles.least_width + 14, 90)

    # -- what is shown -------------------------------------------------------------------------

    def show_rows(self, judged: Judged, rows: NDArray[np.int64], notice: str = "") -> None:
        """Show these rows, or the notice where there are none; the current row stays if it is among them."""
        old, self._judged, self.rows, self._notice = self._judged, judged, rows, notice
        if old is None or (old.has_images, old.class_names) != (judged.has_images, judged.class_names):
            self._measure()
        if self.current is not None and not np.any(rows == self.current):
            self.current = None
        self._range()
        self._describe()
        self.viewport().update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._measure()
        self._range()
        self.viewport().update()

    def _measure(self) -> None:
        """Tiles as the data and the theme want them."""
        judged = self._judged
        names, images = ((), True) if judged is None else (judged.class_names, judged.has_images)
        self._tiles = TilePainter(small_font(self), self._theme, names, images=images)
        self.updateGeometry()

    def to_start(self) -> None:
        """Scroll to the first row, none being current."""
        self.current = None
        self.verticalScrollBar().setValue(0)
        self._describe()
        self.viewport().update()

    def position(self) -> int | None:
        """Where the current row is among those shown."""
        found = np.flatnonzero(self.rows == self.current) if self.current is not None else _NONE
        return int(found[0]) if len(found) else None

    def step(self, by: int) -> None:
        """Make the next row current, or an earlier one; with none current, the first or the last."""
        if not len(self.rows):
            return
        at = self.position()
        if at is None:
            at = -1 if by > 0 else len(self.rows)
        self._go(at + by)

    def _go(self, position: int) -> None:
        position = min(max(position, 0), len(self.rows) - 1)
        self.current = int(self.rows[position])
        self._bring_in_sight(position)
        self._describe()
        self.viewport().update()
        self.row_chosen.emit(self.current)

    def _describe(self) -> None:
        at = self.position()
        if self._judged is None or not len(self.rows):
            self.setAccessibleDescription(self._notice)
        elif at is None or self.current is None:
            self.setAccessibleDescription(f"{len(self.rows):,} rows, the worst first")
        else:
            names, read = self._judged.class_names, int(self._judged.predicted[self.current])
            true = names[int(self._judged.labels[self.current])]
            share = float(self._judged.probabilities[self.current, read])
            self.setAccessibleDescription(
                f"{at + 1} of {len(self.rows):,}: true {true}, read as {names[read]} at {share:.0%}"
            )

    # -- places --------------------------------------------------------------------------------

    def columns(self) -> int:
        return max(1, self.viewport().width() // self._tiles.least_width)

    def tile_rect(self, position: int) -> QRectF:
        """Where a tile lies in the viewport, in sight or not."""
        columns = self.columns()
        width = self.viewport().width() / columns
        top = position // columns * self._tiles.height - self.verticalScrollBar().value()
        return QRectF(position % columns * width, top, width, self._tiles.height)

    def position_at(self, x: float, y: float) -> int | None:
        columns = self.columns()
        line = int((y + self.verticalScrollBar().value()) // self._tiles.height)
        column = int(x / (self.viewport().width() / columns))
        position = line * columns + column
        return position if 0 <= column < columns and 0 <= position < len(self.rows) else None

    def _range(self) -> None:
        lines = -(-len(self.rows) // self.columns())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(lines * self._tiles.height - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(self._tiles.height // 2, 1))

    def _bring_in_sight(self, position: int) -> None:
        place, bar = self.tile_rect(position), self.verticalScrollBar()
        if place.top() < 0:
            bar.setValue(bar.value() + int(place.top()))
        elif place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(place.bottom()) - self.viewport().height())

    # -- events --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.painted = 0
        if self._judged is None or not len(self.rows):
            painter.setPen(QColor(self._theme.quiet_ink))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(8, 8, -8, -8), int(flags), self._notice)
            return
        painter.setFont(self._tiles.font)
        columns, height = self.columns(), self._tiles.height
        scrolled = self.verticalScrollBar().value()
        first = scrolled // height * columns
        last = (scrolled + self.viewport().height()) // height * columns + columns
        for position in range(first, min(last, len(self.rows))):
            row = int(self.rows[position])
            place = self.tile_rect(position)
            self._tiles.paint(painter, place, self._judged, row, current=row == self.current)
            self.painted += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._range()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = self.position_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and position is not None:
            self._go(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def event(self, event: QEvent) -> bool:
        return claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = max(self.viewport().height() // self._tiles.height, 1)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns(),
            Qt.Key.Key_Down: self.columns(),
            Qt.Key.Key_PageUp: -lines * self.columns(),
            Qt.Key.Key_PageDown: lines * self.columns(),
            Qt.Key.Key_Home: -len(self.rows),
            Qt.Key.Key_End: len(self.rows),
        }
        step, at = steps.get(Qt.Key(event.key())), self.position()
        if step is not None and len(self.rows):
            self._go(0 if at is None else at + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self._go(at)
        else:
            # Space and letters belong to the window.
            event.ignore()
