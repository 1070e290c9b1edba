"""The rows a run is trained on, and what is known of their objective: 2/L and the optimum."""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.background import Background, Outcome
from app.data.data_work import DataReady, Optimum, bound_work, data_work, download_work, optimum_work
from lrengine.compiled import under_way
from lrengine.experiment import Rows, row_settings
from lrengine.penalties import Penalty
from lrengine.recipe import Recipe
from lrengine.settings import change


class DataDesk(QObject):
    """Loads rows beside the window and studies their objective; the newest request wins.

    prepared             DataReady
    failed               one sentence; the rows there were before are kept
    progressed           share 0 to 1 of the loading
    loading_changed      whether rows are on their way
    compiling_changed    whether the loops are being compiled, which data may have to wait for
    stable_step_changed  2/L is known, or no longer
    optimum_found        the least value of the objective, or None while it is not known
    """

    prepared = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)
    loading_changed = Signal(bool)
    compiling_changed = Signal(bool)
    stable_step_changed = Signal()
    optimum_found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data: DataReady | None = None
        self.optimum: Optimum | None = None
        self.is_loading = False
        self.is_download = False
        self._requested: Recipe | None = None
        self._analysed: Recipe | None = None
        self._busy = threading.Event()
        self._loader = Background("data_thread", self)
        self._loader.finished_work.connect(self._take_data)
        self._loader.progressed.connect(self._take_progress)
        self._analyst = Background("optimum_thread", self)
        self._analyst.finished_work.connect(self._take_analysis)
        under_way.listen(self._tell_compiling)
        for thread in (self._loader, self._analyst):
            thread.start()

    def rows_for(self, recipe: Recipe) -> Rows | None:
        """Rows that serve `recipe`, or None while they are not here."""
        return self.data.rows if self.data is not None and self.data.rows.serve(recipe) else None

    def is_on_its_way(self, recipe: Recipe) -> bool:
        """Rows that serve `recipe` are being loaded already."""
        requested = self._requested
        return self.is_loading and requested is not None and row_settings(requested) == row_settings(recipe)

    def prepare(self, recipe: Recipe, *, fresh: bool = False) -> None:
        """Load and split what `recipe` names; data that is here is read again only if `fresh`."""
        self._forget_analysis()
        known = self.data if self.data is not None and not fresh else None
        dataset = known.rows.dataset if known is not None else None
        self._loader.submit(data_work(recipe, dataset, known.recipe if known is not None else None))
        self._requested, self.is_download = recipe, False
        self._set_loading(True)

    def download_mnist(self, recipe: Recipe) -> None:
        """Fetch MNIST and prepare its rows as `recipe` asks."""
        self._requested, self.is_download = change(recipe, {"data.name": "mnist"}), True
        self._loader.submit(download_work(self._requested))
        self._set_loading(True)

    def cancel(self) -> None:
        """Stop loading; the rows there were are kept."""
        if self.is_loading:
            self._loader.cancel()
            self._set_loading(False)

    def analyse(self, recipe: Recipe) -> None:
        """Bound the curvature and find the optimum of `recipe`'s objective, as far as that is not known."""
        rows = self.rows_for(recipe)
        if rows is None:
            return
        before = self._analysed
        self._analysed = recipe
        known = self.optimum is not None and self.optimum.rows is rows
        if before is None or not known or _bounded_by(before) != _bounded_by(recipe):
            self._forget_analysis()
            self._analysed = recipe
            self._analyst.submit(bound_work(recipe, rows))
        elif before.objective != recipe.objective and self.optimum is not None:
            self.optimum = replace(self.optimum, value=None)
            self.optimum_found.emit(None)
            self._analyst.submit(optimum_work(recipe, self.optimum, self._busy.is_set))

    def stable_step(self, recipe: Recipe) -> float | None:
        """2/L of the recipe's objective, below which full-batch descent is sure to fall; None if unknown."""
        rows, known = self.rows_for(recipe), self.optimum
        if rows is None or known is None or known.rows is not rows or known.loss_curvature is None:
            return None
        objective = recipe.objective
        penalty = Penalty(0.0, objective.l2, objective.l2_convention, len(rows.train))
        return 2.0 / (known.loss_curvature + penalty.curvature)

    def set_busy(self, busy: bool) -> None:
        """While a run is going on, the search for the optimum steps back."""
        if busy:
            self._busy.set()
        else:
            self._busy.clear()

    def close(self) -> None:
        for thread in (self._loader, self._analyst):
            thread.close()
        under_way.leave(self._tell_compiling)

    def _forget_analysis(self) -> None:
        self._analyst.cancel()
        self._analysed, self.optimum = None, None
        self.stable_step_changed.emit()
        self.optimum_found.emit(None)

    def _set_loading(self, loading: bool) -> None:
        self.is_loading = loading
        self.loading_changed.emit(loading)

    def _tell_compiling(self, is_under_way: bool) -> None:
        """Called in whichever thread waits for the compiler."""
        self.compiling_changed.emit(is_under_way)

    @Slot(int, float)
    def _take_progress(self, number: int, share: float) -> None:
        if self._loader.is_current(number) and self.is_loading:
            self.progressed.emit(share)

    @Slot(object)
    def _take_data(self, outcome: Outcome) -> None:
        if not self._loader.is_current(outcome.number):
            return
        if outcome.sentence:
            self._set_loading(False)
            self.failed.emit(outcome.sentence)
            return
        self.data = outcome.result
        self._set_loading(False)
        self.prepared.emit(self.data)

    @Slot(object)
    def _take_analysis(self, outcome: Outcome) -> None:
        if not self._analyst.is_current(outcome.number) or outcome.result is None:
            return
        is_bound = self.optimum is None
        self.optimum = outcome.result
        if is_bound and self._analysed is not None:
            self.stable_step_changed.emit()
            self._analyst.submit(optimum_work(self._analysed, outcome.result, self._busy.is_set))
        self.optimum_found.emit(self.optimum.value)


def _bounded_by(recipe: Recipe) -> tuple[str, str]:
    """What the loss's curvature depends on beside the rows."""
    return recipe.objective.loss, recipe.objective.reduction
