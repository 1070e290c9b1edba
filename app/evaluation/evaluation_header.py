"""Which rows are judged, and of which moment the panel speaks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.look.eliding_label import ElidingLabel
from app.settings.picker import Picker

PARTS: Final = {"validation": "Validation", "train": "Training", "test": "Test"}


class EvaluationHeader(QWidget):
    """part_chosen  "train", "validation" or "test", chosen by the user"""

    part_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evaluation_header")
        self.picker = Picker()
        self.picker.setObjectName("part_picker")
        self.picker.setAccessibleName("Rows to judge by")
        self.picker.setToolTip("Rows to judge by")
        self.picker.setStyleSheet("QComboBox { padding: 0 6px; min-height: 18px; }")
        self.picker.setMinimumContentsLength(12)
        self.show_test_sealed(True)
        self.picker.data_chosen.connect(self._announce)
        self.title = ElidingLabel()
        self.title.setObjectName("evaluation_title")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.picker)
        layout.addWidget(self.title, 1)

    @property
    def part(self) -> str:
        return str(self.picker.currentData())

    def show_part(self, part: str) -> None:
        """Choose a part without announcing it."""
        self.picker.show_data(part)

    def show_test_sealed(self, sealed: bool) -> None:
        titles = dict(PARTS)
        if sealed:
            titles["test"] = "Test (sealed)"
        self.picker.show_choices(titles)

    @Slot(object)
    def _announce(self, part: object) -> None:
        self.part_chosen.emit(str(part))
