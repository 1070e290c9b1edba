"""A headed group of rows that folds away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.key_claims import claims_navigation, claims_space
from app.setting_row import SettingRow


class SectionHead(QToolButton):
    """The title of a section; Space or a click folds, Left closes, Right opens."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title.upper())
        self.setAccessibleName(f"{title} settings")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # A click does not take the focus, so that Space goes on training afterwards.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or claims_navigation(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)


class SettingsSection(QWidget):
    """Rows under a head.

    folded  whether the section is closed now, after every change
    """

    folded = Signal(bool)

    def __init__(self, title: str, open_: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.rows: list[SettingRow] = []
        self.setObjectName(f"section_{title.lower().replace(' ', '_')}")
        self.head = SectionHead(title, self)
        self.head.setObjectName(f"{self.objectName()}_head")
        self.body = QWidget(self)
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 2, 0, 4)
        self._column.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.head.toggled.connect(self._fold)
        self.head.setChecked(open_)
        self._fold(open_)

    def add_row(self, row: SettingRow) -> None:
        self.rows.append(row)
        self._column.addWidget(row)

    def show_pending(self) -> None:
        """A closed section says that there are changes in it."""
        waiting = not self.head.isChecked() and any(row.is_pending for row in self.rows)
        self.head.setText(f"{self.title.upper()} •" if waiting else self.title.upper())
        self.head.setAccessibleDescription("Holds changes that act at the next start." if waiting else "")

    @Slot(bool)
    def _fold(self, opened: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.body.setVisible(opened)
        self.show_pending()
        self.folded.emit(not opened)
