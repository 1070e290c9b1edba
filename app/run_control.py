"""What begins, halts and goes on: the settings, the runs they make, and the four buttons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.recipe_desk import RecipeDesk
from app.runs.run_desk import RunDesk, has_controls
from app.runs.run_list import RunList
from app.runs.run_record import RunRecord, State
from app.runs.run_store import RunStore
from app.settings.differing import differing
from app.several_runs import SeveralRuns
from app.wish import Wish
from lrengine.experiment import Rows
from lrengine.recipe import Point, Recipe, Sweep
from lrengine.settings import find_setting


class RunControl(QObject):
    """Turns the settings into runs: one at a time, or the several of a sweep.

    recipe_changed    the settings as they are now
    state_changed     what Train, Pause, Step and Reset may do has changed
    said              one sentence for the user
    """

    recipe_changed = Signal(object)
    state_changed = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish: Wish | None = None
        self._edit_run: RunRecord | None = None
        self.settings = RecipeDesk(self)
        self.settings.changed.connect(self._take_recipe)
        self.settings.served.connect(self._take_rows)
        self.settings.given_up.connect(self._drop_wish)
        self.settings.said.connect(self.said)
        self.desk = self.settings.data
        self.desk.loading_changed.connect(self.state_changed)
        self.run_desk = RunDesk(self)
        self.run_desk.state_changed.connect(self.state_changed)
        self.run_desk.said.connect(self.said)
        self.run_list = RunList(self.run_desk, self)
        self.run_list.state_changed.connect(self.state_changed)
        self.run_list.said.connect(self.said)
        self.several = SeveralRuns(self.desk, self.run_desk, self.run_list, self)
        self.several.state_changed.connect(self.state_changed)
        self.several.said.connect(self.said)
        self.sweep = self.several.sweep
        self.state_changed.connect(self._share_the_machine)

    # -- what there is -------------------------------------------------------------------------

    @property
    def recipe(self) -> Recipe:
        return self.settings.recipe

    @property
    def runs(self) -> RunStore:
        return self.run_desk.store

    @property
    def run(self) -> RunRecord | None:
        """The run on view, if any; before the first one, or once one is opened, a ready model is."""
        return self.run_desk.current

    @property
    def rows(self) -> Rows | None:
        """Rows that serve the settings as they are now, or None while they are on their way."""
        return self.settings.rows

    def pending(self) -> set[str]:
        """Settings that differ from the shown run's and act only at the next start."""
        run = self.run
        if run is None:
            return set()
        return {key for key in differing(self.recipe, run.recipe) if not find_setting(key).live}

    # -- settings ------------------------------------------------------------------------------

    @Slot(object)
    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Take over changed settings; a wrong one is said and leaves everything as it was."""
        self._open(self.settings.changed_by(changes))

    def open_recipe(self, recipe: Recipe) -> None:
        """Take over a whole recipe. Live settings act at once, other data brings row 0 of a new run."""
        self.settings.open(recipe)
        run = self.run
        if self.rows is None:
            return
        if self._wish is not None:
            self._begin(self._wish.state)
        elif run is not None and run.state == "ready" and self._is_stale(run):
            self._begin("ready")

    def _open(self, recipe: Recipe | None) -> None:
        if recipe is not None:
            self.open_recipe(recipe)

    def open_data(self, path: Path) -> None:
        """Learn from a file from now on; it is read again even if it was before."""
        recipe = self.settings.with_file(path)
        if recipe is not None:
            self.open_recipe(recipe)
            self.settings.prepare(fresh=True)

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Learn from another source of points."""
        self._open(self.settings.with_source(name))

    @Slot(object)
    def place_points(self, points: tuple[Point, ...]) -> None:
        """Learn from points placed by hand; a run that goes on begins anew with them."""
        recipe, run = self.settings.with_points(points), self.run
        if recipe is not None:
            if run is not None and (run.state == "running" or run is self._edit_run):
                self._wish = Wish("running", is_edit=True)
            self.open_recipe(recipe)

    def _is_stale(self, run: RunRecord) -> bool:
        """Whether a run that has not moved was made ready for other settings."""
        return bool(self.pending()) or not has_controls(run, self.recipe)

    # -- the four buttons ----------------------------------------------------------------------

    @Slot()
    def train(self) -> None:
        """Start a run, or go on with what is paused; waits for data that is still loading.

        Another recipe starts a run of its own. A recipe of several runs starts them all.
        """
        run = self.run
        if self.several.resume(self.recipe):
            return
        if self.recipe.sweep.has_several:
            self.several.begin(self.recipe)
        elif run is not None and self._goes_on(run) and not (run.state == "ready" and self._is_stale(run)):
            self.run_desk.change_live(self.recipe)
            self.run_desk.resume()
        elif run is None or run.state != "running":
            self._begin("running")

    @Slot()
    def pause(self) -> None:
        """Halt after the present iteration."""
        if self.waits_to_train:
            assert self._wish is not None
            self._wish = Wish("ready", self._wish.branch)
            self.state_changed.emit()
        self._edit_run = None
        self.run_desk.pause()
        self.several.pause()

    @Slot(int)
    def step(self, count: int = 1) -> None:
        """Pause, then make `count` updates; starts a run where there is none to go on with."""
        run = self.run
        if run is None or run.state == "finished" or not self._is_asked_for(run):
            self._begin("ready")
            run = self.run
        if run is not None and run.is_active and self.rows is run.rows:
            self.run_desk.change_live(self.recipe)
            self.run_desk.step(count)

    @Slot()
    def reset(self) -> None:
        """Stop, and return to row 0 of a run with the settings as they are now."""
        self._begin("ready")

    @Slot(float)
    def set_speed(self, iterations_per_second: float) -> None:
        self.run_desk.set_speed(iterations_per_second)

    @property
    def waits_to_train(self) -> bool:
        """Training starts by itself as soon as the rows are here."""
        return self._wish is not None and self._wish.trains

    @property
    def is_busy(self) -> bool:
        """Something trains, or is about to."""
        return self._is_training or self.waits_to_train or self.several.is_running

    @property
    def _is_training(self) -> bool:
        return self.run is not None and self.run.state == "running"

    def _goes_on(self, run: RunRecord) -> bool:
        return run.state in ("paused", "ready") and self._is_asked_for(run)

    def _is_asked_for(self, run: RunRecord) -> bool:
        """Whether the settings, however changed, are still of the run's data and recipe."""
        return self.rows is run.rows and run.recipe.about == self.recipe.about

    def _begin(self, state: State, branch: RunRecord | None = None) -> None:
        wish, self._wish = (self._wish or Wish(state)).asked_again(state, branch), None
        self.several.forget_pause()
        rows = self.rows
        if rows is None:
            self._wish = wish
            if not self.desk.is_loading:
                self.settings.prepare()
            self.state_changed.emit()
            return
        edited = self._edit_run if wish.is_edit and self._edit_run is self.run else None
        recipe = msgspec.structs.replace(self.recipe, sweep=Sweep())
        self.run_desk.begin(recipe, rows, state, wish.branch, in_place_of=edited)
        self._edit_run = self.run if wish.is_edit else None

    @Slot(int)
    def branch(self, number: int = 0) -> None:
        """Train on, with the settings as they are now, from the iterate a run shows (0: that on view)."""
        run = self.runs.find(number) if number else self.run
        if run is not None and run.theta is not None:
            self._begin("running", run)

    # -- from the threads ----------------------------------------------------------------------

    @Slot(object)
    def _take_recipe(self, recipe: Recipe) -> None:
        self.run_desk.change_live(recipe)
        self.recipe_changed.emit(recipe)

    @Slot()
    def _take_rows(self) -> None:
        run = self.run
        if self.waits_to_train or self._is_training:
            self._begin("running")
        elif self._wish is not None or (run is not None and run.rows is not None):
            self._begin("ready")

    @Slot()
    def _drop_wish(self) -> None:
        self._wish = None
        self.state_changed.emit()

    @Slot()
    def _share_the_machine(self) -> None:
        self.desk.set_busy(self._is_training or self.several.is_running)
