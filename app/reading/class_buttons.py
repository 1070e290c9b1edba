"""One small button for each class, as many in a line as there is room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from app.evaluation.small_buttons import small_button

# What is left of the narrowest panel between its margins.
_ROOM: Final = 250
_PADDING: Final = 14
_LONGEST: Final = 100


class ClassButtons(QWidget):
    """class_chosen  the index of the class that was clicked"""

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_buttons")
        self.setAccessibleName("The right class")
        self.class_names: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        # A click on the space between two buttons is none of the window's business.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_classes(self, names: tuple[str, ...]) -> None:
        if names == self.class_names:
            return
        self.class_names = names
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        columns = max(1, _ROOM // (min(widest, _LONGEST) + _PADDING + 2))
        for index, name in enumerate(names):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST)
            button = small_button(f"class_button_{index}", shown, f"It is a {name}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.setStyleSheet("QToolButton { padding: 1px 2px; min-height: 20px; font-weight: 500; }")
            self._group.addButton(button, index)
            self._grid.addWidget(button, index // columns, index % columns)

    @Slot(int)
    def _choose(self, index: int) -> None:
        self.class_chosen.emit(index)
