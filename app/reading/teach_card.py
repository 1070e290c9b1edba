"""Correct what was misread, and see what the model makes of the lesson."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.evaluation.small_buttons import small_button, small_font
from app.look.theme import Theme
from app.reading.class_buttons import ClassButtons
from app.reading.flips_strip import FlipsStrip, summary
from app.reading.lesson import Lesson
from app.reading.own_digits_bar import OwnDigitsBar

ASK: Final = "Read wrongly? It is a"
NOTHING: Final = "Draw something, then say what it is."


class TeachCard(QWidget):
    """class_chosen  index of the class that the drawing really is;  undo_asked  forget the lesson"""

    class_chosen = Signal(int)
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teach_card")
        self.setAccessibleName("Teach it")
        self.ask = QLabel(ASK)
        self.buttons = ClassButtons()
        self.own = OwnDigitsBar()
        self.outcome = QLabel()
        self.outcome.setObjectName("taught_label")
        self.outcome.setWordWrap(True)
        self.outcome.setProperty("strong", True)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.undo = small_button(
            "undo_teaching", "Undo", "Forget this lesson, and show the model from before"
        )
        self.flips_line = QLabel()
        self.flips_line.setObjectName("flips_line")
        self.flips_line.setProperty("quiet", True)
        self.flips_line.setWordWrap(True)
        self.flips_line.setFont(small_font(self.flips_line))
        self.flips = FlipsStrip()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.outcome, 1)
        line.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.ask)
        column.addWidget(self.buttons)
        column.addLayout(line)
        column.addWidget(self.flips_line)
        column.addWidget(self.flips)
        column.addWidget(self.own)
        self.buttons.class_chosen.connect(self._take_class)
        self.undo.clicked.connect(self.undo_asked)
        self.show_ready(False)
        self.clear_outcome()

    def show_classes(self, names: tuple[str, ...]) -> None:
        self.buttons.show_classes(names)

    def show_ready(self, is_ready: bool, why_not: str = NOTHING) -> None:
        """Whether there is a drawing to teach, and a model that takes it."""
        text = ASK if is_ready else why_not
        if self.ask.text() != text or self.buttons.isEnabled() != is_ready:
            self.ask.setText(text)
            self.ask.setWordWrap(not is_ready)
            self.buttons.setEnabled(is_ready)

    def show_learning(self, name: str) -> None:
        """The lesson is on its way."""
        self._show_outcome(f"Learning that this is a {name} …")
        self.undo.hide()
        self._hide_flips()
        self.buttons.setEnabled(False)

    def show_taught(self, sentence: str, lesson: Lesson) -> None:
        """What came of it; no flips where there are no rows to compare on."""
        self._show_outcome(sentence)
        self.undo.show()
        self.buttons.setEnabled(True)
        if lesson.flips is None:
            self._hide_flips()
            return
        sealed = " The test set stays sealed." if lesson.compared == "validation" else ""
        self.flips_line.setText(summary(lesson.flips, lesson.rows, lesson.compared) + sealed)
        self.flips_line.show()
        self.flips.show_flips(lesson.flips)
        self.flips.setVisible(bool(lesson.flips))

    def show_failure(self, sentence: str) -> None:
        """Nothing was learned; one sentence says why."""
        self._show_outcome(sentence)
        self.undo.hide()
        self._hide_flips()
        self.buttons.setEnabled(True)

    def clear_outcome(self) -> None:
        self.outcome.hide()
        self.undo.hide()
        self._hide_flips()

    def show_theme(self, theme: Theme) -> None:
        self.flips.show_theme(theme)

    def _show_outcome(self, text: str) -> None:
        self.outcome.setText(text)
        self.outcome.show()

    def _hide_flips(self) -> None:
        self.flips_line.hide()
        self.flips.hide()

    @Slot(int)
    def _take_class(self, index: int) -> None:
        self.class_chosen.emit(index)
