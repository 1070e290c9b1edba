from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.evaluation.sealed_page import SEALED, SealedPage


def test_it_says_why_and_the_button_asks(show, qtbot):
    page = show(SealedPage(), 400, 200)
    assert page.findChild(QLabel, "evaluation_sealed").text() == SEALED
    with qtbot.waitSignal(page.reveal_asked):
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
