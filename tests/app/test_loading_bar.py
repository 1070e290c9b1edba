"""The loading bar shows how far it is, and its button stops it."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from app.loading_bar import COMPILING, LoadingBar


class Desk(QObject):
    loading_changed = Signal(bool)
    progressed = Signal(float)
    compiling_changed = Signal(bool)


def test_it_is_there_only_while_loading(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    bar = LoadingBar(parent)
    parent.show()
    assert not bar.isVisible()
    bar.show_loading(True)
    bar.show_share(0.42)
    assert bar.isVisible() and bar.findChild(QProgressBar).value() == 42
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    bar.show_loading(False)
    assert not bar.isVisible()


def test_a_wide_status_line_stretches_neither_part(qtbot):
    bar = LoadingBar()
    qtbot.addWidget(bar)
    bar.resize(900, 28)
    bar.show()
    button = bar.findChild(QPushButton)
    assert button.width() <= button.sizeHint().width() and button.geometry().right() > 850


def test_what_a_desk_loads_is_told_and_that_loops_are_compiled(qtbot):
    desk, bar = Desk(), LoadingBar()
    qtbot.addWidget(bar)
    bar.follow(desk)
    note = bar.findChild(QLabel)
    desk.loading_changed.emit(True)
    assert bar.isVisible() and not note.isVisible()
    desk.compiling_changed.emit(True)
    desk.progressed.emit(0.7)
    assert note.isVisible() and note.text() == COMPILING and bar.findChild(QProgressBar).value() == 70
    desk.progressed.emit(1.0)
    assert bar.findChild(QProgressBar).maximum() == 0, "how long the rest takes is not known"
    assert bar.minimumSizeHint().width() < note.sizeHint().width(), "a narrow window is not widened"
    desk.compiling_changed.emit(False)
    assert bar.isVisible() and not note.isVisible()
    desk.loading_changed.emit(False)
    assert not bar.isVisible()
    desk.loading_changed.emit(True)
    assert bar.findChild(QProgressBar).maximum() == 100 and bar.findChild(QProgressBar).value() == 0
