"""One line of the settings panel: a title, what edits it, and a remark beneath."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

MARGIN = 14
_RIGHT = 8
_DOT_RADIUS = 2.5


class SettingRow(QWidget):
    """A title on the common column, an editor, a remark or a complaint under it, and a dot while pending."""

    def __init__(self, title: str, editor: QWidget, help_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._remark = ""
        self._complaint = ""
        self._dot_colour = QColor("#e07b00")
        self.is_pending = False
        self.label = QLabel(title, self)
        self.label.setProperty("quiet", True)
        self.label.setToolTip(help_text)
        self.label.setBuddy(editor)
        self.note = QLabel(self)
        self.note.setObjectName(f"{editor.objectName()}_note")
        self.note.setProperty("note", True)
        self.note.setProperty("quiet", True)
        self.note.setWordWrap(True)
        self.note.hide()
        editor.setParent(self)
        policy = editor.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        editor.setSizePolicy(policy)
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGIN, 0, _RIGHT, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, 0, 1)
        grid.addWidget(self.note, 1, 1)

    def set_label_size(self, width: int, height: int) -> None:
        """Put the title on the common column, level with the editor's first line."""
        self.label.setFixedSize(width, height)

    def show_remark(self, text: str) -> None:
        """A quiet sentence under the editor; "" takes it away."""
        self._remark = text
        self._show_note()

    @Slot(str)
    def show_complaint(self, sentence: str) -> None:
        """Why the entry was refused, instead of the remark; "" brings the remark back."""
        self._complaint = sentence
        self._show_note()

    def show_pending(self, pending: bool) -> None:
        """A dot in the margin: the setting differs from the running run's and waits for the next start."""
        if pending != self.is_pending:
            self.is_pending = pending
            self.label.setAccessibleDescription("Acts at the next start." if pending else "")
            self.update()

    def set_dot_colour(self, colour: QColor) -> None:
        self._dot_colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_pending:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._dot_colour)
            middle = QPointF(MARGIN / 2, self.label.geometry().center().y() + 0.5)
            painter.drawEllipse(middle, _DOT_RADIUS, _DOT_RADIUS)

    def _show_note(self) -> None:
        self.note.setText(self._complaint or self._remark)
        self.note.setVisible(bool(self._complaint or self._remark))
        self.note.setProperty("bad", bool(self._complaint))
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
