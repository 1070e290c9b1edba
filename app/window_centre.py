"""The middle of the window: the recipe's card, the curves with their time slider, the weight images."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

# Below this height the curves need all there is, and the weight images step back.
_LEAST_HEIGHT_FOR_BOTH = 430


class WindowCentre(QWidget):
    """From top to bottom: card, curves, time slider, weights; the last give way where room is scarce."""

    def __init__(self, card: QWidget, slider: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: QWidget | None = None
        self._wants_weights = True
        self._upper = QWidget()
        self._column = QVBoxLayout(self._upper)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(14, 0, 14, 0)
        self._line.addWidget(slider)
        self._column.addLayout(self._line)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("centre")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._upper)
        self.splitter.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(card)
        outer.addWidget(self.splitter, 1)

    def add_plots(self, curves: QWidget, weights: QWidget) -> None:
        self._column.insertWidget(0, curves, 1)
        self._weights = weights
        self.splitter.addWidget(weights)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        height = max(self.height(), 100)
        self.splitter.setSizes([height * 5 // 8, height * 3 // 8])
        self._make_room()

    def show_weights(self, wanted: bool) -> None:
        """Whether there are weight images to show at all."""
        self._wants_weights = wanted
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        if self._weights is not None:
            self._weights.setVisible(self._wants_weights and self.splitter.height() >= _LEAST_HEIGHT_FOR_BOTH)
