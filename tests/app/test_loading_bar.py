"""The loading bar shows how far it is, and its button stops it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from app.loading_bar import LoadingBar


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
