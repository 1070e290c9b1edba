import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.look.theme import DARK, LIGHT
from app.playground.playground_panel import PlaygroundPanel
from lrengine.features import Pixels
from lrengine.model import Model
from lrengine.recipe import Recipe
from lrengine.settings import change

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot):
    made = PlaygroundPanel()
    qtbot.addWidget(made)
    made.resize(860, 330)
    made.show_theme(DARK)
    made.show_recipe(change(Recipe(), {"data.name": "moons", "task.kind": "softmax"}))
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.plot.stop_telling()


def click(panel, qtbot, x, y):
    place = panel.plot.view.to_pixels(np.array([[x, y]], float))[0]
    qtbot.mouseClick(panel.plot, LEFT, pos=QPoint(*np.rint(place).astype(int).tolist()))


def test_data_that_is_no_points_offers_moons(panel, qtbot, small_rows):
    panel.show_points(small_rows.split)
    notice = panel.findChild(QLabel, "playground_notice")
    assert notice.isVisible() and notice.text() == "The 2-D lab needs points: choose Moons"
    with qtbot.waitSignal(panel.source_chosen) as chosen:
        qtbot.mouseClick(panel.moons_button, LEFT)
    assert chosen.args == ["moons"]


def test_points_and_model_are_shown(panel, square, line_model):
    panel.show_points(square)
    assert "No model yet" in panel.controls.words.text()
    panel.show_model(line_model, 12)
    assert panel.plot.isVisible() and len(panel.plot.points) == 5 and panel.plot.model is line_model
    assert panel.controls.words.toolTip() == "σ(0.00 x₁ + 4.00 x₂ + 0.00)"
    panel.show_model(None)
    assert "No model yet" in panel.controls.words.text()


def test_the_formula_follows_at_a_pace_that_can_be_read(panel, qtbot, square, line_model):
    panel.show_points(square)
    for slope in range(2, 6):
        weights = np.array([[0.0, slope]], np.float32)
        model = Model(line_model.features, weights, line_model.intercept, ("0", "1"), line_model.recipe)
        panel.show_model(model)
    assert "5.00" not in panel.controls.words.toolTip()
    qtbot.waitUntil(lambda: "5.00" in panel.controls.words.toolTip())


def test_a_model_of_pictures_is_not_shown(panel, square):
    panel.show_points(square)
    recipe = change(Recipe(), {"task.kind": "binary"})
    weights = np.zeros((1, 4))
    panel.show_model(Model(Pixels("unit", 1.0, (2, 2)), weights, np.zeros(1), ("0", "1"), recipe))
    assert panel.plot.model is None


def test_edits_are_told_with_names(panel, qtbot, square):
    panel.show_points(square)
    qtbot.keyClick(panel.plot, Qt.Key.Key_1)
    with qtbot.waitSignal(panel.points_changed) as changed:
        click(panel, qtbot, 0.5, 0.5)
    x, y, name = changed.args[0][-1]
    assert name == "1" and (x, y) == pytest.approx((0.5, 0.5), abs=0.02)
    assert all(isinstance(each, tuple) and len(each) == 3 for each in changed.args[0])


def test_a_new_class_gets_a_button_of_its_own(panel, qtbot, square):
    panel.show_points(square)
    qtbot.keyClick(panel.plot, Qt.Key.Key_4)
    click(panel, qtbot, 0.5, 0.5)
    assert panel.classes.names == ("0", "1", "4")
    qtbot.keyClick(panel.plot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.classes.chosen == "4"


def test_two_classes_are_the_most_of_a_binary_task(panel, qtbot, square):
    panel.show_recipe(change(Recipe(), {"data.name": "moons", "task.kind": "binary"}))
    panel.show_points(square)
    qtbot.keyClick(panel.plot, Qt.Key.Key_4)
    assert panel.classes.names == ("0", "1")


def test_the_pointer_reads_the_field_and_follows_the_model(panel, square, line_model):
    panel.show_points(square)
    place = panel.plot.view.to_pixels(np.array([[0.0, 0.0]]))[0]
    pixel = QPoint(*np.rint(place).astype(int).tolist())
    QTest.mouseMove(panel.plot, pixel)
    assert panel.plot.readout.startswith("x₁ ") and "class" not in panel.plot.readout
    panel.show_model(line_model)
    assert "class" in panel.plot.readout and panel.plot.readout.endswith(" %")
    surer = Model(
        line_model.features, 100 * line_model.weights, np.ones(1, np.float32), ("0", "1"), line_model.recipe
    )
    before = panel.plot.readout
    panel.show_model(surer)
    assert panel.plot.readout != before


def test_points_stay_while_others_are_on_their_way(panel, square):
    panel.show_points(square)
    panel.show_points(None)
    assert panel.plot.isVisible() and len(panel.plot.points) == 5


def test_empty_clears_and_asks(panel, qtbot, square, line_model):
    panel.show_points(square)
    panel.show_model(line_model)
    with qtbot.waitSignal(panel.source_chosen) as chosen, qtbot.assertNotEmitted(panel.points_changed):
        qtbot.mouseClick(panel.controls.source_buttons["points"], LEFT)
    assert chosen.args == ["points"] and len(panel.plot.points) == 0
    assert "Click to place points" in panel.plot.notice and panel.plot.model is None
    click(panel, qtbot, 0.0, 0.0)
    assert "second class" in panel.plot.notice
    panel.classes.choose_key(1)
    click(panel, qtbot, 1.0, 1.0)
    assert panel.plot.notice == "" and panel.plot.model is line_model


def test_a_source_that_is_asked_for_already_brings_its_points_back(panel, qtbot, square):
    panel.show_points(square)
    qtbot.mouseClick(panel.controls.source_buttons["points"], LEFT)
    qtbot.mouseClick(panel.controls.source_buttons["moons"], LEFT)
    assert len(panel.plot.points) == 5


def test_the_same_rows_are_taken_once(panel, qtbot, square):
    panel.show_points(square)
    click(panel, qtbot, 0.5, 0.5)
    panel.show_points(square)
    assert len(panel.plot.points) == 6


def test_fit_is_offered_while_the_view_is_another(panel, qtbot, square):
    panel.show_points(square)
    assert not panel.fit_button.isVisible()
    qtbot.keyClick(panel.plot, Qt.Key.Key_Plus)
    assert panel.fit_button.isVisible()
    qtbot.mouseClick(panel.fit_button, LEFT)
    assert not panel.fit_button.isVisible() and panel.plot.is_fitted


def test_it_is_dressed_in_both_themes(panel, square, line_model):
    panel.show_points(square)
    panel.show_model(line_model)
    dark = panel.plot.grab().toImage()
    panel.show_theme(LIGHT)
    assert panel.plot.grab().toImage() != dark


def test_it_fits_a_low_dock(panel, square):
    panel.show_points(square)
    assert panel.minimumSizeHint().width() <= 660 and panel.minimumSizeHint().height() <= 280
