"""The weight image of every combination, with its value and how many weights are exactly zero."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.look.theme import Theme
from app.plots.colormaps import colormap, indices, q_rgb
from app.sweep.arrangement import Combination
from app.sweep.sweep_book import SweepBook
from app.sweep.tile_canvas import TileCanvas
from app.sweep.tile_grid import TileGrid, fitting_grid
from lrengine.model import Model

_LEAST: Final = (64.0, 76.0)
# Pixels larger than this on the screen are left square, smaller ones are smoothed.
_COARSE: Final = 6.0


class WeightTiles(TileCanvas):
    """One image for two classes, a mosaic for more; blue speaks against a class, orange for it.

    `is_shared`: one range of colours for all, which shows how a penalty shrinks the weights; otherwise
    each image has a range of its own, which shows its shape.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("weight_tiles", "Weight image of every cell", parent)
        self.is_shared = False
        self._mosaics: dict[int, NDArray[Any] | None] = {}

    def show_shared(self, shared: bool) -> None:
        if shared != self.is_shared:
            self.is_shared = shared
            self.update()

    def forget(self) -> None:
        self._mosaics = {}
        self.fit()

    def note_changed(self, indices: Iterable[int]) -> None:
        for index in indices:
            self._mosaics.pop(index, None)

    def has_pictures(self, book: SweepBook) -> bool:
        """False where it is known that weights are no images."""
        ended = [k for k, outcome in book.outcomes.items() if outcome.model is not None]
        return not ended or any(self._mosaic(book, k) is not None for k in ended)

    # -- places --------------------------------------------------------------------------------

    def grid(self) -> TileGrid:
        line = QFontMetricsF(self.small_font()).height()
        count = len(self.book.combinations) if self.book is not None else 0
        shape = self._shape() or 1.0
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        found = fitting_grid(room, count, shape * 0.78, _LEAST)
        # Two lines of words belong to each tile, whatever its size.
        return fitting_grid(
            room, count, shape * found.size.height() / (found.size.height() + 2 * line), _LEAST
        )

    def _shape(self) -> float:
        mosaic = next((mosaic for mosaic in self._mosaics.values() if mosaic is not None), None)
        return mosaic.shape[1] / mosaic.shape[0] if mosaic is not None else 1.0

    def margin(self) -> float:
        return 4.0

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        painter.setFont(self.small_font())
        if not self.has_pictures(book):
            painter.setPen(QColor(self.theme.quiet_ink))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect(), flags, "These weights belong to no pixels: they make no image.")
            return
        shown = {combo.number: self._shown_cell(book, combo) for combo in book.combinations}
        mosaics = {number: self._mosaic(book, index) for number, index in shown.items()}
        peaks = {
            number: float(np.nanmax(np.abs(mosaic), initial=0.0))
            for number, mosaic in mosaics.items()
            if mosaic is not None
        }
        widest = max((peak for peak in peaks.values() if math.isfinite(peak)), default=0.0)
        grid = self.grid()
        choice = book.choice()
        table = q_rgb(colormap("blue–orange", self.theme))
        for combo in book.combinations:
            tile = grid.tile(combo.number)
            mosaic = mosaics[combo.number]
            limit = widest if self.is_shared else peaks.get(combo.number, 0.0)
            self._paint_tile(painter, book, combo, tile, mosaic, limit, table, is_choice=combo is choice)

    def _shown_cell(self, book: SweepBook, combo: Combination) -> int:
        """Of repeats the selected one, else the first that has ended."""
        if self.selected in combo.cells:
            assert self.selected is not None
            return self.selected
        return next((k for k in combo.cells if k in book.outcomes), combo.cells[0])

    def _mosaic(self, book: SweepBook, index: int) -> NDArray[Any] | None:
        if index not in self._mosaics:
            outcome = book.outcomes.get(index)
            if outcome is None or outcome.model is None:
                return None
            self._mosaics[index] = weight_mosaic(outcome.model)
        return self._mosaics[index]

    def _paint_tile(
        self,
        painter: QPainter,
        book: SweepBook,
        combo: Combination,
        tile: QRectF,
        mosaic: NDArray[Any] | None,
        limit: float,
        table: list[int],
        *,
        is_choice: bool,
    ) -> None:
        theme = self.theme
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        room = tile.adjusted(3, 3, -3, -2 * line - 4)
        if self.selected in combo.cells:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(QColor(theme.field))
            painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        status = book.status_of(combo)
        if mosaic is None:
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, 4, 4)
            painter.setPen(QColor(theme.bad if status in ("diverged", "failed") else theme.quiet_ink))
            word = ("not run" if book.is_over else "") if status == "waiting" else status
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), word)
        else:
            _paint_mosaic(painter, mosaic, limit, table, room, theme)
        painter.setFont(self.small_font(bold=is_choice))
        mark = ("◆ " if book.is_over else "◇ ") if is_choice else ""
        painter.setPen(QColor(theme.good if is_choice else theme.ink))
        words = metrics.elidedText(mark + combo.name, Qt.TextElideMode.ElideMiddle, tile.width() - 6)
        box = QRectF(tile.left(), tile.bottom() - 2 * line - 3, tile.width(), line)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.setFont(self.small_font())
        outcome = book.outcomes.get(self._shown_cell(book, combo))
        if mosaic is not None and outcome is not None and outcome.model is not None:
            share = float(np.mean(outcome.model.weights == 0))
            bad = status == "diverged"
            words = "diverged" if bad else f"{100 * share:.{0 if share in (0, 1) else 1}f} % zeros"
            painter.setPen(QColor(theme.bad if bad else theme.quiet_ink))
            painter.drawText(box.translated(0, line), int(Qt.AlignmentFlag.AlignCenter), words)


def weight_mosaic(model: Model) -> NDArray[Any] | None:
    """The weights as one image (height, width), NaN between the classes' tiles; None if they make none."""
    pictures = model.features.weight_pictures(model.weights)
    if pictures is None:
        return None
    count, height, width = pictures.shape
    across = count if count < 4 else math.ceil(count / 2)
    down = math.ceil(count / across)
    mosaic = np.full((down * (height + 1) - 1, across * (width + 1) - 1), np.nan)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, across)
        top, left = row * (height + 1), column * (width + 1)
        mosaic[top : top + height, left : left + width] = picture
    return mosaic


def _paint_mosaic(
    painter: QPainter, mosaic: NDArray[Any], limit: float, table: list[int], room: QRectF, theme: Theme
) -> None:
    height, width = mosaic.shape
    scale = min(room.width() / width, room.height() / height)
    box = QRectF(0, 0, width * scale, height * scale)
    box.moveCenter(room.center())
    entries = np.ascontiguousarray(indices(mosaic, limit))
    image = QImage(entries.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _COARSE)
    painter.drawImage(box, image)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
