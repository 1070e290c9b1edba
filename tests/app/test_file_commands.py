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
    qtbot.waitUntil((tmp_path / "model.npz").exists)
    saved = load_model(tmp_path / "model.npz")
    assert (saved.weights == weights).all() and saved.temperature != 1.0
    window.actions_["reset_action"].trigger()
    window.actions_["open_model_action"].trigger()
    assert (window.session.model.weights == weights).all() and window.session.run is None


def test_curves_are_exported(qtbot, window, monkeypatch, tmp_path):
    window.session.change_settings({"stopping.iterations": 5, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    answer(monkeypatch, tmp_path / "curves.csv")
    with qtbot.waitSignal(window.files._writer.written):
        window.actions_["export_history_action"].trigger()
    assert len((tmp_path / "curves.csv").read_text().splitlines()) == 7


def train(qtbot, window, iterations=5):
    window.session.change_settings({"stopping.iterations": iterations, "stopping.epochs": 0.0})
    with qtbot.waitSignal(window.session.run_ended):
        window.actions_["train_action"].trigger()
    return window.session.run


def test_all_runs_are_exported_as_one_table(qtbot, window, monkeypatch, tmp_path):
    window.actions_["export_runs_action"].trigger()
    assert "no run" in window.statusBar().currentMessage()
    for iterations in (5, 3):
        train(qtbot, window, iterations)
    answer(monkeypatch, tmp_path / "all")
    with qtbot.waitSignal(window.files._writer.written):
        window.actions_["export_runs_action"].trigger()
    head, *lines = (tmp_path / "all.csv").read_text().splitlines()
    assert (
        head.startswith("run,iteration,") and [line.split(",")[0] for line in lines] == ["1"] * 6 + ["2"] * 4
    )


def test_a_session_goes_out_and_comes_back_over_a_run_that_trains(qtbot, window, monkeypatch, tmp_path):
    run = train(qtbot, window)
    weights = run.model().weights.copy()
    answer(monkeypatch, tmp_path / "mine")
    with qtbot.waitSignal(window.files._writer.written):
        window.actions_["save_session_action"].trigger()
    assert window.statusBar().currentMessage() == "Saved mine.lab."
    window.session.change_settings({"stopping.iterations": 0, "solver.learning_rate": 0.05})
    window.actions_["train_action"].trigger()
    other = window.session.run
    qtbot.waitUntil(lambda: other.updates > 3)
    answer(monkeypatch, tmp_path / "mine.lab")
    window.actions_["open_session_action"].trigger()
    session = window.session
    assert [run.number for run in session.runs] == [1] and session.run_desk.active is None
    assert session.run.updates == 5 and session.recipe.stopping.iterations == 5
    assert (session.model.weights == weights).all() and other.state == "finished"
    assert "iteration <b>5</b>" in window.run_bar.status.text()


def test_the_session_there_was_is_kept_when_another_is_opened(qtbot, small_data, monkeypatch, tmp_path):
    window = MainWindow(tmp_path / "home")
    qtbot.addWidget(window)
    answer(monkeypatch, tmp_path / "empty.lab")
    with qtbot.waitSignal(window.files._writer.written):
        window.actions_["save_session_action"].trigger()
    train(qtbot, window)
    window.actions_["open_session_action"].trigger()
    assert not len(window.session.runs)
    window.files.open_path(tmp_path / "home" / "previous.lab")
    assert [run.updates for run in window.session.runs] == [5]
    window.close()


def test_a_recipe_from_a_file_is_none_of_the_bundled_ones(window, monkeypatch, tmp_path):
    answer(monkeypatch, tmp_path / "mine.toml")
    window.actions_["save_recipe_action"].trigger()
    window.actions_["open_recipe_action"].trigger()
    assert window.session.recipe_name == ""


def test_a_full_disk_is_one_sentence(qtbot, window, monkeypatch, tmp_path):
    train(qtbot, window)
    answer(monkeypatch, tmp_path / "missing" / "mine.lab")
    with qtbot.waitSignal(window.files._writer.failed):
        window.actions_["save_session_action"].trigger()
    assert "Cannot write" in window.statusBar().currentMessage()


@pytest.mark.parametrize("action", ["open_recipe_action", "open_model_action", "open_session_action"])
def test_a_broken_file_is_one_sentence(window, monkeypatch, tmp_path, action):
    endings = {"open_recipe_action": "toml", "open_model_action": "npz", "open_session_action": "lab"}
    broken = tmp_path / f"broken.{endings[action]}"
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


def test_about_says_what_multiplies_the_rows(window, monkeypatch):
    monkeypatch.setattr("app.file_commands.products_text", lambda recipe, rows: "Told & true.")
    window.actions_["about_action"].trigger()
    box = window.findChild(QMessageBox, "message_box")
    assert "Told &amp; true." in box.text()
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
