"""Sections that fold by mouse and by keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.settings.setting_row import SettingRow
from app.settings.settings_section import SettingsSection


@pytest.fixture
def section(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QLineEdit(window).setFocus()
    section = SettingsSection("Data split", True, window)
    section.add_row(SettingRow("Thing", QLineEdit(), ""))
    section.setGeometry(0, 0, 240, 120)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield section


def test_a_click_folds_without_taking_the_focus(section, qtbot):
    with qtbot.waitSignal(section.folded) as told:
        qtbot.mouseClick(section.head, Qt.MouseButton.LeftButton)
    assert told.args == [True] and not section.body.isVisible() and not section.head.hasFocus()
    qtbot.mouseClick(section.head, Qt.MouseButton.LeftButton)
    assert section.body.isVisible()


@pytest.mark.parametrize(
    ("keys", "opened"),
    [
        ([Qt.Key.Key_Space], False),
        ([Qt.Key.Key_Left], False),
        ([Qt.Key.Key_Left, Qt.Key.Key_Left], False),
        ([Qt.Key.Key_Left, Qt.Key.Key_Right], True),
        ([Qt.Key.Key_Right], True),
    ],
)
def test_keys_fold(section, qtbot, keys, opened):
    for key in keys:
        qtbot.keyClick(section.head, key)
    assert section.body.isVisible() is opened


def test_space_on_a_head_with_the_focus_is_no_shortcut(section):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    event.ignore()
    QApplication.sendEvent(section.head, event)
    assert event.isAccepted()


def test_a_closed_section_says_that_changes_wait_in_it(section):
    section.rows[0].show_pending(True)
    section.show_pending()
    assert not section.head.is_dotted
    section.head.setChecked(False)
    assert section.head.is_dotted and "act at the next start" in section.head.accessibleDescription()
    section.rows[0].show_pending(False)
    section.show_pending()
    assert not section.head.is_dotted and section.head.accessibleDescription() == ""


def test_names(section):
    assert section.objectName() == "section_data_split"
    assert section.head.accessibleName() == "Data split settings"
    assert section.head.sizeHint().width() > section.fontMetrics().horizontalAdvance("DATA") / 2
    section.head.setFocus(Qt.FocusReason.TabFocusReason)
    assert not section.head.grab().isNull()
