"""A line of text that reads well at rest, is exact while it is edited, and says what is wrong with it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

# Texts that a field has room for when there is enough, and when there is little.
_TYPICAL = "600 rows"
_SHORTEST = "00000"


class EntryField(QLineEdit):
    """Shows the fullest of several texts that fits, or the exact text while it has the focus.

    Entries are never corrected behind the user's back: a wrong one stays, marked, until it is edited,
    given up with Escape, or replaced by `show_texts`.

    text_entered       what the user entered, on Return or on leaving
    complaint_changed  the sentence that says what is wrong, "" when nothing is
    """

    text_entered = Signal(str)
    complaint_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exact = ""
        self._shown: tuple[str, ...] = ("",)
        self._complaint = ""
        self._help = ""
        self.editingFinished.connect(self._finish)
        self.textEdited.connect(self._clear_complaint)

    @property
    def complaint(self) -> str:
        return self._complaint

    def set_help(self, tooltip: str) -> None:
        """The tooltip of an entry that is right."""
        self._help = tooltip
        self.setToolTip(tooltip)

    def show_texts(self, exact: str, shown: tuple[str, ...] = ()) -> None:
        """Show `exact` while edited, else the first of `shown` that fits; drops what was being typed."""
        self._exact, self._shown = exact, shown or (exact,)
        self._clear_complaint()
        self._show()

    def complain(self, sentence: str) -> None:
        """Mark the entry as wrong; the sentence becomes its tooltip."""
        self._complaint = sentence
        self.setProperty("invalid", bool(sentence))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setToolTip(sentence or self._help)
        self.setAccessibleDescription(sentence)
        self.complaint_changed.emit(sentence)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self._complaint and not self.isModified():
            self.setText(self._exact)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu over the field, or another window, only borrows the focus.
        borrowed = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if not self._complaint and not borrowed:
            self._show(resting=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not self.isModified():
            # Nothing is being typed: Space is the window's, which trains.
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Escape and (self.isModified() or self._complaint):
            self._clear_complaint()
            self._show()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus() and not self._complaint and not self.isModified():
            self._show()

    def sizeHint(self) -> QSize:
        return self._size_for(_TYPICAL)

    def minimumSizeHint(self) -> QSize:
        return self._size_for(_SHORTEST)

    @property
    def _padding(self) -> int:
        """Width of everything but the text: what the style adds, and two pixels on either side."""
        return super().minimumSizeHint().width() - self.fontMetrics().maxWidth() + 4

    def _size_for(self, text: str) -> QSize:
        width = self.fontMetrics().horizontalAdvance(text) + self._padding
        return QSize(width, super().minimumSizeHint().height())

    @Slot()
    def _finish(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.text_entered.emit(self.text())

    @Slot()
    def _clear_complaint(self) -> None:
        if self._complaint:
            self.complain("")

    def _show(self, resting: bool = False) -> None:
        if self.hasFocus() and not resting:
            self.setText(self._exact)
            return
        room = self.width() - self._padding
        advance = self.fontMetrics().horizontalAdvance
        text = next((text for text in self._shown if advance(text) <= room), self._shown[-1])
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(room, 0))
        self.setText(text)
        self.setCursorPosition(0)
        whole = "" if text == self._shown[0] else f"<qt><b>{escape(self._shown[0])}</b></qt>"
        self.setToolTip(whole + self._help)
