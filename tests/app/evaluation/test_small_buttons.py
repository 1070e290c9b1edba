from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.evaluation.small_buttons import either_or, head, small_button, small_font


def test_one_of_two_is_down(show, qtbot):
    host = QWidget()
    first, second = small_button("first", "A", "The first"), small_button("second", "B", "The second")
    host.setLayout(head(QLabel("Title"), first, second))
    either_or(host, first, second)
    show(host, 300, 40)
    assert first.isChecked() and not second.isChecked()
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.isChecked() and not first.isChecked()


def test_buttons_are_named_and_left_alone_by_clicks(qtbot):
    button = small_button("next", "›", "Next one")
    qtbot.addWidget(button)
    assert (button.objectName(), button.accessibleName(), button.toolTip()) == (
        "next",
        "Next one",
        "Next one",
    )
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert small_font(button).pointSizeF() < button.font().pointSizeF()
