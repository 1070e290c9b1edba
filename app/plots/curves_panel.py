"""Risk and accuracy of the shown run, drawn while it trains."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.look.theme import DARK, Theme
from app.plots.curve_figures import (
    ACCURACY_COLUMNS,
    PARTS,
    Columns,
    best_point,
    figures,
    risk_columns,
    row_of,
    whole_run,
)
from app.plots.curve_plot import CurvePlot
from app.plots.curves_header import CurvesHeader
from app.plots.curves_menu import CurvesMenu
from app.plots.plot_ticks import risk_text
from app.plots.repaint_clock import RepaintClock
from lrengine.history import History

# A curve that is dragged must not lag behind its axes.
_ZOOM_SECONDS: Final = 0.008
_EMPTY: Final = "Press Space to train"


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
        self.risk_plot, self.accuracy_plot = CurvePlot(is_share=False), CurvePlot(is_share=True)
        self._plots = (self.risk_plot, self.accuracy_plot)
        self._columns: dict[CurvePlot, Columns] = {
            self.risk_plot: risk_columns(False),
            self.accuracy_plot: ACCURACY_COLUMNS,
        }
        self._taken: dict[CurvePlot, int] = {}
        self._history: History | None = None
        self._best: int | None = None
        self._follows = True
        self._theme = DARK
        self._test = False
        self._optimum: float | None = None
        self._clock = RepaintClock(self)
        self._clock.draw_due.connect(self._draw)
        self._clock.describe_due.connect(self._describe)
        self._header = CurvesHeader()
        self._header.show_penalised(False)
        self._lay_out()
        self._connect()
        self.show_theme(self._theme)

    def _lay_out(self) -> None:
        accuracy = QLabel("Accuracy")
        accuracy.setProperty("strong", True)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        inside.addWidget(self._header)
        inside.addWidget(self.risk_plot, 6)
        inside.addWidget(accuracy)
        inside.addWidget(self.accuracy_plot, 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 4)
        outer.addWidget(card)

    def _connect(self) -> None:
        self._header.log_button.toggled.connect(self._restart_risk)
        self._header.fit_button.clicked.connect(self.fit)
        self.accuracy_plot.setXLink(self.risk_plot)
        for plot, name in zip(self._plots, ("risk", "accuracy"), strict=True):
            plot.setObjectName(f"{name}_plot")
            plot.setAccessibleName(f"{name.capitalize()} plot")
            plot.setMinimumHeight(70)
            plot.zoomed.connect(self._note_zoom)
            plot.fit_asked.connect(self.fit)
            plot.pointed.connect(self._point)
            plot.menu_asked.connect(self._open_menu)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def repaints(self) -> int:
        """How often the risk plot has been painted with new contents."""
        return self.risk_plot.paints

    def show_history(self, history: History | None, best_iteration: int | None = None) -> None:
        """Show a run's rows; to be called as often as there are new ones."""
        if history is not self._history:
            self._history = history
            self._taken = {}
            self._point(None)
        self._best = best_iteration
        self._clock.ask()

    @Slot(object)
    def show_optimum(self, value: float | None) -> None:
        """The least value of the function that the risk plot shows for the training rows."""
        self._optimum = value
        self.risk_plot.show_optimum(value)
        self._clock.ask()

    def show_test(self, revealed: bool) -> None:
        """Show the test curves, or keep them sealed."""
        if revealed == self._test:
            return
        self._test = revealed
        for plot in self._plots:
            plot.show_part("test", revealed)
        self._header.show_legend(self._theme, test=revealed)
        self._clock.ask()

    def show_penalised(self, penalised: bool) -> None:
        """With a penalty the training curve is the risk plus the penalty, which is what is minimised."""
        columns = risk_columns(penalised)
        if columns != self._columns[self.risk_plot]:
            self._columns[self.risk_plot] = columns
            self._header.show_penalised(penalised)
            self._restart_risk()

    def is_log(self) -> bool:
        return self._header.log_button.isChecked()

    @Slot(bool)
    def set_log(self, log: bool) -> None:
        """A logarithmic risk axis, or a linear one."""
        self._header.log_button.setChecked(log)

    @Slot()
    def _restart_risk(self) -> None:
        self._taken.pop(self.risk_plot, None)
        self.risk_plot.follows_height = True
        self._clock.ask()

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
        self._header.show_legend(theme, test=self._test)
        self._clock.ask()

    # -- drawing -------------------------------------------------------------------------------

    def flush(self) -> None:
        """Draw now what has been shown so far."""
        self._clock.flush()
        for plot in self._plots:
            plot.viewport().repaint()

    @Slot()
    def _draw(self) -> None:
        for plot in self._plots:
            self._take_rows(plot)
        if self._follows:
            self.risk_plot.setXRange(*whole_run(self._history), padding=0)
        left, right = self.risk_plot.getViewBox().viewRange()[0]
        history = self._history if self._history is not None and len(self._history) else None
        for plot in self._plots:
            best = None
            if history is not None and self._best is not None:
                best = best_point(history, self._best, self._columns[plot])
            plot.draw(left, right, best, follows=self._follows)
        self.risk_plot.show_notice(_EMPTY if history is None or len(history) < 2 else "")

    def _take_rows(self, plot: CurvePlot) -> None:
        """Hand a plot the rows it has not seen."""
        rows = 0 if self._history is None else len(self._history)
        taken = self._taken.get(plot)
        if taken is None or taken > rows:
            plot.restart(log=plot is self.risk_plot and self.is_log())
            taken = 0
        self._taken[plot] = rows
        if self._history is None or taken == rows:
            return
        iterations = self._history.column("iteration")[taken:]
        for part, column in self._columns[plot].items():
            plot.extend(part, iterations, self._history.column(column)[taken:])

    # -- texts ---------------------------------------------------------------------------------

    def _figures(self, plot: CurvePlot, history: History, row: int) -> list[str]:
        shown = {part: self._columns[plot][part] for part in PARTS if self._test or part != "test"}
        iteration = f"iteration {int(history.column('iteration')[row]):,}"
        return [iteration, *figures(history, row, shown, is_share=plot is self.accuracy_plot)]

    @Slot(object)
    def _point(self, iteration: float | None) -> None:
        history = self._history
        if iteration is None or history is None or not len(history):
            for plot in self._plots:
                plot.show_pointer(None)
            self.iteration_hovered.emit(None)
            return
        row = row_of(history, iteration)
        nearest = int(history.column("iteration")[row])
        for plot in self._plots:
            plot.show_pointer(nearest, "  ·  ".join(self._figures(plot, history, row)))
        self.iteration_hovered.emit(nearest)

    @Slot()
    def _describe(self) -> None:
        for plot in self._plots:
            texts = [_EMPTY]
            if self._history is not None and len(self._history):
                texts = self._figures(plot, self._history, len(self._history) - 1)
                texts += [] if self._best is None else [f"best iterate {self._best:,}"]
                if plot is self.risk_plot and self._optimum is not None:
                    texts.append(f"optimum {risk_text(self._optimum)}")
            plot.setAccessibleDescription(", ".join(texts))

    # -- menu, and being hidden ----------------------------------------------------------------

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        plot = self.sender()
        assert isinstance(plot, CurvePlot)
        menu = CurvesMenu(plot, self._history, self.is_log() if plot is self.risk_plot else None, self)
        menu.fit_asked.connect(self.fit)
        menu.log_chosen.connect(self.set_log)
        menu.popup(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
