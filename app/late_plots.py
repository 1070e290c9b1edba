"""Curves and weight images, put into the window once their library is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.late_parts import LateParts
from app.runs.run_overlays import overlays_of

if TYPE_CHECKING:
    from app.main_window import MainWindow


class LatePlots(QObject):
    """The plots of the window's centre, connected to the session and to the table of runs."""

    def __init__(self, window: MainWindow, parts: LateParts) -> None:
        super().__init__(window)
        self._window = window
        self.curves, self.weights = parts.curves, parts.weights
        window.centre.add_plots(self.curves, self.weights)
        window.dresser.add(self.curves, self.weights)
        if window.store is not None:
            self.curves.set_log(bool(window.store.value("risk_log", True, type=bool)))
            self.curves.set_log_x(bool(window.store.value("iterations_log", False, type=bool)))
            self.weights.set_colours(str(window.store.value("weights_colours", self.weights.colours())))
        window.runs_panel.overlays_changed.connect(self._draw_overlays)
        window.session.runs_changed.connect(self._draw_overlays)
        window.session.run_began.connect(self._draw_overlays)
        window.view.show_plots(self.curves, self.weights)

    @Slot()
    def _draw_overlays(self) -> None:
        """Curves of the runs that are checked in the table, and the mean of those that are repeats."""
        session = self._window.session
        overlays, bands = overlays_of(session.runs, self._window.runs_panel.overlaid, session.run)
        self.curves.show_overlays(overlays)
        self.curves.show_bands(bands)

    def close(self) -> None:
        store = self._window.store
        if store is not None:
            store.setValue("risk_log", self.curves.is_log())
            store.setValue("iterations_log", self.curves.is_log_x())
            store.setValue("weights_colours", self.weights.colours())
