"""What the curves of the shown run are drawn from, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from app.plots.curve_figures import (
    ACCURACY_COLUMNS,
    PARTS,
    Columns,
    best_point,
    figures,
    risk_columns,
    row_of,
)
from app.plots.overlay import Band, Overlay
from app.plots.plot_ticks import risk_text
from lrengine.history import History

EMPTY = "Press Space to train"


@dataclass(eq=False)
class ShownCurves:
    """The shown run, for both plots; `is_share` asks for the plot of accuracies.

    best       the best iteration so far
    optimum    the least value of what the risk plot shows for the training rows
    penalised  the training curve is the risk plus the penalty, which is what is minimised
    test       the test curves are shown, too
    overlays, bands   other runs drawn below it
    """

    history: History | None = None
    best: int | None = None
    optimum: float | None = None
    penalised: bool = False
    test: bool = False
    overlays: tuple[Overlay, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def rows(self) -> int:
        return 0 if self.history is None else len(self.history)

    @property
    def others(self) -> list[History]:
        """Rows of the other runs."""
        runs: tuple[Overlay | Band, ...] = (*self.overlays, *self.bands)
        return [history for run in runs for history in run.histories]

    def columns(self, is_share: bool) -> Columns:
        """The history's column for each part."""
        return ACCURACY_COLUMNS if is_share else risk_columns(self.penalised)

    def best_point(self, is_share: bool) -> tuple[float, float] | None:
        """(iteration, value) to be marked."""
        if self.history is None or not self.rows or self.best is None:
            return None
        return best_point(self.history, self.best, self.columns(is_share))

    def nearest(self, iteration: float) -> int | None:
        """The iteration of the row next to one."""
        if self.history is None or not self.rows:
            return None
        return int(self.history.column("iteration")[row_of(self.history, iteration)])

    def figures(self, is_share: bool, iteration: float) -> list[str]:
        """What was measured there: "iteration 412", "train .2817", …"""
        if self.history is None or not self.rows:
            return [EMPTY]
        row = row_of(self.history, iteration)
        columns = self.columns(is_share)
        shown = {part: columns[part] for part in PARTS if self.test or part != "test"}
        texts = figures(self.history, row, shown, is_share=is_share)
        return [f"iteration {int(self.history.column('iteration')[row]):,}", *texts]

    def summary(self, is_share: bool) -> str:
        """The plot in words: its last row, its marks, and what else is drawn."""
        texts = self.figures(is_share, float("inf"))
        if self.rows:
            texts += [] if self.best is None else [f"best iterate {self.best:,}"]
            if not is_share and self.optimum is not None:
                texts.append(f"optimum {risk_text(self.optimum)}")
        overlaid = [f"run {run.name}" for run in self.overlays] + [band.name for band in self.bands]
        if overlaid:
            texts.append(f"overlaid: {', '.join(overlaid)}")
        return ", ".join(texts)
