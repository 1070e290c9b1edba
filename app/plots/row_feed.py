"""Hands a run's rows to the plots as they come, each row once."""

from __future__ import annotations

from app.plots.curve_plot import CurvePlot
from app.plots.shown_curves import ShownCurves


class RowFeed:
    """Knows how many rows each plot has; one that is to begin anew gets all of them again."""

    def __init__(self) -> None:
        self._given: dict[CurvePlot, int] = {}

    def forget(self, plot: CurvePlot | None = None) -> None:
        """The next rows of this plot, or of all, begin with the first."""
        if plot is None:
            self._given = {}
        else:
            self._given.pop(plot, None)

    def give(self, plot: CurvePlot, shown: ShownCurves, *, log: bool, log_x: bool) -> None:
        """Hand a plot the rows it has not seen; the axes are those of a plot that begins anew."""
        history, rows = shown.history, shown.rows
        given = self._given.get(plot)
        if given is None or given > rows:
            plot.restart(log=log, log_x=log_x)
            given = 0
        self._given[plot] = rows
        if history is None or given == rows:
            return
        iterations = history.column("iteration")[given:]
        for part, column in shown.columns(plot.is_share).items():
            plot.extend(part, iterations, history.column(column)[given:])
