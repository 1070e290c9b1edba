"""The panels that nobody sees at first, built once the window is on screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from app.data.early_imports import EarlyImports
from app.drawing.drawing_history import Drawing
from app.evaluation.evaluation_desk import EvaluationDesk
from app.evaluation.evaluation_panel import ChosenImage
from app.late_parts import LateParts
from app.reading.certainty_desk import CertaintyDesk
from app.reading.own_shelf import OwnShelf
from app.reading.reading_desk import ReadingDesk
from app.reading.teach_desk import TeachDesk
from app.window_layout import EVALUATION, EXPLAIN, LAB, RUNS, SWEEP
from lrengine.data.own_digits import own_digits_path

if TYPE_CHECKING:
    from app.main_window import MainWindow

# A tab is told of before it is on screen.
_SOON_MS = 0


class LatePanels(QObject):
    """Evaluation, sweep, 2-D lab, explainers and what reads a drawing closely, connected to the session."""

    def __init__(self, window: MainWindow, parts: LateParts) -> None:
        super().__init__(window)
        self._window = window
        self._session = session = window.session
        self.evaluation, self.sweep = parts.evaluation, parts.sweep
        self.lab, self.explainers = parts.lab, parts.explainers
        self.desk = EvaluationDesk(session, self)
        self.imports = EarlyImports(session, self)
        self.reading = ReadingDesk(session, window.drawing_panel, self)
        home = Path(window.store.fileName()).parent if window.store is not None else None
        shelf = OwnShelf(home / own_digits_path().name if home is not None else None)
        self.teaching = TeachDesk(session, window.drawing_panel.reading, shelf, self)
        self.certainty = CertaintyDesk(session, self)
        self._revealed: tuple[bool, bool] | None = None
        layout = window.layout_
        for name, panel in (
            (EVALUATION, self.evaluation), (SWEEP, self.sweep), (LAB, self.lab), (EXPLAIN, self.explainers),
        ):  # fmt: skip
            layout.fill(name, panel)
        window.dresser.add(self.evaluation, self.sweep, self.lab, self.explainers)
        if window.store is not None and window.store.contains("parts_open"):
            window.drawing_panel.open_parts(str(window.store.value("parts_open")).split(","))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._follow_tabs)
        self._connect()
        window.view.show_reading()
        session.several.opener.open()
        self._show_settings()
        self._show_run()

    def _connect(self) -> None:
        window, session = self._window, self._session
        for dock in window.layout_.docks.values():
            dock.visibilityChanged.connect(self._ask_to_follow)
        window.view.drawing_read.connect(self.reading.take)
        window.view.drawing_read.connect(self.teaching.take)
        self.teaching.learned.connect(window.drawing_panel.show_lesson)
        self.certainty.found.connect(window.view.show_reading)
        self.certainty.found.connect(self.desk.note_change)
        self.teaching.said.connect(window.messages.say)
        self.desk.judged.connect(self.evaluation.show_judged)
        self.desk.curves.connect(self.evaluation.show_curves)
        self.evaluation.part_chosen.connect(self.desk.choose_part)
        self.evaluation.class_chosen.connect(self.desk.choose_class)
        self.evaluation.image_chosen.connect(self._show_image)
        self.evaluation.reveal_asked.connect(window.actions_["reveal_action"].trigger)
        self.sweep.follow(session.sweep)
        self.sweep.sweep_asked.connect(session.sweep_over)
        self.sweep.cell_opened.connect(session.several.open_cell)
        self.sweep.reveal_asked.connect(window.actions_["reveal_action"].trigger)
        session.sweep.began.connect(self._show_sweep)
        self.lab.points_changed.connect(session.place_points)
        self.lab.source_chosen.connect(session.choose_source)
        self.lab.features_changed.connect(session.change_settings)
        self.lab.refused.connect(window.messages.say)
        window.guide_card.explainer_asked.connect(self._explain)
        session.recipe_changed.connect(self._show_settings)
        session.desk.prepared.connect(self._show_settings)
        session.several.combined.connect(self._show_combined)
        session.run_began.connect(self._show_run)
        session.run_advanced.connect(self._show_run)
        session.run_ended.connect(self._show_run)

    # -- what is shown -------------------------------------------------------------------------

    @Slot()
    def _show_settings(self) -> None:
        session = self._session
        self.sweep.show_recipe(session.recipe)
        self.lab.show_recipe(session.recipe)
        self._show_run()

    @Slot()
    def _show_run(self) -> None:
        """The 2-D lab at the iterate on view, with the points it has learnt from if they are here."""
        session, run = self._session, self._session.run
        if self._window.layout_.is_on_view(LAB):
            own = session.rows_on_view()
            rows = own or session.rows
            self.lab.show_points(rows.split if rows is not None else None)
            self.lab.show_model(
                session.model if own is not None else None, run.shown_iteration if run is not None else 0
            )
        self._show_sealed()

    def _show_sealed(self) -> None:
        run, recipe = self._session.run, self._session.recipe
        of_sweep = recipe.evaluation.reveal_test
        revealed = of_sweep or (run is not None and run.revealed)
        if (revealed, of_sweep) != self._revealed:
            self._revealed = revealed, of_sweep
            self.evaluation.show_test_sealed(not revealed)
            self.sweep.show_test_revealed(of_sweep)

    @Slot()
    def _ask_to_follow(self) -> None:
        self._soon.start()

    @Slot()
    def _follow_tabs(self) -> None:
        """Only what the user can see is kept up to date."""
        self.desk.set_on_view(self._window.layout_.is_on_view(EVALUATION))
        self._show_run()

    # -- what is asked for ---------------------------------------------------------------------

    @Slot()
    def _show_combined(self) -> None:
        """A model made of two is looked at by its weights, for which the table of runs leaves room."""
        self._window.layout_.raise_dock(RUNS)

    @Slot()
    def _show_sweep(self) -> None:
        self._window.layout_.raise_dock(SWEEP)

    @Slot(str)
    def _explain(self, name: str) -> None:
        self.explainers.show_explainer(name)
        self._window.layout_.raise_dock(EXPLAIN)

    @Slot(object)
    def _show_image(self, image: ChosenImage) -> None:
        """A row of the gallery goes onto the canvas, where it is read like a drawing."""
        picture = (np.asarray(image.picture, np.float64) * (255.0 / image.full_scale)).astype(np.uint8)
        drawing = Drawing(picture=picture)
        self._window.drawing_panel.canvas.set_drawing(drawing)
        self._session.set_drawing(drawing)

    def close(self) -> None:
        store = self._window.store
        if store is not None:
            store.setValue("parts_open", ",".join(self._window.drawing_panel.reading.opened()))
        self._soon.stop()
        self.imports.close()
        self.desk.close()
        self.reading.close()
        self.teaching.close()
        self.certainty.close()
