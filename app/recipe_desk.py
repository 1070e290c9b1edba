"""The settings as they are now, and the rows that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.data.data_desk import DataDesk
from app.data.data_work import DataReady
from lrengine.errors import LabError
from lrengine.experiment import Rows
from lrengine.recipe import Point, Recipe
from lrengine.settings import change


class RecipeDesk(QObject):
    """Rows are loaded beside the window; settings that lead to none give way to those of the rows here.

    changed   Recipe: the settings as they are now
    served    rows that serve them have arrived
    given_up  no rows will come of what was asked for
    said      one sentence for the user
    """

    changed = Signal(object)
    served = Signal()
    given_up = Signal()
    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recipe = Recipe()
        self.data = DataDesk(self)
        self.data.prepared.connect(self._take_data)
        self.data.failed.connect(self._take_failure)

    @property
    def rows(self) -> Rows | None:
        """Rows that serve the settings, or None while they are on their way."""
        return self.data.rows_for(self.recipe)

    # -- settings ------------------------------------------------------------------------------

    def changed_by(self, changes: Mapping[str, Any]) -> Recipe | None:
        """The settings with some of them changed; a wrong one is said, and leaves None."""
        if changes.get("solver.name") in ("lbfgs", "newton"):
            # They take all rows and no L1; choosing it says clearly enough that these are to go.
            changes = {"solver.batch_size": 0, "objective.l1": 0.0, **changes}
        try:
            return change(self.recipe, changes)
        except LabError as error:
            self.changed.emit(self.recipe)
            self.said.emit(str(error))
            return None

    def open(self, recipe: Recipe) -> None:
        """Take over a whole recipe, and load what it names unless that is here."""
        self.recipe = recipe
        self.changed.emit(recipe)
        if self.rows is None:
            if not self.data.is_on_its_way(recipe):
                self.prepare()
            return
        if self.data.is_loading and not self.data.is_download:
            self.data.cancel()
        self.data.analyse(recipe)
        self.data.stable_step_changed.emit()

    # -- data ----------------------------------------------------------------------------------

    def prepare(self, *, fresh: bool = False) -> None:
        """Load what the settings ask for; points of one class wait for those of a second."""
        missing = what_lacks(self.recipe)
        if missing:
            self.data.cancel()
            self.said.emit(missing)
        else:
            self.data.prepare(self.recipe, fresh=fresh)

    def with_file(self, path: Path) -> Recipe | None:
        return self.changed_by({"data.name": "file", "data.path": str(path)})

    def with_points(self, points: tuple[Point, ...]) -> Recipe | None:
        return self.changed_by({"data.name": "points", "data.placed": points})

    def with_source(self, name: str) -> Recipe | None:
        """Another source of points; classes of other data go, and points placed by hand with them."""
        placed: tuple[Point, ...] = () if name == "points" else self.recipe.data.placed
        changes = {"data.name": name, "data.placed": placed, "task.classes": ()}
        if self.recipe.features.kind in ("deskewed", "histograms"):
            # These are made of images.
            changes["features.kind"] = "pixels"
        return self.changed_by(changes)

    @Slot()
    def download_mnist(self) -> None:
        """Fetch MNIST beside the window, then switch to it; a run goes on meanwhile."""
        self.data.download_mnist(self.recipe)

    @Slot()
    def cancel_loading(self) -> None:
        """Give up on the rows on their way."""
        if self.data.is_loading:
            self.data.cancel()
            self._give_up("Loading was stopped.")

    def close(self) -> None:
        self.data.close()

    # -- from the thread -----------------------------------------------------------------------

    @Slot(object)
    def _take_data(self, ready: DataReady) -> None:
        is_adopted = self.rows is None
        if is_adopted:
            # A download that was asked for, or classes and features that the data cannot have: what
            # arrived becomes the choice.
            self.recipe = _with_data_of(ready.recipe, self.recipe)
            self.changed.emit(self.recipe)
        self.data.analyse(self.recipe)
        self.served.emit()
        if is_adopted and ready.sentence:
            self.said.emit(ready.sentence)

    @Slot(str)
    def _take_failure(self, sentence: str) -> None:
        self._give_up(sentence)

    def _give_up(self, sentence: str) -> None:
        self.given_up.emit()
        here = self.data.data
        if here is not None:
            kept = here.recipe.run
            run = msgspec.structs.replace(
                self.recipe.run, seed=kept.seed, dtype=kept.dtype, products=kept.products
            )
            self.open(msgspec.structs.replace(_with_data_of(here.recipe, self.recipe), run=run))
        elif self.recipe.data.name != Recipe().data.name:
            # Nothing was ever loaded: a saved session may name a file that is gone.
            self.open(_with_data_of(Recipe(), self.recipe))
        self.said.emit(sentence)


def _with_data_of(given: Recipe, recipe: Recipe) -> Recipe:
    return msgspec.structs.replace(recipe, data=given.data, task=given.task, features=given.features)


def what_lacks(recipe: Recipe) -> str:
    """What is still to be placed before points can be learnt from, or ""."""
    if recipe.data.name != "points":
        return ""
    names = {name for _, _, name in recipe.data.placed}
    if len(names) > 1:
        return ""
    which = f"All points are of class {names.pop()}" if names else "No points are placed yet"
    return f"{which}: click in the 2-D lab until there are two classes."
