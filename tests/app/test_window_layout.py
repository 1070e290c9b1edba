"""Docks move, are remembered, and always find back."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from app.window_layout import WindowLayout


@pytest.fixture
def make(qtbot):
    def layout():
        window = QMainWindow()
        qtbot.addWidget(window)
        layout = WindowLayout(window, *(QLabel(name) for name in ("bar", "left", "right", "below")))
        window.show()
        return window, layout

    return layout


def test_reset_puts_every_dock_back(make):
    window, layout = make()
    settings, drawing, runs = layout.docks.values()
    settings.setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, drawing)
    runs.hide()
    layout.reset()
    for area, dock in layout.docks.items():
        assert window.dockWidgetArea(dock) == area and dock.isVisible() and not dock.isFloating()


def test_a_layout_is_kept_and_restored(make, tmp_path):
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window, layout = make()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, list(layout.docks.values())[1])
    layout.save(store)
    other, restored = make()
    restored.restore(store)
    moved = list(restored.docks.values())[1]
    assert other.dockWidgetArea(moved) == Qt.DockWidgetArea.LeftDockWidgetArea


def test_an_unreadable_layout_is_ignored(make, tmp_path):
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    store.setValue("layout", b"junk")
    store.setValue("geometry", "junk")
    _, layout = make()
    layout.restore(store)
    assert all(dock.isVisible() for dock in layout.docks.values())
