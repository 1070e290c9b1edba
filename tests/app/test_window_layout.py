"""Docks move, are remembered, and always find back."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from app.window_layout import DRAWING, EVALUATION, RUNS, SETTINGS, WindowLayout


@pytest.fixture
def make(qtbot):
    def layout():
        window = QMainWindow()
        qtbot.addWidget(window)
        layout = WindowLayout(window, QLabel("bar"), QLabel("centre"))
        window.show()
        return window, layout

    return layout


def test_reset_puts_every_dock_back(make):
    window, layout = make()
    settings, drawing, runs = (layout.docks[name] for name in (SETTINGS, DRAWING, RUNS))
    settings.setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, drawing)
    runs.hide()
    layout.reset()
    areas = {SETTINGS: Qt.DockWidgetArea.LeftDockWidgetArea, DRAWING: Qt.DockWidgetArea.RightDockWidgetArea}
    for name, dock in layout.docks.items():
        assert window.dockWidgetArea(dock) == areas.get(name, Qt.DockWidgetArea.BottomDockWidgetArea)
        assert not dock.isFloating() and not dock.isHidden()
    assert layout.is_on_view(RUNS)


def test_a_layout_is_kept_and_restored(make, tmp_path):
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window, layout = make()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, layout.docks[DRAWING])
    layout.save(store)
    other, restored = make()
    restored.restore(store)
    moved = restored.docks[DRAWING]
    assert other.dockWidgetArea(moved) == Qt.DockWidgetArea.LeftDockWidgetArea


def test_an_unreadable_layout_is_ignored(make, tmp_path):
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    store.setValue("layout", b"junk")
    store.setValue("geometry", "junk")
    _, layout = make()
    layout.restore(store)
    assert layout.is_on_view(RUNS) and not layout.docks[SETTINGS].isHidden()


def test_a_panel_of_pictures_rises_and_the_runs_stay_low(make):
    window, layout = make()
    window.resize(1200, 800)
    QApplication.processEvents()
    low = layout.docks[RUNS].height()
    layout.raise_dock(EVALUATION)
    QApplication.processEvents()
    assert layout.is_on_view(EVALUATION) and not layout.is_on_view(RUNS)
    assert layout.docks[EVALUATION].height() > low
    layout.raise_dock(RUNS)
    QApplication.processEvents()
    assert layout.docks[RUNS].height() == low
