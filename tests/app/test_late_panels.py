"""The panels that come late show the run on view, and what is asked of them reaches the session."""

import pytest
from PySide6.QtCore import Qt, QThread

from app.main_window import MainWindow
from app.window_layout import EVALUATION, EXPLAIN, LAB, SWEEP
from lrengine.recipe import Axis, Recipe, Sweep
from lrengine.settings import change

SHORT = change(Recipe(), {"data.name": "digits8", "stopping.iterations": 30, "solver.learning_rate": 0.1})
MOONS = {"data.name": "moons", "data.points": 60}


@pytest.fixture
def window(qtbot, small_data, monkeypatch):
    from app.data import data_work
    from lrengine.experiment import load_dataset

    small = data_work.load_dataset

    def load(recipe, progress=None, cancelled=None):
        is_plane = recipe.data.name in ("moons", "points")
        return (load_dataset if is_plane else small)(recipe, progress, cancelled)

    monkeypatch.setattr(data_work, "load_dataset", load)
    monkeypatch.setattr("lrengine.sweep.shelf.load_dataset", load)
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.session.open_recipe(SHORT)
    qtbot.waitUntil(lambda: window.session.rows is not None)
    yield window
    window.close()


def train(qtbot, window):
    with qtbot.waitSignal(window.session.run_ended):
        qtbot.keyClick(window, Qt.Key.Key_Space)
    return window.session.run


def raise_tab(qtbot, window, name):
    window.layout_.raise_dock(name)
    qtbot.waitUntil(lambda: window.layout_.is_on_view(name))


def test_evaluation_is_judged_once_its_tab_is_seen(qtbot, window):
    run, panel = train(qtbot, window), window.late.evaluation
    assert panel.judged is None
    raise_tab(qtbot, window, EVALUATION)
    qtbot.waitUntil(lambda: panel.judged is not None)
    assert panel.judged.accuracy == run.figure("validation_accuracy")
    assert panel.header.title.text().startswith("Run 1, iteration 30")


def test_what_is_found_of_a_run_that_halted_is_judged(qtbot, window):
    panel = window.late.evaluation
    raise_tab(qtbot, window, EVALUATION)
    run = train(qtbot, window)
    qtbot.waitUntil(lambda: run.is_calibrated)
    assert run.model().temperature != 1.0
    qtbot.waitUntil(lambda: panel.judged is not None and panel.judged.temperature == run.model().temperature)
    qtbot.waitUntil(lambda: "(calibrated)" in panel.calibration.title.text())


def test_the_test_stays_sealed_until_it_is_revealed(qtbot, window):
    train(qtbot, window)
    raise_tab(qtbot, window, EVALUATION)
    panel = window.late.evaluation
    panel.show_part("test")
    assert panel.part == "validation"
    window.actions_["reveal_action"].trigger()
    qtbot.waitUntil(lambda: panel.judged is not None and panel.judged.part == "test")
    assert panel.judged.accuracy == window.session.run.test_accuracy()


def test_everything_goes_back_in_time_together(qtbot, window):
    run = train(qtbot, window)
    raise_tab(qtbot, window, EVALUATION)
    qtbot.waitUntil(lambda: window.late.evaluation.judged is not None)
    scale = window.time_slider.scale
    scale.setFocus()
    qtbot.keyClick(scale, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: run.shown_iteration == 0)
    assert "iteration <b>0</b>" in window.run_bar.status.text()
    qtbot.waitUntil(lambda: "iteration 0" in window.late.evaluation.header.title.text())
    assert window.late.evaluation.judged.risk == pytest.approx(run.history.column("validation_risk")[0])
    assert not window.session.model.weights.any()


def test_a_sweep_comes_to_the_front_and_its_run_on_view(qtbot, window):
    with qtbot.waitSignal(window.session.sweep.ended):
        window.late.sweep.sweep_asked.emit(Sweep(vary=(Axis("solver.learning_rate", (0.01, 0.1)),)))
    qtbot.waitUntil(lambda: window.layout_.is_on_view(SWEEP))
    assert window.session.run is not None
    # Opening the other one lists it, too.
    outcomes = window.session.sweep.outcomes
    for outcome in outcomes.values():
        window.late.sweep.cell_opened.emit(outcome)
    assert len(window.session.runs) == 2


def test_the_lab_shows_points_and_the_model_of_one_run(qtbot, window):
    session, lab = window.session, window.late.lab
    session.change_settings(MOONS)
    qtbot.waitUntil(lambda: session.rows is not None)
    raise_tab(qtbot, window, LAB)
    train(qtbot, window)
    assert len(lab.plot.points) and lab._model is not None
    # Other points are at hand, but the field is of those that the run learnt from.
    run = session.run
    session.change_settings({"data.points": 30})
    qtbot.waitUntil(lambda: session.run is not run)
    assert lab._model is None or lab._model.recipe == session.run.recipe
    session.show_run(run.number)
    assert lab._model is None, "its points are not here"


def test_polynomials_give_way_when_images_come_back(qtbot, window):
    session = window.session
    session.change_settings(MOONS | {"features.kind": "polynomial"})
    qtbot.waitUntil(lambda: session.rows is not None)
    session.change_settings({"data.name": "digits8"})
    qtbot.waitUntil(lambda: session.rows is not None)
    assert session.recipe.features.kind == "pixels"
    assert "Polynomial" in window.statusBar().currentMessage()


def test_the_card_opens_an_explainer(qtbot, window):
    window.guide_card.explainer_asked.emit("sigmoid")
    qtbot.waitUntil(lambda: window.layout_.is_on_view(EXPLAIN))


@pytest.mark.parametrize("what", ["sweep", "judging", "curves"])
def test_closing_in_the_middle_ends_every_thread(qtbot, window, what):
    session = window.session
    train(qtbot, window)
    if what == "sweep":
        session.change_settings({"stopping.iterations": 0})
        session.sweep_over(Sweep(vary=(Axis("solver.learning_rate", (0.01, 0.1)),)))
        qtbot.waitUntil(lambda: bool(session.sweep._live))
    else:
        raise_tab(qtbot, window, EVALUATION)
        if what == "curves":
            qtbot.waitUntil(lambda: window.late.evaluation.judged is not None)
    threads = window.findChildren(QThread)
    window.close()
    assert not any(thread.isRunning() for thread in threads)
