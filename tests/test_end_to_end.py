"""The window used in every order: a hundred random sequences leave no thread and no stale number."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QThread
from PySide6.QtWidgets import QApplication

from app.drawing.prediction_panel import NO_PICTURES
from app.main_window import MainWindow
from app.run_bar import risk_of
from app.window_layout import BELOW, LAB
from lrengine.experiment import load_dataset
from lrengine.recipe import Axis, Sweep

WINDOWS = 6
SEQUENCES = 17
ACTIONS_EACH = 8


@pytest.fixture
def small_sources(monkeypatch):
    """Sources of data that differ in shape and size, quick to load; points are made as ever."""
    from lrengine.data.dataset import Dataset

    def load(recipe, progress=None, cancelled=None):
        if recipe.data.name in ("moons", "points"):
            return load_dataset(recipe, progress, cancelled)
        side = {"generated": 6, "mnist": 7, "digits8": 8}[recipe.data.name]
        rng = np.random.default_rng(side)
        labels = np.arange(30 * side) % 10
        images = rng.integers(0, 60, (len(labels), side, side))
        images.reshape(len(labels), -1)[np.arange(len(labels)), 2 * labels] += 150
        return Dataset(recipe.data.name, images.astype(np.uint8), labels, tuple("0123456789"))

    monkeypatch.setattr("app.data.data_work.load_dataset", load)
    monkeypatch.setattr("lrengine.sweep.shelf.load_dataset", load)


class User:
    """Someone with a quick hand and no plan."""

    def __init__(self, qtbot, window, seed):
        self.qtbot, self.window, self.random = qtbot, window, random.Random(seed)

    def act(self):
        choice = self.random.choice(
            [self.train, self.train, self.pause, self.step, self.reset, self.data, self.task, self.rate,
             self.draw, self.solver, self.speed, self.wait, self.wait, self.show_run, self.rewind,
             self.branch, self.delete, self.restore, self.repeat, self.sweep, self.tab, self.plane,
             self.place, self.features, self.take_settings, self.reveal]
        )  # fmt: skip
        choice()

    def train(self):
        self.window.actions_["train_action"].trigger()

    def pause(self):
        self.window.actions_["pause_action"].trigger()

    def step(self):
        self.window.actions_["step_action"].trigger()

    def reset(self):
        self.window.actions_["reset_action"].trigger()

    def data(self):
        self.window.session.change_settings(
            {"data.name": self.random.choice(["generated", "mnist", "digits8"])}
        )

    def task(self):
        kind, classes = self.random.choice([("softmax", ()), ("binary", (3, 5)), ("binary", (0, 1))])
        self.window.session.change_settings({"task.kind": kind, "task.classes": classes})

    def rate(self):
        rate = self.random.choice([0.01, 0.1, 1.0, 5000.0])
        self.window.session.change_settings({"solver.learning_rate": rate, "objective.l2": 0.01})

    def solver(self):
        name = self.random.choice(["gradient-descent", "adam", "nesterov"])
        batch = self.random.choice([0, 16])
        self.window.session.change_settings({"solver.name": name, "solver.batch_size": batch})

    def speed(self):
        self.window.run_bar.speed.setValue(self.random.choice([10.0, 1000.0, float("inf")]))

    def show_run(self):
        model = self.window.runs_panel.table.model()
        if model.rowCount():
            place = model.index(self.random.randrange(model.rowCount()), 1)
            table = self.window.runs_panel.table
            self.qtbot.mouseClick(
                table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(place).center()
            )

    def rewind(self):
        scale = self.window.time_slider.scale
        if scale.isVisible():
            scale.setValue(self.random.randint(0, scale.maximum()))

    def branch(self):
        self.window.actions_["branch_action"].trigger()

    def delete(self):
        self.window.runs_panel.actions_["delete"].trigger()

    def restore(self):
        session = self.window.session
        session.run_list.restore(tuple(run.number for run in session.runs.bin[:2]))

    def repeat(self):
        self.window.runs_panel.actions_["repeat"].trigger()

    def sweep(self):
        axis = self.random.choice(
            [Axis("solver.learning_rate", (0.01, 0.1)), Axis("objective.l2", (0.0, 0.1)),
             Axis("features.degree", (1, 2))]
        )  # fmt: skip
        self.window.session.sweep_over(Sweep(vary=(axis,)))

    def tab(self):
        self.window.layout_.raise_dock(self.random.choice(BELOW))

    def plane(self):
        self.window.session.choose_source(self.random.choice(["moons", "points"]))

    def place(self):
        placed = self.window.session.recipe.data.placed
        name = self.random.choice(["0", "1"])
        self.window.session.place_points((*placed, (self.random.random(), self.random.random(), name)))

    def features(self):
        kind = self.random.choice(["pixels", "polynomial"])
        self.window.session.change_settings({"features.kind": kind, "features.degree": 2})

    def take_settings(self):
        self.window.actions_["take_settings_action"].trigger()

    def reveal(self):
        self.window.actions_["reveal_action"].trigger()

    def draw(self):
        canvas = self.window.drawing_panel.canvas
        where = [QPoint(self.random.randrange(60, 120), self.random.randrange(60, 120)) for _ in range(3)]
        self.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=where[0])
        for place in where:
            self.qtbot.mouseMove(canvas, place)
        self.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=where[-1])

    def wait(self):
        for _ in range(self.random.randrange(1, 30)):
            QApplication.processEvents()


def check_nothing_stale(window):
    """Whatever is on screen belongs to one run and one iteration."""
    session = window.session
    run = session.run
    if run is None:
        return
    iterations = run.history.column("iteration")
    assert iterations.tolist() == list(range(len(iterations)))
    if run.theta is None:
        return
    rows = session.rows_on_view()
    assert rows is None or run.class_names == rows.class_names
    model = run.model()
    assert np.isfinite(model.weights).all()
    if rows is not None and not run.recipe.solver.batch_size and run.shown_iteration < len(iterations):
        logits = model.logits(rows.split.train.inputs).T.copy()
        labels = rows.split.train.labels
        loss = model.loss
        risk = loss.risk_and_residual(logits, loss.encode(labels, len(logits))) / len(labels)
        assert run.history.column("train_risk")[run.shown_iteration] == pytest.approx(
            risk, rel=1e-3, abs=1e-6
        )
    numbers = [run.number for run in (*session.runs, *session.runs.bin)]
    assert len(set(numbers)) == len(numbers)
    assert [run.number for run in session.runs if run.rows is not None and not run.is_active] in (
        [],
        [session.run.number],
    )
    prediction, _ = session.read_drawing()
    if prediction is not None:
        assert prediction.class_names == model.class_names
        assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-4)


def check_the_screen(window):
    """The words on screen are those of the session's present state."""
    window.view.show_run()
    session, run = window.session, window.session.run
    prediction, _ = session.read_drawing()
    label = window.drawing_panel.prediction.headline.text()
    if prediction is None:
        reads = session.model is None or len(session.model.input_shape) == 2
        assert label == ("Draw a digit" if reads else NO_PICTURES)
    elif prediction.doubt:
        assert label.startswith("Unsure")
    elif np.ptp(prediction.probabilities):
        assert label.startswith(prediction.class_names[int(np.argmax(prediction.probabilities))])
    lab = window.late.lab
    if window.layout_.is_on_view(LAB) and lab._model is not None:
        assert np.array_equal(lab._model.weights, session.model.weights)
    if run is not None and len(run.history) and not session.desk.is_loading:
        assert f"iteration <b>{run.shown_iteration:,}</b>" in window.run_bar.status.text()
        name, value = risk_of(run)
        assert f"{name} <b>{value}</b>" in window.run_bar.status.text()


def test_random_sequences_leave_nothing_stale(qtbot, small_sources):
    for batch in range(WINDOWS):
        window = MainWindow()
        qtbot.addWidget(window)
        window.show()
        user = User(qtbot, window, batch)
        for _ in range(SEQUENCES):
            for _ in range(ACTIONS_EACH):
                user.act()
                check_nothing_stale(window)
            check_the_screen(window)
        # Closed in the middle of whatever goes on.
        window.actions_["train_action"].trigger()
        threads = window.findChildren(QThread)
        assert sum(thread.isRunning() for thread in threads) >= 3
        window.close()
        assert not any(thread.isRunning() for thread in threads)
