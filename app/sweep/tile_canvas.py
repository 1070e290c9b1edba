"""Pictures of equal tiles, one for each combination, as high as all of them need."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from app.sweep.arrangement import Combination
from app.sweep.cell_canvas import CellCanvas
from app.sweep.sweep_book import SweepBook
from app.sweep.tile_grid import TileGrid


class TileCanvas(CellCanvas):
    """Its heirs say where the tiles lie, and paint them; what does not fit into the panel is scrolled."""

    def grid(self) -> TileGrid:
        """Where the tiles lie."""
        raise NotImplementedError

    def margin(self) -> float:
        """The height that the tiles leave to others."""
        raise NotImplementedError

    def resizeEvent(self, event: object) -> None:
        self.fit()

    def fit(self) -> None:
        """Ask for the height that all tiles need at this width."""
        needed = round(self.grid().least_height + self.margin())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def combination_at(self, place: QPointF) -> Combination | None:
        number = self.grid().tile_at(place)
        return self.book.combinations[number] if number is not None and self.book is not None else None

    def beside(self, book: SweepBook, combo: Combination, across: int, down: int) -> Combination | None:
        return super().beside(book, combo, across + down * self.grid().across, 0)
