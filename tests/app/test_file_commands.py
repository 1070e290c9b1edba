"""Opening and saving through the menu; whatever goes wrong is one sentence."""

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.main_window import MainWindow
from lrengine.model import load_model
from lrengine.recipe_files import read_recipe


@pytest.fixture
def window(qtbot, small_data):
    window = MainWindow()
    qtbot.addWidget(window)
    yield window
    window.close()


def answer(monkeypatch, path):
    """Let the file dialogs return `path`, as a user's choice would."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *args: (str(path), "")))


def test_a_recipe_goes_out_and_comes_back(window, monkeypatch, tmp_path):
    window.session.change_settings({"solver.learning_rate": 0.123})
    answer(monkeypatch, tmp_path / "mine")
    window.actions_["save_recipe_action"].trigger()
    assert read_recipe(tmp_path / "mine.toml") == window.session.recipe
    window.session.change_settings({"solver.learning_rate": 0.5})
    answer(monkeypatch, tmp_path / "mine.toml")
    window.actions_["open_recipe_action"].trigger()
    assert window.session.recipe.solver.learning_rate == 0.123


def test_a_model_goes_out_and_comes_back(qtbot, window, monkeypatch, tmp_path):
    window.session.change_settings({"stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    weights = window.session.model.weights.copy()
    answer(monkeypatch, tmp_path / "model.npz")
    window.actions_["save_model_action"].trigger()
    assert (load_model(tmp_path / "model.npz").weights == weights).all()
    window.actions_["reset_action"].trigger()
    window.actions_["open_model_action"].trigger()
    assert (window.session.model.weights == weights).all() and window.session.run is None


def test_curves_are_exported(qtbot, window, monkeypatch, tmp_path):
    window.session.change_settings({"stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    answer(monkeypatch, tmp_path / "curves.csv")
    window.actions_["export_history_action"].trigger()
    assert len((tmp_path / "curves.csv").read_text().splitlines()) == 7


@pytest.mark.parametrize("action", ["open_recipe_action", "open_model_action"])
def test_a_broken_file_is_one_sentence(window, monkeypatch, tmp_path, action):
    broken = tmp_path / ("broken.toml" if "recipe" in action else "broken.npz")
    broken.write_bytes(b"\x00\x01 not what it should be")
    answer(monkeypatch, broken)
    before = window.session.recipe
    window.actions_[action].trigger()
    said = window.statusBar().currentMessage()
    assert "broken" in said and said.endswith(".") and window.session.recipe == before


def test_a_place_that_cannot_be_written_is_one_sentence(window, monkeypatch, tmp_path):
    answer(monkeypatch, tmp_path / "missing" / "recipe.toml")
    window.actions_["save_recipe_action"].trigger()
    assert "Cannot write" in window.statusBar().currentMessage()


def test_a_cancelled_dialog_does_nothing(window, monkeypatch):
    answer(monkeypatch, "")
    before = window.statusBar().currentMessage()
    for name in ("open_recipe_action", "save_recipe_action", "open_data_action", "save_model_action"):
        window.actions_[name].trigger()
    assert window.statusBar().currentMessage() == before


@pytest.mark.parametrize("action", ["shortcuts_action", "about_action"])
def test_help_opens_and_closes(qtbot, window, action):
    window.actions_[action].trigger()
    box = window.findChild(QMessageBox, "message_box")
    assert box is not None and box.text()
    box.close()


def test_dropped_files_open_by_what_they_are(qtbot, window, tmp_path):
    from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QApplication

    from lrengine.recipe import Recipe
    from lrengine.recipe_files import write_recipe
    from lrengine.settings import change

    def drop(path):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), copy, mime, left, keys))
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, mime, left, keys))

    write_recipe(change(Recipe(), {"solver.learning_rate": 0.031}), tmp_path / "a.toml")
    drop(tmp_path / "a.toml")
    assert window.session.recipe.solver.learning_rate == 0.031
    (tmp_path / "points.csv").write_text("x,y,label\n1,2,0\n")
    drop(tmp_path / "points.csv")
    assert window.session.recipe.data.path == str(tmp_path / "points.csv")


def test_recent_files_are_offered_and_forgotten_when_gone(window, monkeypatch, tmp_path):
    answer(monkeypatch, tmp_path / "mine.toml")
    window.actions_["save_recipe_action"].trigger()
    menu = window.actions_.menus["File"].findChild(type(window.actions_.menus["File"]), "recent_menu")
    assert [action.data() for action in menu.actions()] == [str(tmp_path / "mine.toml")]
    menu.actions()[0].trigger()
    assert "Opened" in window.statusBar().currentMessage()
    (tmp_path / "mine.toml").unlink()
    menu.actions()[0].trigger()
    assert "no longer there" in window.statusBar().currentMessage()
    assert not menu.actions() and not menu.isEnabled()
