"""Drives the runs: begins, pauses and branches them, and keeps their records up to date."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.runs.run_record import RunRecord, State
from app.runs.run_store import RunStore
from app.training_thread import Advance, Ending, Job, TrainingThread, set_live
from lrengine.errors import LabError
from lrengine.experiment import Rows, controls_of, start
from lrengine.recipe import Recipe
from lrengine.settings import change
from lrengine.threads import Workers, available_cores


class RunDesk(QObject):
    """At most one run is active, running or paused; any run may be on view.

    began          RunRecord: a new run is on view
    advanced       RunRecord: the run on view has moved, or was drawn back in time
    ended          RunRecord: the run on view is over
    state_changed  what the buttons may do has changed
    listed         a run that is not on view has moved, or is over
    said           one sentence for the user
    """

    began = Signal(object)
    advanced = Signal(object)
    ended = Signal(object)
    state_changed = Signal()
    listed = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = RunStore()
        self.active: RunRecord | None = None
        self._trainer = TrainingThread(self)
        self._trainer.advanced.connect(self._take_advance)
        self._trainer.ended.connect(self._take_ending)
        self._trainer.start()

    @property
    def current(self) -> RunRecord | None:
        """The run on view."""
        return self.store.current

    def begin(
        self,
        recipe: Recipe,
        rows: Rows,
        state: State,
        branch: RunRecord | None = None,
        *,
        in_place_of: RunRecord | None = None,
    ) -> None:
        """Start a run and show it, from the iterate that `branch` shows if given; failures are said.

        in_place_of   a run that is not worth keeping beside the new one
        """
        # One core is the window's: its curves and the training must not wait for each other.
        workers = Workers(recipe.run.threads or max(1, available_cores() - 1))
        theta = None if branch is None else branch.theta
        try:
            training = start(recipe, rows, workers, theta=theta)
        except LabError as error:
            self.said.emit(str(error))
            self.state_changed.emit()
            return
        parent = None if branch is None else (branch.number, branch.shown_iteration)
        self.leave()
        if in_place_of is not None:
            self.store.discard(in_place_of)
        run = self.store.add(recipe, rows, training)
        run.title, run.parent, run.state = recipe.about.title, parent, state
        self.active = run
        self._trainer.begin(Job(run.key, recipe, rows, training, paused=state == "ready"))
        self.began.emit(run)
        self.state_changed.emit()

    def leave(self) -> None:
        """A run that is left for another stays where it is."""
        run, self.active = self.active, None
        if run is not None:
            self._trainer.stop()
            run.finish("stopped", "", None)
            self._note_end(run)

    def resume(self) -> None:
        if self.active is not None:
            self._return(self.active)
            self._trainer.resume()
            self._set_state("running")

    def pause(self) -> None:
        if self.active is not None and self.active.state == "running":
            self._trainer.pause()
            self._set_state("paused")

    def step(self, count: int) -> None:
        """Pause, then make `count` updates."""
        if self.active is not None:
            self._return(self.active)
            self._trainer.step(count)
            self._set_state("paused")

    def set_speed(self, iterations_per_second: float) -> None:
        self._trainer.set_speed(iterations_per_second)

    def make_way(self) -> None:
        """Another run comes on view: the one that is active pauses, or goes if it never moved."""
        self.pause()
        if self.active is not None and self.active.state == "ready":
            self.leave()

    def change_live(self, recipe: Recipe) -> None:
        """Let changed live settings act on the run that is going on."""
        run = self.active
        if run is None or run is not self.current or run.state == "ready" or has_controls(run, recipe):
            return
        assert run.training is not None
        before, controls = run.training.controls, controls_of(recipe)
        set_live(run.training, controls)
        if replace(controls, reveal_test=before.reveal_test) == before:
            # The test came into sight, which moves nothing.
            return
        penalty = {"objective.l1": recipe.objective.l1, "objective.l2": recipe.objective.l2}
        run.objective = change(Recipe(objective=run.objective), penalty).objective
        run.changed_live = True

    def rewind(self, iteration: int | None) -> None:
        """Draw the run on view back to a kept iterate, or for None to the newest."""
        run = self.current
        if run is None:
            return
        was_back = run.rewound is not None
        run.rewind(iteration)
        self.advanced.emit(run)
        if run.rewound is not None:
            self.said.emit(f"Looking back: row {run.rewound[0]:,} of run {run.number}.")
        elif was_back:
            self.said.emit(run.sentence)

    def _return(self, run: RunRecord) -> None:
        """A run that goes on does so from where it stands, which takes back what was said of its past."""
        if run.rewound is not None:
            run.rewind(None)
            self.said.emit("")

    def close(self) -> None:
        # What the thread has sent by then is not taken any more.
        self.active = None
        self._trainer.close()

    # -- from the thread -----------------------------------------------------------------------

    @Slot(object)
    def _take_advance(self, advance: Advance) -> None:
        self._trainer.acknowledge()
        run = self.active
        if run is None or run.key != advance.run:
            return
        run.extend(advance.steps, advance.theta, advance.best_iteration, advance.snapshots)
        if run is self.current:
            self.advanced.emit(run)
        else:
            self.listed.emit()

    @Slot(object)
    def _take_ending(self, ending: Ending) -> None:
        run = self.active
        if run is None or run.key != ending.run:
            return
        self.active = None
        run.finish(ending.reason, ending.sentence, ending.result)
        self._note_end(run)
        self.state_changed.emit()
        if ending.sentence:
            self.said.emit(ending.sentence)

    def _note_end(self, run: RunRecord) -> None:
        if run is self.current:
            self.ended.emit(run)
        else:
            run.rows = None
            self.listed.emit()

    def _set_state(self, state: State) -> None:
        assert self.active is not None
        self.active.state = state
        self.state_changed.emit()


def has_controls(run: RunRecord, recipe: Recipe) -> bool:
    """Whether the run's live settings are the recipe's."""
    return run.training is not None and run.training.controls == controls_of(recipe)
