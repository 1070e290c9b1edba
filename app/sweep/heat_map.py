"""Two things varied against each other: a square for every pair, its figure in it."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.look.contrast import mix, readable
from app.plots.colormaps import colormap
from app.sweep.arrangement import Combination
from app.sweep.cell_canvas import CellCanvas
from app.sweep.figure_range import summary_names
from app.sweep.plot_frame import paint_places
from app.sweep.sweep_book import COLUMNS, SweepBook
from app.sweep.sweep_marks import PART_NAMES
from app.sweep.sweep_words import figure_text

_GAP: Final = 2.0
_LEAST: Final = 18.0


class HeatMap(CellCanvas):
    """The first dimension across, the second downwards; stronger is better, hatched has failed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("heat_map", "Heat map of two settings", parent)

    def forget(self) -> None:
        if self.book is not None and len(self.book.dimensions) == 2:
            rows = len(self.book.dimensions[1].texts)
            line = QFontMetricsF(self.font()).height()
            self.setMinimumHeight(round(rows * (_LEAST + _GAP) + 3 * line + 8))

    # -- places --------------------------------------------------------------------------------

    def room(self, book: SweepBook) -> QRectF:
        """Where the squares lie."""
        metrics = QFontMetricsF(self.small_font())
        widest = max(metrics.horizontalAdvance(text) for text in book.dimensions[1].texts)
        left = min(widest, 0.3 * self.width()) + 8
        line = metrics.height()
        return QRectF(self.rect()).adjusted(left, line + 6, -2, -2 * line - 8)

    def square(self, book: SweepBook, combo: Combination) -> QRectF:
        room = self.room(book)
        across, down = (len(dimension.texts) for dimension in book.dimensions)
        width, height = room.width() / across, room.height() / down
        left, top = room.left() + combo.at[0] * width, room.top() + combo.at[1] * height
        return QRectF(left, top, width, height).adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)

    def combination_at(self, place: QPointF) -> Combination | None:
        book = self.book
        if book is None or len(book.dimensions) != 2:
            return None
        return next((c for c in book.combinations if self.square(book, c).contains(place)), None)

    def beside(self, book: SweepBook, combo: Combination, across: int, down: int) -> Combination | None:
        wanted = (combo.at[0] + across, combo.at[1] + down)
        return next((other for other in book.combinations if other.at == wanted), None)

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, book: SweepBook) -> None:
        if len(book.dimensions) != 2:
            return
        names = dict(summary_names(book, self.column, revealed=False))
        part = "validation" if "validation" in names else "train"
        name = names[part]
        figures = {combo.number: book.spread(combo, name).mean for combo in book.combinations}
        strength = _strengths(figures, lower_is_better=self.column != "accuracy")
        choice = book.choice()
        painter.setFont(self.small_font())
        self._paint_values(painter, book)
        for combo in book.combinations:
            self._paint_square(painter, book, combo, name, figures[combo.number], strength)
        for combo in book.combinations:
            square = self.square(book, combo)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if combo is choice:
                painter.setPen(QPen(QColor(self.theme.good), 3))
                painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), 4, 4)
            if self.selected in combo.cells:
                painter.setPen(QPen(QColor(self.theme.ink), 2, Qt.PenStyle.SolidLine))
                painter.drawRoundedRect(square.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
        self._paint_title(painter, book, part, is_over=book.is_over and choice is not None)

    def _paint_square(
        self,
        painter: QPainter,
        book: SweepBook,
        combo: Combination,
        name: str,
        figure: float,
        strength: dict[int, float],
    ) -> None:
        square = self.square(book, combo)
        status = book.status_of(combo)
        theme = self.theme
        ground = theme.field
        if status in ("done", "running") and combo.number in strength:
            ground = _shade(self, strength[combo.number])
            if status == "running":
                ground = mix(ground, theme.card, 0.55)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(square, 4, 4)
        words, ink = figure_text(name, figure), readable(theme.ink, ground)
        if status in ("diverged", "failed"):
            painter.setBrush(QBrush(QColor(mix(theme.bad, theme.field, 0.55)), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(square, 4, 4)
            words, ink = status, theme.bad
        elif status == "waiting":
            words, ink = ("not run" if book.is_over else ""), theme.quiet_ink
        metrics = QFontMetricsF(painter.font())
        if name.endswith("accuracy"):
            words = words.removesuffix(" %")
        is_choice = combo is book.choice()
        if is_choice:
            words = f"{'◆' if book.is_over else '◇'} {words}"
        shorter = [words, words.removeprefix("◆ ").removeprefix("◇ "), words[:1] if is_choice else "·"]
        shorter[1:1] = [f"{figure:.2g}"] if math.isfinite(figure) and not name.endswith("accuracy") else []
        words = next((text for text in shorter if metrics.horizontalAdvance(text) <= square.width() - 4), "")
        if status in ("diverged", "failed") and words:
            # The word stands on a ground of its own, clear of the hatching.
            width = metrics.horizontalAdvance(words) + 4
            box = QRectF(0, 0, width, metrics.height())
            box.moveCenter(square.center())
            painter.fillRect(box, QColor(theme.card))
        painter.setPen(QColor(ink))
        painter.drawText(square, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_values(self, painter: QPainter, book: SweepBook) -> None:
        room = self.room(book)
        metrics = QFontMetricsF(painter.font())
        first, second = book.dimensions
        line = metrics.height()
        width, height = room.width() / len(first.texts), room.height() / len(second.texts)
        ticks = [(room.left() + (k + 0.5) * width, text) for k, text in enumerate(first.texts)]
        paint_places(painter, self.theme, room.bottom() + 3, ticks, float(self.width()))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for k, text in enumerate(second.texts):
            box = QRectF(0, room.top() + k * height, room.left() - 6, height)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, flags, text)
        box = QRectF(room.left(), room.bottom() + 3 + line, room.width(), line)
        words = f"{first.title} →   {second.title} ↓"
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_title(self, painter: QPainter, book: SweepBook, part: str, *, is_over: bool) -> None:
        unit = ", %" if self.column == "accuracy" else ""
        words = COLUMNS[self.column]
        if self.column != "weight_norm":
            words = f"{PART_NAMES[part].capitalize()} {words.lower()}{unit}"
        words += " · ◆ chosen" if is_over else ""
        painter.setPen(QColor(self.theme.quiet_ink))
        line = QFontMetricsF(painter.font()).height()
        box = QRectF(self.room(book).left(), 2, self.room(book).width(), line)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def _shade(canvas: CellCanvas, strength: float) -> str:
    """From almost the field's colour to the strong end of the weights' blue."""
    table = colormap("blue–orange", canvas.theme)
    strong = "#" + "".join(f"{int(channel):02x}" for channel in table[64][:3])
    return mix(canvas.theme.field, strong, 0.12 + 0.88 * strength)


def _strengths(figures: dict[int, float], *, lower_is_better: bool) -> dict[int, float]:
    """0 for the worst to 1 for the best of the finite figures; risks by their logarithm."""
    finite = {k: figure for k, figure in figures.items() if math.isfinite(figure)}
    if lower_is_better and all(figure > 0 for figure in finite.values()):
        finite = {k: -math.log(figure) for k, figure in finite.items()}
    if not finite:
        return {}
    low, high = min(finite.values()), max(finite.values())
    return {k: (figure - low) / (high - low) if high > low else 1.0 for k, figure in finite.items()}
