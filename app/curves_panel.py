"""Risk and accuracy of the shown run, drawn while it trains."""

from __future__ import annotations

import math
import time
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.curve_legend import CurveLegend
from app.curve_plot import DASHES, PARTS, CurvePlot
from app.plot_export import PlotExport
from app.plot_ticks import risk_text
from app.theme import DARK, Theme
from lrengine.history import History

# Repaints are at least this far apart, and texts for assistive tools this far.
_REPAINT_SECONDS: Final = 0.03
_DESCRIBE_SECONDS: Final = 1.0
# A curve that is dragged must not lag behind its axes.
_ZOOM_SECONDS: Final = 0.008
_EMPTY: Final = "Press Space to train"
# How far back a figure not measured at the pointer's iteration is looked for.
_LOOK_BACK: Final = 5000

Columns = dict[str, str]


class CurvesPanel(QWidget):
    """The two plots over a common iteration axis, their legend and their read-out.

    iteration_hovered  the iteration under the pointer (int), or None
    """

    iteration_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves_panel")
        self.setAccessibleName("Curves")
        self.risk_plot, self.accuracy_plot = CurvePlot(is_share=False), CurvePlot(is_share=True)
        self._columns: dict[CurvePlot, Columns] = {
            self.accuracy_plot: {part: f"{_short(part)}_accuracy" for part in PARTS}
        }
        self._taken: dict[CurvePlot, int] = {}
        self._history: History | None = None
        self._best: int | None = None
        self._follows = True
        self._theme = DARK
        self._penalised = False
        self._test = False
        self._optimum: float | None = None
        self._dirty = False
        self._drawn_at = self._described_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._export = PlotExport(self)
        self._lay_out()
        self.accuracy_plot.setXLink(self.risk_plot)
        for plot, name, title in (
            (self.risk_plot, "risk_plot", "Risk"),
            (self.accuracy_plot, "accuracy_plot", "Accuracy"),
        ):
            plot.setObjectName(name)
            plot.setAccessibleName(f"{title} plot")
            plot.zoomed.connect(self._note_zoom)
            plot.fit_asked.connect(self.fit)
            plot.pointed.connect(self._point)
            plot.menu_asked.connect(self._open_menu)
        self.show_penalised(False)
        self.show_theme(self._theme)

    def _lay_out(self) -> None:
        self._risk_title, self._accuracy_title = QLabel(), QLabel("Accuracy")
        for label in (self._risk_title, self._accuracy_title):
            label.setProperty("strong", True)
        self._legend = CurveLegend()
        self.log_button = _button("risk_log", "log", "Logarithmic risk axis")
        self.log_button.setCheckable(True)
        self.log_button.setChecked(True)
        self.log_button.toggled.connect(self._set_log)
        self.fit_button = _button("fit_curves", "Fit", "Fit the curves: show the whole run and follow it")
        self.fit_button.clicked.connect(self.fit)
        self.fit_button.hide()

        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self._risk_title)
        header.addStretch(1)
        header.addWidget(self.fit_button)
        header.addSpacing(6)
        header.addWidget(self._legend)
        header.addSpacing(6)
        header.addWidget(self.log_button)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        inside.addLayout(header)
        inside.addWidget(self.risk_plot, 6)
        inside.addWidget(self._accuracy_title)
        inside.addWidget(self.accuracy_plot, 5)
        for plot in (self.risk_plot, self.accuracy_plot):
            plot.setMinimumHeight(70)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 4)
        outer.addWidget(card)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def repaints(self) -> int:
        """How often the risk plot has been painted with new contents."""
        return self.risk_plot.paints

    def show_history(self, history: History | None, best_iteration: int | None = None) -> None:
        """Show a run's rows; to be called as often as there are new ones, drawing follows by itself."""
        if history is not self._history:
            self._history = history
            self._taken = {}
            self.iteration_hovered.emit(None)
            self._point(None)
        self._best = best_iteration
        self._schedule()

    @Slot(object)
    def show_optimum(self, value: float | None) -> None:
        """The least value of the function that the risk plot shows for the training rows."""
        self._optimum = value
        self.risk_plot.show_optimum(value)
        self._schedule()

    def show_test(self, revealed: bool) -> None:
        """Show the test curves, or keep them sealed."""
        if revealed != self._test:
            self._test = revealed
            for plot in (self.risk_plot, self.accuracy_plot):
                plot.show_part("test", revealed)
            self._show_legend()
            self._schedule()

    def show_penalised(self, penalised: bool) -> None:
        """The training curve is what is minimised: with a penalty, the risk and the penalty."""
        if penalised == self._penalised and self.risk_plot in self._columns:
            return
        self._penalised = penalised
        self._columns[self.risk_plot] = {part: f"{_short(part)}_risk" for part in PARTS}
        if penalised:
            self._columns[self.risk_plot]["training"] = "train_objective"
        self._risk_title.setText("Objective: risk + penalty" if penalised else "Risk")
        self._taken.pop(self.risk_plot, None)
        self._schedule()

    def is_log(self) -> bool:
        return self.log_button.isChecked()

    def set_log(self, log: bool) -> None:
        """A logarithmic risk axis, or a linear one."""
        self.log_button.setChecked(log)

    @Slot(bool)
    def _set_log(self, log: bool) -> None:
        self._taken.pop(self.risk_plot, None)
        self.risk_plot.follows_height = True
        self._schedule()

    @Slot()
    def fit(self) -> None:
        """Show the whole run again, and follow it."""
        self._follows = True
        self.risk_plot.follows_height = self.accuracy_plot.follows_height = True
        self.fit_button.hide()
        self._schedule()

    @Slot()
    def _note_zoom(self) -> None:
        self._follows = False
        self.fit_button.show()
        if time.perf_counter() - self._drawn_at < _ZOOM_SECONDS:
            self._schedule()
        else:
            self._draw()

    def show_theme(self, theme: Theme) -> None:
        """The plots paint themselves and need to be told."""
        self._theme = theme
        width = QFontMetricsF(self.font()).horizontalAdvance("0,000") + 8
        for plot in (self.risk_plot, self.accuracy_plot):
            plot.show_theme(theme, width)
        self._show_legend()
        self._schedule()

    def _show_legend(self) -> None:
        colours = {
            "training": self._theme.training,
            "validation": self._theme.validation,
            "test": self._theme.test,
        }
        self._legend.show_entries(
            [
                (_short(part), colours[part], DASHES.get(part))
                for part in PARTS
                if part != "test" or self._test
            ],
            self._theme.quiet_ink,
        )

    # -- drawing -------------------------------------------------------------------------------

    def _schedule(self) -> None:
        """Draw soon, but no sooner than a repaint's time after the last one; a hidden panel waits."""
        if self._dirty:
            return
        self._dirty = True
        if self.isVisible():
            self._wait(self._drawn_at + _REPAINT_SECONDS)

    def _wait(self, until: float) -> None:
        self._timer.start(max(0, math.ceil(1000 * (until - time.perf_counter()))))

    @Slot()
    def _tick(self) -> None:
        if self._dirty:
            self._draw()
        if time.perf_counter() - self._described_at >= _DESCRIBE_SECONDS:
            self._describe()
        else:
            self._wait(self._described_at + _DESCRIBE_SECONDS)

    def flush(self) -> None:
        """Draw now what has been shown so far."""
        self._timer.stop()
        self._draw()
        self._describe()
        for plot in (self.risk_plot, self.accuracy_plot):
            plot.viewport().repaint()

    def _draw(self) -> None:
        self._dirty = False
        self._drawn_at = time.perf_counter()
        for plot in (self.risk_plot, self.accuracy_plot):
            self._take_rows(plot)
        if self._follows:
            self.risk_plot.setXRange(*self._whole_run(), padding=0)
        left, right = self.risk_plot.getViewBox().viewRange()[0]
        for plot in (self.risk_plot, self.accuracy_plot):
            plot.draw(left, right, self._best_point(plot), follows=self._follows)
        empty = self._history is None or len(self._history) < 2
        self.risk_plot.show_notice(_EMPTY if empty else "")

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

    def _whole_run(self) -> tuple[float, float]:
        if self._history is None or not len(self._history):
            return 0.0, 10.0
        iterations = self._history.column("iteration")
        first, last = float(iterations[0]), float(iterations[-1])
        return first, max(last + 0.01 * (last - first), first + 1.0)

    def _best_point(self, plot: CurvePlot) -> tuple[float, float] | None:
        """Iteration and value of the best iterate, on the validation curve where there is one."""
        if self._history is None or self._best is None:
            return None
        row = self._row_of(self._best)
        for part in ("validation", "training"):
            value = float(self._history.column(self._columns[plot][part])[row])
            if math.isfinite(value):
                return float(self._best), value
        return None

    def _row_of(self, iteration: float) -> int:
        """The row nearest to an iteration."""
        assert self._history is not None
        iterations = self._history.column("iteration")
        row = int(np.searchsorted(iterations, iteration))
        if row > 0 and (
            row == len(iterations) or iteration - iterations[row - 1] < iterations[row] - iteration
        ):
            row -= 1
        return row

    # -- texts ---------------------------------------------------------------------------------

    @Slot(object)
    def _point(self, iteration: float | None) -> None:
        if iteration is None or self._history is None or not len(self._history):
            for plot in (self.risk_plot, self.accuracy_plot):
                plot.show_pointer(None)
            self.iteration_hovered.emit(None)
            return
        row = self._row_of(iteration)
        nearest = int(self._history.column("iteration")[row])
        for plot in (self.risk_plot, self.accuracy_plot):
            plot.show_pointer(nearest, f"iteration {nearest:,}" + "".join(self._figures(plot, row)))
        self.iteration_hovered.emit(nearest)

    def _figures(self, plot: CurvePlot, row: int) -> list[str]:
        assert self._history is not None
        texts = []
        for part, column in self._columns[plot].items():
            if part == "test" and not self._test:
                continue
            found = _last_measured(self._history.column(column), row)
            if found is not None:
                at = int(self._history.column("iteration")[found])
                value = float(self._history.column(column)[found])
                text = risk_text(value) if plot is self.risk_plot else f"{100 * value:.2f} %"
                texts.append(f"  ·  {_short(part)} {text}" + ("" if found == row else f" (at {at:,})"))
        return texts

    def _describe(self) -> None:
        """Texts for assistive tools; at a low rate, because they are read aloud."""
        self._described_at = time.perf_counter()
        for plot in (self.risk_plot, self.accuracy_plot):
            if self._history is None or not len(self._history):
                plot.setAccessibleDescription(_EMPTY)
                continue
            row = len(self._history) - 1
            text = f"Iteration {int(self._history.column('iteration')[row]):,}" + "".join(
                self._figures(plot, row)
            )
            if self._best is not None:
                text += f"  ·  best iterate {self._best:,}"
            if plot is self.risk_plot and self._optimum is not None:
                text += f"  ·  optimum {risk_text(self._optimum)}"
            plot.setAccessibleDescription(text.replace("  ·  ", ", "))

    # -- menu, and being hidden ----------------------------------------------------------------

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        plot = self.sender()
        assert isinstance(plot, CurvePlot)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Fit").triggered.connect(self.fit)
        if plot is self.risk_plot:
            log = menu.addAction("Logarithmic risk axis")
            log.setCheckable(True)
            log.setChecked(self.is_log())
            log.triggered.connect(self.log_button.setChecked)
        menu.addSeparator()
        self._export.add_actions(menu, plot, self._history)
        menu.popup(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait(self._drawn_at + _REPAINT_SECONDS)
        self._dirty = True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._dirty = True


def _button(name: str, text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(help_text)
    button.setToolTip(help_text)
    button.setStyleSheet("QToolButton { padding: 0 6px; min-height: 16px; font-weight: 400; }")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _short(part: str) -> str:
    return "train" if part == "training" else part


def _last_measured(column: NDArray[Any], row: int) -> int | None:
    """The newest measured row up to `row`."""
    first = max(row + 1 - _LOOK_BACK, 0)
    measured = np.flatnonzero(~np.isnan(column[first : row + 1]))
    return first + int(measured[-1]) if len(measured) else None
