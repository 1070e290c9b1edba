"""The window used in every order: two hundred random sequences leave no thread and no stale number."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QThread
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.run_bar import risk_of

SEQUENCES = 200
ACTIONS_EACH = 8


@pytest.fixture
def small_sources(monkeypatch):
    """Three sources of data that differ in shape and size, quick to load."""
    from lrengine.data.dataset import Dataset

    def load(recipe, progress=None, cancelled=None):
        side = {"generated": 6, "mnist": 7, "digits8": 8}[recipe.data.name]
        rng = np.random.default_rng(side)
        labels = np.arange(30 * side) % 10
        images = rng.integers(0, 60, (len(labels), side, side))
        images.reshape(len(labels), -1)[np.arange(len(labels)), 2 * labels] += 150
        return Dataset(recipe.data.name, images.astype(np.uint8), labels, tuple("0123456789"))

    monkeypatch.setattr("app.data.data_work.load_dataset", load)


class User:
    """Someone with a quick hand and no plan."""

    def __init__(self, qtbot, window, seed):
        self.qtbot, self.window, self.random = qtbot, window, random.Random(seed)

    def act(self):
        choice = self.random.choice(
            [self.train, self.pause, self.step, self.reset, self.data, self.task, self.rate, self.draw,
             self.solver, self.speed, self.wait]
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
    rows = run.rows
    assert rows is not None and run.class_names == rows.class_names
    model = run.model()
    assert np.isfinite(model.weights).all()
    if not run.recipe.solver.batch_size and run.shown_iteration < len(iterations):
        logits = model.logits(rows.split.train.inputs).T.copy()
        labels = rows.split.train.labels
        loss = model.loss
        risk = loss.risk_and_residual(logits, loss.encode(labels, len(logits))) / len(labels)
        assert run.history.column("train_risk")[run.shown_iteration] == pytest.approx(
            risk, rel=1e-3, abs=1e-6
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
        assert label == "Draw a digit"
    elif np.ptp(prediction.probabilities):
        assert label.startswith(prediction.class_names[int(np.argmax(prediction.probabilities))])
    if run is not None and len(run.history) and not session.desk.is_loading:
        assert f"iteration <b>{run.shown_iteration:,}</b>" in window.run_bar.status.text()
        name, value = risk_of(run)
        assert f"{name} <b>{value}</b>" in window.run_bar.status.text()


def test_random_sequences_leave_nothing_stale(qtbot, small_sources):
    for batch in range(10):
        window = MainWindow()
        qtbot.addWidget(window)
        window.show()
        user = User(qtbot, window, batch)
        for _ in range(SEQUENCES // 10):
            for _ in range(ACTIONS_EACH):
                user.act()
                check_nothing_stale(window)
            check_the_screen(window)
        # Closed in the middle of whatever goes on.
        window.actions_["train_action"].trigger()
        threads = window.findChildren(QThread)
        assert len(threads) == 3
        window.close()
        assert all(thread.isFinished() for thread in threads)
