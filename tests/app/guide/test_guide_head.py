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
    made.show_title("Moons", "A line fails.", ())
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
    head.show_title("Moons", "Another sentence.", ())
    assert head.grab().toImage() == opened
    head.setChecked(False)
    closed = head.grab().toImage()
    head.show_title("Moons", "A line fails.", ())
    assert head.grab().toImage() != closed


def test_changed_settings_are_told(head):
    before = head.grab().toImage()
    head.show_title("Moons", "A line fails.", ("Data", "L2"))
    assert head.accessibleName() == "About Moons (changed: Data, L2)" and head.grab().toImage() != before
    assert head.toolTip() == "The text is of the recipe; the settings at hand differ in Data, L2."


def test_many_changes_are_counted_in_the_line_and_named_in_its_help(head):
    head.show_title("Moons", "A line fails.", ("Data", "File", "L1", "L2", "Seed"))
    assert head.accessibleName() == "About Moons (changed: Data, File, L1 and 2 more)"
    assert "L2, Seed." in head.toolTip()
    head.setChecked(False)
    assert head.toolTip().endswith("\nA line fails.")
