"""Buttons above the table, and the bin."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QToolButton, QWidget

from app.runs.run_lines import RunRow
from app.runs.runs_header import RunsActions, RunsHeader


def row(number, name=""):
    return RunRow(number, "#4f8cff", {}, 0.3, 0.9, None, False, "finished", name)


@pytest.fixture
def header(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    made = RunsHeader(RunsActions(host), host)
    with qtbot.waitExposed(host):
        host.show()
    yield made


def test_the_slim_row_fits_into_a_narrow_dock(header):
    header.show_bin([row(k) for k in range(1, 100)])
    header.summary.setText("100 runs")
    assert header.sizeHint().width() <= 644 and header.sizeHint().height() <= 34


def test_deleted_runs_can_be_put_back_one_by_one_or_all(header, qtbot):
    assert not header.bin_button.isVisible()
    header.show_bin([row(2, "Softmax"), row(5)])
    assert header.bin_button.isVisible() and header.bin_button.text() == "Bin (2)…"
    entries = [action for action in header.bin_menu.actions() if action.text()][:-1]
    assert [entry.text() for entry in entries] == ["Restore run 5", "Restore run 2 · Softmax", "Restore all"]
    for entry, numbers in zip(entries, [(5,), (2,), (2, 5)], strict=True):
        with qtbot.waitSignal(header.restore_asked) as heard:
            entry.trigger()
        assert heard.args == [numbers]
    header.show_bin([row(2, "Softmax")])
    texts = [action.text() for action in header.bin_menu.actions() if action.text()]
    assert texts == ["Restore run 2 · Softmax", "Empty the bin…"]
    header.show_bin([])
    assert not header.bin_button.isVisible()


@pytest.mark.parametrize(("button", "emptied"), [("Empty the bin", True), ("Cancel", False)])
def test_the_bin_is_emptied_once_the_user_is_sure(header, qtbot, button, emptied):
    heard = []
    header.empty_asked.connect(lambda: heard.append(True))
    header.show_bin([row(2), row(5)])
    header.bin_menu.actions()[-1].trigger()
    box = header.window().findChild(QMessageBox, "empty_bin_box")
    assert "all 2 runs" in box.text() and not heard
    buttons = {made.text().replace("&", ""): made for made in box.buttons()}
    assert box.defaultButton() is buttons["Cancel"]
    qtbot.mouseClick(buttons[button], Qt.MouseButton.LeftButton)
    assert bool(heard) == emptied


def test_every_button_has_words(header):
    for button in header.findChildren(QToolButton):
        assert button.objectName() and button.toolTip() and (button.text() or not button.isVisible())


def test_the_menu_holds_every_action(header, qtbot):
    actions = RunsActions(header)
    menu = actions.menu(header)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "Show", "Overlay curves", "Repeat with five seeds", "Branch from here", "Delete", "Export table…",
    ]  # fmt: skip
    menu.close()
