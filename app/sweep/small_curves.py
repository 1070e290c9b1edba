"""Small multiples: the curves of every combination on axes that all share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.plots.plot_ticks import tick_text
from app.sweep.arrangement import Combination
from app.sweep.curve_store import (
    Curve,
    CurveStore,
    figure_name,
    heights_in_sight,
    iterations_in_sight,
)
from app.sweep.plot_frame import Dashes, PlotFrame, paint_places
from app.sweep.sweep_book import SweepBook
from app.sweep.sweep_words import figure_text, spread_text
from app.sweep.tile_canvas import TileCanvas
from app.sweep.tile_grid import TileGrid, fitting_grid

PART_DASHES: Final[dict[str, Dashes]] = {"train": None, "validation": (5.0, 3.0), "test": (1.5, 2.5)}
_LEAST: Final = (62.0, 46.0)
_SHAPE: Final = 1.5
_PAD: Final = 4.0
_WIDTH: Final = 1.3
# Tiles that a frame draws anew, so that it stays short; what is left comes with the next news, or after this.
_TILES: Final = 5
_LATER: Final = 0.15


class SmallCurves(TileCanvas):
    """Training solid, validation dashed, the test dotted once it is revealed; risks on a logarithmic axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("small_curves", "Curves of every cell", parent)
        self._store: CurveStore | None = None
        self._curves: dict[int, list[tuple[str, Curve]]] = {}
        self._stale: set[int] = set()
        self._pictures: dict[int, tuple[QPixmap, object]] = {}
        self._painted_for: object = None
        self._reduced_for: object = None
        self._first = 0

    # -- what is to be painted afresh ----------------------------------------------------------

    def forget(self) -> None:
        self._store = CurveStore(self.book) if self.book is not None else None
        self._curves = {}
        self._pictures = {}
        self._painted_for = self._reduced_for = None
        self._stale = {cell.index for cell in self.book.cells} if self.book is not None else set()
        self.fit()

    def note_changed(self, indices: Iterable[int]) -> None:
        self._stale.update(indices)

    @property
    def parts(self) -> tuple[str, ...]:
        if self.column == "weight_norm":
            return ("train",)
        return ("train", "validation", "test") if self.is_revealed else ("train", "validation")

    # -- places --------------------------------------------------------------------------------

    def grid(self) -> TileGrid:
        """Where the tiles lie: beside the numbers on the left, above those at the bottom."""
        metrics = QFontMetricsF(self.small_font())
        room = QRectF(self.rect()).adjusted(
            metrics.horizontalAdvance("0.0005") + _PAD, 2, -2, -metrics.height() - _PAD
        )
        count = len(self.book.combinations) if self.book is not None else 0
        return fitting_grid(room, count, _SHAPE, _LEAST)

    def margin(self) -> float:
        return 2 * QFontMetricsF(self.font()).height()

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        grid = self.grid()
        painter.setFont(self.small_font())
        metrics = QFontMetricsF(painter.font())
        assert self._store is not None
        x = (0.0, iterations_in_sight(book, self._store.last_iteration()))
        self._take_news(book, int(grid.size.width()), x[1])
        y = self._heights(book)
        choice = book.choice()
        wanted = (grid, x, y, self.devicePixelRatioF())
        if wanted != self._painted_for:
            self._pictures = {}
            self._painted_for = wanted
        for combo in book.combinations:
            tile = grid.tile(combo.number)
            frame = PlotFrame(_inside(tile, metrics.height()), x, y, log=self.column == "risk")
            if combo.number % grid.across == 0:
                frame.paint_heights(painter, self.theme)
            status = book.status_of(combo), combo is choice, book.is_over, self.selected in combo.cells
            if self._pictures.get(combo.number, (None, None))[1] != status:
                picture = self._picture(book, tile, frame, combo, is_choice=combo is choice)
                self._pictures[combo.number] = picture, status
            painter.drawPixmap(tile.topLeft(), self._pictures[combo.number][0])
        self._paint_iterations(painter, grid, x[1], metrics)

    def _take_news(self, book: SweepBook, columns: int, right: float) -> None:
        """Take over the newest rows of a few tiles in turn; the others keep their pictures for now."""
        assert self._store is not None
        if (columns, right) != self._reduced_for:
            self._reduced_for = (columns, right)
            self._stale = {cell.index for cell in book.cells}
            self._pictures = {}
        left, log = _TILES, self.column == "risk"
        count = len(book.combinations)
        for number in (*range(self._first, count), *range(self._first)):
            stale = self._stale.intersection(book.combinations[number].cells)
            if not stale:
                continue
            if number in self._pictures:
                if not left:
                    self._first = number
                    self.update_later(_LATER)
                    return
                left -= 1
            for index in stale:
                self._curves[index] = [
                    (part, self._store.curve(index, figure_name(self.column, part), right, columns, log=log))
                    for part in self.parts
                ]
            self._stale -= stale
            self._pictures.pop(number, None)
        self._first = 0

    def _heights(self, book: SweepBook) -> tuple[float, float]:
        """Cells that diverged leave the picture rather than flatten the others."""
        sound = [k for k in self._curves if book.status(k) not in ("diverged", "failed")]
        seen = [curve for k in sound or self._curves for _, curve in self._curves[k]]
        return heights_in_sight(self.column, seen)

    def _picture(
        self, book: SweepBook, tile: QRectF, frame: PlotFrame, combo: Combination, *, is_choice: bool
    ) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap((tile.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-tile.topLeft())
        painter.setFont(self.small_font())
        self._paint_words(painter, book, combo, tile, is_choice=is_choice)
        painter.setClipRect(frame.room.adjusted(-1, -1, 1, 1))
        frame.paint_heights(painter, self.theme, numbers=False)
        colours = {"train": self.theme.training, "validation": self.theme.validation, "test": self.theme.test}
        for index in combo.cells:
            for part, curve in self._curves.get(index, ()):
                frame.paint_curve(painter, curve, colours[part], PART_DASHES[part], _WIDTH)
        painter.end()
        return picture

    def _paint_words(
        self, painter: QPainter, book: SweepBook, combo: Combination, tile: QRectF, *, is_choice: bool
    ) -> None:
        is_selected = self.selected in combo.cells
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(QColor(self.theme.accent if is_selected else self.theme.line), 2 if is_selected else 1)
        )
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        status = book.status_of(combo)
        ink = {"diverged": self.theme.bad, "failed": self.theme.bad, "waiting": self.theme.quiet_ink}
        painter.setFont(self.small_font(bold=is_choice))
        metrics = QFontMetricsF(painter.font())
        line = QRectF(tile.left() + _PAD, tile.top() + 2, tile.width() - 2 * _PAD, metrics.height())
        note = {"diverged": "diverged", "failed": "failed"}.get(status) or self._figure(book, combo)
        if is_choice:
            note = f"◆ {note}" if book.is_over else f"◇ {note}"
        # The value that was varied is what tiles are told apart by: the note yields to it.
        name_width = metrics.horizontalAdvance(combo.name)
        note_width = metrics.horizontalAdvance(note)
        if name_width + note_width + 2 * _PAD > line.width():
            note = {"diverged": "×", "failed": "×"}.get(status, note[0] if is_choice else "")
            note_width = metrics.horizontalAdvance(note)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self.theme.good if is_choice else ink.get(status, self.theme.quiet_ink)))
        painter.drawText(line, int(right), note)
        painter.setPen(QColor(ink.get(status, self.theme.ink)))
        room = line.width() - note_width - (2 * _PAD if note else 0)
        name = combo.name if metrics.horizontalAdvance(combo.name) <= room else combo.name.replace(" · ", "·")
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, int(left), name)
        painter.setFont(self.small_font())

    def _figure(self, book: SweepBook, combo: Combination) -> str:
        if book.status_of(combo) == "waiting":
            return "not run" if book.is_over else ""
        part = "validation" if book.has_validation else "train"
        spread = book.spread(combo, figure_name(self.column, part))
        if book.status_of(combo) == "running":
            return ""
        return figure_text(self.column, spread.mean) if spread.count < 2 else spread_text(self.column, spread)

    def _paint_iterations(
        self, painter: QPainter, grid: TileGrid, last: float, metrics: QFontMetricsF
    ) -> None:
        if self.book is None:
            return
        tile = grid.tile(min(len(self.book.combinations), grid.across) - 1)
        bottom = grid.tile(len(self.book.combinations) - 1).bottom()
        first = grid.tile(0)
        words = "1 iteration" if last == 1 else f"{tick_text(last)} iterations"
        if metrics.horizontalAdvance(words) + 20 > tile.width():
            words = tick_text(last)
        y = max(bottom, grid.tile(grid.across * (grid.down - 1)).bottom()) + 1
        right = metrics.horizontalAdvance(words) / 2
        ticks = [(first.left() + _PAD, "0"), (tile.right() - _PAD - right, words)]
        paint_places(painter, self.theme, y, ticks, float(self.width()))


def _inside(tile: QRectF, line: float) -> QRectF:
    return tile.adjusted(_PAD, line + 3, -_PAD, -_PAD)
