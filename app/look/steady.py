"""A place for a label whose text changes all the time."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class Steady(QWidget):
    """Holds one label and keeps its changes to itself.

    A new text makes Qt lay out everything around a label anew, up to the window and all its docks: with
    figures that follow a training, some milliseconds of every frame. Here the label takes what room there
    is, and the room is as high as the label and as wide as it is told to be at least.
    """

    def __init__(self, label: QLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        label.setParent(self)
        policy = label.sizePolicy()
        # A label that wraps asks to be as high as its width needs; this is as high as its hint.
        policy.setHeightForWidth(False)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self._label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._label.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
