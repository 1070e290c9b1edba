"""The shown run's figures in words: at an iteration that is marked or pointed at, and for the last one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.plots.curve_plot import CurvePlot
from app.plots.shown_curves import ShownCurves


class CurveReadouts(QObject):
    """Writes into both plots what was measured at the same iteration.

    cursor   the iteration that the run is rewound to, or None
    hovered  the iteration under the pointer (int), or None
    """

    hovered = Signal(object)

    def __init__(self, plots: tuple[CurvePlot, ...], shown: ShownCurves, parent: QObject) -> None:
        super().__init__(parent)
        self._plots = plots
        self._shown = shown
        self.cursor: int | None = None

    def mark_cursor(self, plot: CurvePlot) -> None:
        """The cursor's line and figures in one plot, as soon as there are rows."""
        if self.cursor is None or not self._shown.rows:
            plot.show_cursor(None)
        else:
            plot.show_cursor(self.cursor, self._figures(plot, self.cursor))

    @Slot(object)
    def point(self, iteration: float | None) -> None:
        """The figures of the row next to a place; None takes them away."""
        nearest = None if iteration is None else self._shown.nearest(iteration)
        for plot in self._plots:
            if nearest is None:
                plot.show_pointer(None)
            else:
                plot.show_pointer(nearest, self._figures(plot, nearest))
        self.hovered.emit(nearest)

    @Slot()
    def describe(self) -> None:
        """Each plot in words, for who cannot see it."""
        for plot in self._plots:
            plot.setAccessibleDescription(self._shown.summary(plot.is_share))

    def _figures(self, plot: CurvePlot, iteration: int) -> str:
        return "  ·  ".join(self._shown.figures(plot.is_share, iteration))
