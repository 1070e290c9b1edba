import pytest
from PySide6.QtCore import Qt

from app.guide.guide_head import GuideHead


@pytest.fixture
def head(qtbot):
    made = GuideHead()
    qtbot.addWidget(made)
    made.resize(300, 20)
    with qtbot.waitExposed(made):
        made.show()
    made.show_title("Moons", "A line fails.", changed=False)
    return made


def test_it_folds_by_click_and_keys(head, qtbot):
    head.clearFocus()
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert not head.isChecked() and not head.hasFocus()
    qtbot.keyClick(head, Qt.Key.Key_Right)
    assert head.isChecked()
    qtbot.keyClick(head, Qt.Key.Key_Left)
    assert not head.isChecked()
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert head.isChecked()


def test_the_summary_is_there_while_it_is_closed(head):
    opened = head.grab().toImage()
    head.show_title("Moons", "Another sentence.", changed=False)
    assert head.grab().toImage() == opened
    head.setChecked(False)
    closed = head.grab().toImage()
    head.show_title("Moons", "A line fails.", changed=False)
    assert head.grab().toImage() != closed


def test_changed_settings_are_told(head):
    before = head.grab().toImage()
    head.show_title("Moons", "A line fails.", changed=True)
    assert head.accessibleName() == "About Moons (changed)" and head.grab().toImage() != before
