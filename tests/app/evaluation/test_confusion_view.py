import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.evaluation.confusion_view import ConfusionView
from app.look.theme import LIGHT

NAMES = ("0", "1", "2")
COUNTS = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 10]])


@pytest.fixture
def view(show):
    made = show(ConfusionView())
    made.show_counts(NAMES, COUNTS)
    return made


def centre(view, cell):
    return view.layout_of_cells().cell_rect(cell).center().toPoint()


def test_a_click_chooses_and_a_second_gives_up(view, qtbot):
    with qtbot.waitSignal(view.cell_chosen) as heard:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre(view, (0, 1)))
    assert heard.args == [(0, 1)] and view.chosen == (0, 1)
    assert "Chosen: true 0, read as 1: 2 (20.0 %)" in view.accessibleDescription()
    with qtbot.waitSignal(view.cell_chosen) as heard:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre(view, (0, 1)))
    assert heard.args == [None] and view.chosen is None


def test_arrows_move_and_enter_chooses(view, qtbot):
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    assert view.under == (0, 2) and view.accessibleDescription() == "true 0, read as 2: 0 (0.0 %)"
    with qtbot.waitSignal(view.cell_chosen) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [(0, 2)]


def test_the_pointer_tells_a_cell(view, qtbot):
    with qtbot.waitSignal(view.pointed, check_params_cb=lambda cell: cell == (1, 0)):
        qtbot.mouseMove(view, centre(view, (1, 0)))
    with qtbot.waitSignal(view.pointed, check_params_cb=lambda cell: cell is None):
        qtbot.mouseMove(view, QPoint(1, 1))


def test_the_choice_stays_while_the_classes_do(view):
    view.choose((0, 1))
    view.show_counts(NAMES, COUNTS + 1)
    assert view.chosen == (0, 1) and view.sentence((0, 1)) == "true 0, read as 1: 3 (23.1 %)"
    view.show_counts(("a", "b"), np.eye(2, dtype=np.int64))
    assert view.chosen is None


def test_every_state_looks_other(view):
    view.clearFocus()
    seen = [view.grab().toImage()]
    for change in (
        lambda: view.show_theme(LIGHT),
        lambda: view.show_rates(True),
        lambda: view.choose((2, 2)),
        lambda: view.setFocus(),
        lambda: view.show_counts((), np.zeros((0, 0), np.int64)),
    ):
        change()
        image = view.grab().toImage()
        assert all(image != other for other in seen)
        seen.append(image)


def test_arrows_are_claimed_and_space_is_not(qtbot, key_host):
    view = ConfusionView(key_host)
    view.show_counts(NAMES, COUNTS)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert key_host.keys == [Qt.Key.Key_Space]
    claim = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    claim.ignore()
    QApplication.sendEvent(view, claim)
    assert claim.isAccepted()
