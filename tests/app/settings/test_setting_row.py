"""A line of the panel: its remark, its complaint and its dot."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QWidget

from app.settings.setting_row import MARGIN, SettingRow


@pytest.fixture
def row(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    editor = QLineEdit()
    editor.setObjectName("thing")
    row = SettingRow("Thing", editor, "what it is", window)
    row.set_label_size(60, 26)
    row.setGeometry(0, 0, 240, 80)
    with qtbot.waitExposed(window):
        window.show()
    yield row


def test_a_remark_stands_under_the_editor(row):
    assert not row.note.isVisible()
    row.show_remark("Sure to fall.")
    assert (
        row.note.isVisible() and row.note.text() == "Sure to fall." and row.note.objectName() == "thing_note"
    )
    row.show_remark("")
    assert not row.note.isVisible()


def test_a_complaint_covers_the_remark_until_it_is_gone(row):
    row.show_remark("Sure to fall.")
    row.show_complaint("Write a number.")
    assert row.note.text() == "Write a number." and row.note.property("bad") is True
    row.show_complaint("")
    assert row.note.text() == "Sure to fall." and row.note.property("bad") is False


def test_the_dot_is_painted_in_the_margin_while_pending(row):
    colour = QColor(250, 10, 240)
    row.set_dot_colour(colour)

    def painted():
        image = row.grab().toImage()
        return [
            x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == colour
        ]

    assert painted() == []
    row.show_pending(True)
    assert painted() and max(painted()) < MARGIN
    assert row.label.accessibleDescription() == "Acts at the next start."
    row.show_pending(False)
    assert painted() == [] and row.label.accessibleDescription() == ""


def test_the_title_leads_to_the_editor(row):
    assert row.label.buddy() is row.editor and row.label.toolTip() == "what it is"
    assert row.label.width() == 60
