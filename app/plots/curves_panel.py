"""Risk and accuracy of the shown run, drawn while it trains, above the curves of other runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.in_turns import InTurns
from app.look.theme import DARK, Theme
from app.plots.curve_figures import whole_run
from app.plots.curve_plot import CurvePlot
from app.plots.curve_readouts import CurveReadouts
from app.plots.curves_card import CurvesCard
from app.plots.curves_menu import CurvesMenu
from app.plots.overlay import Band, Overlay
from app.plots.repaint_clock import RepaintClock
from app.plots.row_feed import RowFeed
from app.plots.shown_curves import EMPTY, ShownCurves
from lrengine.history import History

# A curve that is dragged must not lag behind its axes.
_ZOOM_SECONDS: Final = 0.008


class CurvesPanel(QWidget):
    """The two plots over a common iteration axis, their legend and their read-out.

    Drawing follows what is shown at most 33 times a second and only while the panel is visible.

    iteration_hovered  the iteration under the pointer (int), or None
    """

    iteration_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves_panel")
        self.setAccessibleName("Curves")
        card = CurvesCard()
        self._header, self._plots = card.header, card.plots
        self.risk_plot, self.accuracy_plot = card.plots
        self._shown = ShownCurves()
        self._readouts = CurveReadouts(self._plots, self._shown, self)
        self._readouts.hovered.connect(self.iteration_hovered)
        self._feed = RowFeed()
        self._follows = True
        self._theme = DARK
        self._clock = RepaintClock(self)
        self._parts = InTurns((self._draw_risk, self._draw_accuracy), self)
        self._clock.draw_due.connect(self._draw)
        self._clock.describe_due.connect(self._readouts.describe)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 4)
        outer.addWidget(card)
        self._connect()
        self.show_theme(self._theme)

    def _connect(self) -> None:
        self._header.log_button.toggled.connect(self._restart_risk)
        self._header.log_x_button.toggled.connect(self._restart_all)
        self._header.fit_button.clicked.connect(self.fit)
        for plot in self._plots:
            plot.zoomed.connect(self._note_zoom)
            plot.fit_asked.connect(self.fit)
            plot.pointed.connect(self._readouts.point)
            plot.menu_asked.connect(self._open_menu)
            plot.unfinished.connect(self._draw_on)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def repaints(self) -> int:
        """How often the risk plot has been painted with new contents."""
        return self.risk_plot.paints

    def show_history(self, history: History | None, best_iteration: int | None = None) -> None:
        """Show a run's rows; to be called as often as there are new ones."""
        if history is not self._shown.history:
            self._shown.history = history
            self._feed.forget()
            self._readouts.point(None)
        self._shown.best = best_iteration
        self._clock.ask()

    def show_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Draw the curves of these runs thin below the shown one's."""
        self._shown.overlays = tuple(overlays)
        self._clock.ask()

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Draw these means with their spread below everything else."""
        self._shown.bands = tuple(bands)
        self._clock.ask()

    def show_cursor(self, iteration: int | None) -> None:
        """Mark the iteration that the run is rewound to, with what was measured there; None marks nothing."""
        if iteration != self._readouts.cursor:
            self._readouts.cursor = iteration
            self._clock.ask()

    @Slot(object)
    def show_optimum(self, value: float | None) -> None:
        """The least value of the function that the risk plot shows for the training rows."""
        self._shown.optimum = value
        self.risk_plot.show_optimum(value)
        self._clock.ask()

    def show_test(self, revealed: bool) -> None:
        """Show the test curves, or keep them sealed."""
        if revealed == self._shown.test:
            return
        self._shown.test = revealed
        for plot in self._plots:
            plot.show_part("test", revealed)
        self._header.show_legend(self._theme, test=revealed)
        self._clock.ask()

    def show_penalised(self, penalised: bool) -> None:
        """With a penalty the training curve is the risk plus the penalty, which is what is minimised."""
        if penalised != self._shown.penalised:
            self._shown.penalised = penalised
            self._header.show_penalised(penalised)
            self._restart_risk()

    def is_log(self) -> bool:
        return self._header.log_button.isChecked()

    @Slot(bool)
    def set_log(self, log: bool) -> None:
        """A logarithmic risk axis, or a linear one."""
        self._header.log_button.setChecked(log)

    def is_log_x(self) -> bool:
        return self._header.log_x_button.isChecked()

    @Slot(bool)
    def set_log_x(self, log: bool) -> None:
        """Iterations k at log₁₀(1 + k), so that the first ones can be told apart, or evenly spaced."""
        self._header.log_x_button.setChecked(log)

    @Slot()
    def _restart_risk(self) -> None:
        self._feed.forget(self.risk_plot)
        self.risk_plot.follows_height = True
        self._clock.ask()

    @Slot()
    def _restart_all(self) -> None:
        self._feed.forget()
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Show the whole run again, and follow it."""
        self._follows = self.risk_plot.follows_height = self.accuracy_plot.follows_height = True
        self._header.fit_button.hide()
        self._clock.ask()

    @Slot()
    def _note_zoom(self) -> None:
        self._follows = False
        self._header.fit_button.show()
        self._clock.draw_now(unless_within=_ZOOM_SECONDS)

    def show_theme(self, theme: Theme) -> None:
        """The plots paint themselves and need to be told."""
        self._theme = theme
        width = QFontMetricsF(self.font()).horizontalAdvance("0,000") + 8
        for plot in self._plots:
            plot.show_theme(theme, width)
        self._header.show_legend(theme, test=self._shown.test)
        self._clock.ask()

    # -- drawing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Draw now what has been shown so far."""
        self._clock.flush()
        self._parts.all_now()
        for plot in self._plots:
            plot.viewport().repaint()
        while any(plot.overlays.item.is_behind for plot in self._plots):
            self._parts.all_now()
            for plot in self._plots:
                plot.viewport().repaint()

    @Slot()
    def _draw(self) -> None:
        if self._follows:
            self._parts.start()
        else:
            # What is dragged in one plot moves in the other.
            self._parts.all_now()

    def _draw_risk(self) -> None:
        self._draw_plot(self.risk_plot)
        shown = self._shown
        self.risk_plot.show_notice(EMPTY if shown.rows < 2 and not shown.others else "")

    def _draw_accuracy(self) -> None:
        self._draw_plot(self.accuracy_plot)

    def _draw_plot(self, plot: CurvePlot) -> None:
        shown = self._shown
        is_log = plot is self.risk_plot and self.is_log()
        self._feed.give(plot, shown, log=is_log, log_x=self.is_log_x())
        plot.show_others(shown.overlays, shown.bands, shown.columns(plot.is_share))
        if self._follows:
            left, right = map(plot.scale.place, whole_run(shown.history, shown.others))
        else:
            left, right = plot.getViewBox().viewRange()[0]
        # Linked, the other plot would move along, and be painted in this turn, too.
        other = (self.accuracy_plot if plot is self.risk_plot else self.risk_plot).getViewBox()
        other.blockLink(self._follows)
        plot.draw(left, right, shown.best_point(plot.is_share), follows=self._follows)
        other.blockLink(False)
        self._readouts.mark_cursor(plot)

    @Slot()
    def _draw_on(self) -> None:
        self._clock.ask()

    # -- menu, and being hidden ----------------------------------------------------------------

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        plot = self.sender()
        assert isinstance(plot, CurvePlot)
        menu = CurvesMenu(plot, self._shown.history, self.is_log() if plot is self.risk_plot else None, self)
        menu.fit_asked.connect(self.fit)
        menu.log_chosen.connect(self.set_log)
        menu.popup(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self._parts.stop()
