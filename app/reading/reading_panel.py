"""The four parts under the prediction, each under a head that folds it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.look.theme import Theme
from app.reading.evidence_view import EvidenceView
from app.reading.fold import Fold
from app.reading.lens_view import LensView
from app.reading.nearest_strip import NearestStrip
from app.reading.teach_card import TeachCard

WHY, LENS, LIKE, TEACH = "Why", "Lens", "Like these", "Teach"
PARTS: Final = (WHY, LENS, LIKE, TEACH)


class ReadingPanel(QWidget):
    """Evidence, lens, neighbours and lessons.

    parts_changed  which of them are open has changed
    """

    parts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading_panel")
        self.setAccessibleName("Why the drawing is read as it is")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.evidence, self.lens = EvidenceView(), LensView()
        self.nearest, self.teach = NearestStrip(), TeachCard()
        bodies = (self.evidence, self.lens, self.nearest, self.teach)
        self.folds = {title: Fold(title, body) for title, body in zip(PARTS, bodies, strict=True)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for fold in self.folds.values():
            column.addWidget(fold)
            fold.opened.connect(self._tell)
        # Shown by what teaches: a card without a teacher would be a promise.
        self.folds[TEACH].hide()
        self.open_parts((WHY,))

    def opened(self) -> tuple[str, ...]:
        """The parts that are open, in their order."""
        return tuple(title for title, fold in self.folds.items() if fold.is_open)

    def is_open(self, part: str) -> bool:
        return self.folds[part].is_open

    def open_parts(self, parts: tuple[str, ...]) -> None:
        """Open just these."""
        for title, fold in self.folds.items():
            fold.set_open(title in parts)

    def show_theme(self, theme: Theme) -> None:
        for part in (self.evidence, self.lens, self.teach):
            part.show_theme(theme)

    @Slot()
    def _tell(self) -> None:
        self.parts_changed.emit()
