"""The window as its users and their tools meet it: names, keys, themes, and what survives a crash."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTableView, QWidget

from app.main_window import MainWindow
from app.session_file import load_folder
from lrengine.recipe import Axis, Sweep

NAMES = (
    *("recipe_picker", "data_picker", "task_picker", "digit_a", "digit_b", "solver_picker"),
    *("learning_rate", "speed", "drawing_canvas", "clear_button", "prediction_label"),
    *("risk_plot", "accuracy_plot", "weights_view", "runs_table"),
)


@pytest.fixture
def make(qtbot, small_data):
    windows = []

    def open_window(home=None):
        window = MainWindow(home)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        windows.append(window)
        return window

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def window(qtbot, make):
    window = make()
    qtbot.waitUntil(lambda: window.session.rows is not None)
    return window


def draw(qtbot, window):
    canvas = window.findChild(QWidget, "drawing_canvas")
    middle, height = canvas.width() // 2, canvas.height()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, height // 5))
    for share in (0.3, 0.45, 0.6, 0.75):
        qtbot.mouseMove(canvas, QPoint(middle, int(share * height)))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, int(0.8 * height)))


def test_every_promised_name_is_there_and_says_what_it_is(window):
    for name in NAMES:
        widget = window.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName() or isinstance(widget, QLabel), name
    for name in ("train_action", "pause_action", "step_action", "reset_action"):
        assert window.findChild(QAction, name) is not None


def test_the_first_drawing_is_read_by_the_ready_model(qtbot, make):
    window = make()
    label = window.findChild(QLabel, "prediction_label")
    assert label.text() == "Draw a digit"
    draw(qtbot, window)
    assert label.text().startswith("1")
    qtbot.mouseClick(window.findChild(QWidget, "clear_button"), Qt.MouseButton.LeftButton)
    assert label.text() == "Draw a digit"


def test_space_trains_and_pauses_and_r_returns_to_row_zero(qtbot, window):
    window.session.change_settings({"stopping.iterations": 0, "stopping.epochs": 0.0})
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.run.updates > 5)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.session.run.state == "paused"
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.session.run.state == "ready" and len(window.session.run.history) == 1)


def test_keys_typed_into_a_field_are_text(qtbot, window):
    from PySide6.QtWidgets import QLineEdit

    rate = window.findChild(QWidget, "learning_rate")
    field = rate.findChild(QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.05")
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert window.session.run is None, "a space in a number does not train"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.recipe.solver.learning_rate == 0.05
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert window.session.run is not None, "once entered, Space trains again"


def test_the_learning_rate_speaks_its_own_unit(qtbot, window):
    rate = window.findChild(QWidget, "learning_rate")
    rate.setValue(0.25)
    assert rate.value() == pytest.approx(0.25)
    assert window.session.recipe.solver.learning_rate == pytest.approx(0.25)


def test_pickers_carry_the_recipes_values(qtbot, window):
    task = window.findChild(QComboBox, "task_picker")
    assert task.currentData() == "softmax"
    data = window.findChild(QComboBox, "data_picker")
    assert data.currentData() == "generated"
    solver = window.findChild(QComboBox, "solver_picker")
    assert solver.currentData() == window.session.recipe.solver.name


def test_a_trained_run_is_in_the_table_and_on_the_curves(qtbot, window):
    window.session.change_settings({"stopping.iterations": 25, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    table = window.findChild(QWidget, "runs_table")
    assert table.model().rowCount() == 1
    assert f"<b>{window.session.run.updates:,}</b>" in window.run_bar.status.text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_repaint_everything(qtbot, window, theme):
    window.dresser.choose(theme)
    QApplication.processEvents()
    image = window.grab().toImage()
    corner = image.pixelColor(3, image.height() // 2)
    assert (corner.lightness() < 90) == (theme == "dark")


def test_a_crash_loses_nothing(qtbot, make, tmp_path, monkeypatch):
    monkeypatch.setattr("app.autosave.DELAY_MS", 1)
    first = make(tmp_path)
    qtbot.waitUntil(lambda: first.session.rows is not None)
    draw(qtbot, first)
    first.session.change_settings({"stopping.iterations": 20, "stopping.epochs": 0.0})
    with qtbot.waitSignal(first.session.run_ended):
        first.actions_["train_action"].trigger()

    def is_saved():
        saved = load_folder(tmp_path)
        return saved is not None and any(run.updates == 20 for run in saved.runs)

    qtbot.waitUntil(is_saved)
    # No close: the second window finds what a crash would have left, in a place of its own.
    other = tmp_path / "after the crash"
    other.mkdir()
    for path in tmp_path.glob("*.npz"):
        (other / path.name).write_bytes(path.read_bytes())
    second = make(other)
    assert second.session.recipe.stopping.iterations == 20
    assert len(second.session.drawing.strokes) == 1
    np.testing.assert_array_equal(second.session.model.weights, first.session.model.weights)
    assert (
        second.findChild(QLabel, "prediction_label").text()
        == first.findChild(QLabel, "prediction_label").text()
    )


def test_an_unreadable_session_is_said_and_a_new_one_begins(qtbot, make, tmp_path):
    (tmp_path / "session.npz").write_bytes(b"junk")
    window = make(tmp_path)
    assert "new one begins" in window.statusBar().currentMessage()
    assert (tmp_path / "session.unreadable.npz").exists()


def test_the_layout_is_remembered_and_can_be_reset(qtbot, make, tmp_path):
    first = make(tmp_path)
    dock = first.findChild(QWidget, "runs_dock")
    dock.hide()
    first.close()
    second = make(tmp_path)
    assert not second.findChild(QWidget, "runs_dock").isVisible()
    second.actions_["reset_layout_action"].trigger()
    assert second.findChild(QWidget, "runs_dock").isVisible()


def test_a_test_digit_can_be_shown_and_read(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_E)
    shown = window.session.drawing.picture
    assert any((shown == image).all() for image in window.session.rows.split.test.inputs)
    prediction, _ = window.session.read_drawing()
    label = window.findChild(QLabel, "prediction_label").text()
    assert (label == "Draw a digit") == (prediction is None)


def test_a_sweep_comes_back_after_a_restart(qtbot, make, tmp_path):
    first = make(tmp_path)
    qtbot.waitUntil(lambda: first.session.rows is not None)
    first.session.change_settings({"stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(first.session.sweep.ended):
        first.session.sweep_over(Sweep(vary=(Axis("objective.l2", (0.0, 0.1)),)))
    first.close()
    second = make(tmp_path)
    qtbot.waitUntil(lambda: second.session.sweep.recipe is not None)
    assert second.session.sweep.state.words().startswith("2 of 2 in")
    table = second.findChild(QTableView, "sweep_table").model()
    assert table.rowCount() == 2 and [run.number for run in second.session.runs] == [1]


def test_the_guide_says_when_the_data_are_no_longer_its_own(qtbot, window, tmp_path):
    window.session.change_settings({"data.name": "digits8"})
    assert window.guide_card.head.accessibleName().endswith("(changed: Data)")
    qtbot.waitUntil(lambda: window.session.rows is not None)
    opened = tmp_path / "own.toml"
    opened.write_text("[about]\ntitle = 'Own'\ntext = 'Look.'\n[solver]\nlearning_rate = 0.25\n")
    window.files.open_path(opened)
    assert window.guide_card.head.accessibleName() == "About Own"
    window.session.change_settings({"solver.learning_rate": 0.5})
    assert window.guide_card.head.accessibleName() == "About Own (changed: Learning rate)"


def test_every_bundled_recipe_can_be_chosen(qtbot, window):
    for name, recipe in window.recipes.items():
        window.choose_recipe(name)
        assert window.session.recipe == recipe


def test_closing_while_training_ends_every_thread(qtbot, window):
    from PySide6.QtCore import QThread

    window.session.change_settings({"stopping.iterations": 0, "stopping.epochs": 0.0})
    window.actions_["train_action"].trigger()
    qtbot.waitUntil(lambda: window.session.run.updates > 3)
    threads = window.findChildren(QThread)
    window.close()
    assert threads and not any(thread.isRunning() for thread in threads)


def test_arrows_step_while_the_canvas_has_the_focus(qtbot, window):
    canvas = window.findChild(QWidget, "drawing_canvas")
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.session.run is not None and window.session.run.updates == 1)


def test_a_second_window_on_the_same_place_does_not_overwrite_it(qtbot, make, tmp_path):
    first = make(tmp_path)
    second = make(tmp_path)
    assert second.autosave is None and "will not be saved" in second.statusBar().currentMessage()
    draw(qtbot, first)
    second.close()
    first.close()
    assert len(make(tmp_path).session.drawing.strokes) == 1


def test_a_picture_dropped_anywhere_goes_to_the_canvas(qtbot, window, tmp_path):
    from PySide6.QtGui import QImage

    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(255)
    image.save(str(tmp_path / "one.png"))
    before = window.session.recipe
    window.drops.take(tmp_path / "one.png")
    assert window.session.drawing.picture is not None and window.session.recipe == before
    (tmp_path / "broken.png").write_bytes(b"no picture")
    window.drops.take(tmp_path / "broken.png")
    assert "broken.png" in window.statusBar().currentMessage()


def test_what_was_said_goes_with_what_it_was_about(qtbot, window):
    window.session.change_settings({"task.kind": "binary", "task.classes": (3, 3)})
    qtbot.waitUntil(lambda: "different classes" in window.statusBar().currentMessage())
    window.session.change_settings({"solver.learning_rate": 0.02})
    assert window.statusBar().currentMessage() == ""


def test_the_empty_panel_lists_the_models_classes(qtbot, window):
    window.session.change_settings({"task.kind": "binary", "task.classes": (4, 9)})
    qtbot.waitUntil(lambda: window.session.rows is not None)
    window.actions_["reset_action"].trigger()
    qtbot.waitUntil(lambda: window.session.run is not None and len(window.session.run.history) == 1)
    window.view.show_run()
    assert window.drawing_panel.prediction.bars.class_names == ("4", "9")


def test_the_window_fits_a_screen_of_1024_pixels(window):
    least = window.minimumSizeHint()
    assert least.width() <= 1024 and least.height() <= 700
