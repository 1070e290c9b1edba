"""A run that halts is calibrated on its own rows; what trains meanwhile is not held up."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.reading.certainty_desk import CertaintyDesk
from app.runs.run_record import RunRecord
from app.session import Session
from lrengine.calibration import fit_temperature
from lrengine.recipe import Recipe
from lrengine.settings import change

RECIPE = change(Recipe(), {"data.test": 0.05, "data.validation": 0.1, "solver.learning_rate": 0.5,
                           "stopping.iterations": 20, "stopping.epochs": 0.0})  # fmt: skip


class Lab:
    def __init__(self) -> None:
        self.session = Session()
        self.desk = CertaintyDesk(self.session, self.session)
        self.session.open_recipe(RECIPE)

    def train(self, qtbot: QtBot) -> RunRecord:
        with qtbot.waitSignal(self.session.run_ended):
            self.session.train()
        run = self.session.run
        assert run is not None
        return run


@pytest.fixture
def lab(qapp, small_data):
    made = Lab()
    yield made
    made.desk.close()
    made.session.close()


def test_a_run_that_ended_is_calibrated_on_its_validation_rows(qtbot: QtBot, lab: Lab) -> None:
    with qtbot.waitSignal(lab.desk.found) as told:
        run = lab.train(qtbot)
        assert run.model().temperature == 1.0 and run.model().familiarity is None
    assert told.args == [run] and run.is_calibrated
    rows, model = lab.session.rows, run.model()
    logits = model.weights @ np.asarray(rows.validation).T + model.intercept[:, None]
    assert model.temperature == fit_temperature(logits, rows.split.validation.labels, model.loss) != 1.0
    assert model.familiarity is not None
    # Its temperature is of that iterate alone; what its images are like holds for all of them.
    lab.session.rewind(3)
    assert run.model().temperature == 1.0 and run.model().familiarity is model.familiarity
    assert run.reached_model().temperature == model.temperature


def test_a_pause_is_a_halt_and_the_same_rows_are_known(qtbot: QtBot, lab: Lab) -> None:
    with qtbot.waitSignal(lab.desk.found):
        first = lab.train(qtbot)
    lab.session.change_settings({"stopping.iterations": 0})
    with qtbot.waitSignal(lab.desk.found) as told:
        lab.session.step(5)
    second = told.args[0]
    assert second is lab.session.run is not first and second.state == "paused" and second.is_calibrated
    assert second.certainty.familiarity is first.certainty.familiarity
    lab.session.step(1)
    qtbot.waitUntil(lambda: second.reached_iteration == 6 and second.is_calibrated)


def test_a_training_that_starts_ends_the_work(qtbot: QtBot, lab: Lab, monkeypatch) -> None:
    asked = []

    def wait(model, rows, cancelled):
        asked.append(cancelled)
        while not cancelled():
            np.linalg.svd(np.ones((20, 20)))
        raise AssertionError("nobody waits for this")

    monkeypatch.setattr("app.reading.certainty_desk.with_certainty", wait)
    run = lab.train(qtbot)
    qtbot.waitUntil(lambda: len(asked) == 1)
    lab.session.change_settings({"stopping.iterations": 0})
    lab.session.train()
    qtbot.waitUntil(asked[0])
    assert not run.is_calibrated and lab.session.run is not run


def test_closing_in_the_middle_ends_the_work(qtbot: QtBot, lab: Lab, monkeypatch) -> None:
    asked = []

    def wait(model, rows, cancelled):
        asked.append(cancelled)
        while not cancelled():
            np.linalg.svd(np.ones((20, 20)))

    monkeypatch.setattr("app.reading.certainty_desk.with_certainty", wait)
    lab.train(qtbot)
    qtbot.waitUntil(lambda: len(asked) == 1)
    lab.desk.close()
    assert asked[0]()
