"""What stands in place of the test rows' figures until they are asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

SEALED: Final = (
    "The test rows are sealed: look at them once, when every setting has been chosen by the validation rows."
)


class SealedPage(QWidget):
    """reveal_asked  the user wants the test rows shown"""

    reveal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentence = QLabel(SEALED)
        sentence.setObjectName("evaluation_sealed")
        sentence.setProperty("quiet", True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence.setWordWrap(True)
        self.button = QPushButton("Reveal the test")
        self.button.setObjectName("evaluation_reveal")
        self.button.clicked.connect(self.reveal_asked)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
