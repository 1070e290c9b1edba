from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.look.small_button import SmallButton


def test_a_click_takes_no_focus_and_space_presses_only_what_has_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    button = SmallButton("Fit", window)
    heard = []
    QShortcut(QKeySequence("Space"), window).activated.connect(lambda: heard.append("window"))
    button.clicked.connect(lambda: heard.append("button"))
    with qtbot.waitExposed(window):
        window.show()
    button.clearFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == ["button"] and not button.hasFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert heard == ["button", "button"]
