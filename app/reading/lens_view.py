"""The stages to the model's input, and how firm its answer is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.evaluation.small_buttons import small_font
from app.look.theme import Theme
from app.reading.shift_map import ShiftMap
from app.reading.shown_lens import ShownLens
from app.reading.stage_strip import StageStrip

NOTHING: Final = "Draw a digit to see what becomes of it."
_MOVED: Final = "The drawing moved by up to {0} pixels; below, resized. Coloured where another class is read."


class LensView(QWidget):
    """A strip of stages over a map of shifts and sizes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lens_view")
        self.setAccessibleName("What the model gets")
        self.strip = StageStrip()
        self.map = ShiftMap()
        self.words = _quiet("lens_words")
        self.pointed = _quiet("lens_pointed")
        self.notice = _quiet("lens_notice")
        self._steady = QWidget()
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.words)
        beside.addWidget(self.pointed)
        beside.addStretch(1)
        row = QHBoxLayout(self._steady)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.map)
        row.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        for widget in (self.notice, self.strip, self._steady):
            column.addWidget(widget)
        self.map.pointed.connect(self._show_pointed)
        self.show_nothing()

    def show_lens(self, shown: ShownLens) -> None:
        steadiness = shown.steadiness
        self.strip.show_stages(shown.stages)
        self.map.show_steadiness(steadiness)
        if steadiness is not None:
            self.words.setText(_MOVED.format(round(float(steadiness.shifts[-1]))))
            self._show_pointed("")
        self.notice.hide()
        self.strip.show()
        self._steady.setVisible(steadiness is not None)

    def show_nothing(self, why: str = NOTHING) -> None:
        """A sentence instead."""
        self.notice.setText(why)
        self.notice.show()
        self.strip.hide()
        self._steady.hide()

    def show_theme(self, theme: Theme) -> None:
        self.map.show_theme(theme)

    @Slot(str)
    def _show_pointed(self, words: str) -> None:
        """The cell under the pointer takes the place of the summary."""
        steadiness = self.map.steadiness
        if steadiness is not None:
            self.pointed.setText(words or f"Read as {steadiness.sentence}.")


def _quiet(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("quiet", True)
    label.setWordWrap(True)
    label.setFont(small_font(label))
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label
