"""What folds is folded alike by mouse and keys, and shows which way it is."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.look.fold_button import FoldButton, heading_font


class Head(FoldButton):
    def paintEvent(self, event):  # noqa: N802
        painter = QPainter(self)
        self.paint_focus(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(Qt.GlobalColor.black)
        self.paint_arrow(painter, 10.0)


@pytest.fixture
def head(qtbot):
    made = Head()
    qtbot.addWidget(made)
    made.resize(60, 20)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def test_left_closes_right_opens_and_space_switches(head, qtbot):
    for key, opened in (("Right", True), ("Right", True), ("Left", False), ("Space", True), ("Space", False)):
        qtbot.keyClick(head, getattr(Qt.Key, f"Key_{key}"))
        assert head.isChecked() is opened


def test_a_click_switches_without_taking_the_focus(head, qtbot):
    head.clearFocus()
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert head.isChecked() and not head.hasFocus()


def test_arrow_and_focus_are_seen(head):
    head.clearFocus()
    shut = head.grab().toImage()
    head.setChecked(True)
    opened = head.grab().toImage()
    head.setFocus(Qt.FocusReason.TabFocusReason)
    assert shut != opened != head.grab().toImage()


def test_a_heading_is_smaller_than_its_text(head):
    assert heading_font(head.font()).pointSizeF() < head.font().pointSizeF()
