"""Drop-down lists that fit a narrow panel and let the wheel scroll it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from app.settings.key_claims import claims_choosing

_LIST_PADDING = 40


class Picker(QComboBox):
    """A drop-down list whose `currentData()` is a recipe's value.

    data_chosen  the value now chosen, after every change but those made by `show_data` and `show_choices`
    """

    data_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.currentIndexChanged.connect(self._announce)

    def show_choices(self, titles: Mapping[Any, str]) -> None:
        """Offer these values under their titles, keeping the choice where it is still offered."""
        chosen = self.currentData()
        self._is_showing = True
        self.clear()
        for value, title in titles.items():
            self.addItem(title, value)
        self.setCurrentIndex(self.findData(chosen) if chosen in titles else (0 if titles else -1))
        self._is_showing = False

    def show_data(self, value: Any) -> None:
        """Choose `value` without announcing it; nothing is chosen if it is not offered."""
        self._is_showing = True
        self.setCurrentIndex(self.findData(value))
        self._is_showing = False

    def showPopup(self) -> None:
        # The list may be wider than the panel: its titles are read whole.
        titles = [self.itemText(index) for index in range(self.count())]
        widest = max((self.fontMetrics().horizontalAdvance(title) for title in titles), default=0)
        self.view().setMinimumWidth(widest + _LIST_PADDING)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def shown_text(self) -> str:
        """The chosen title as far as there is room for it."""
        title = self.currentText() or self.placeholderText()
        return self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, self.text_rect().width())

    def text_rect(self) -> QRect:
        """Where the chosen title is written."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)

    def event(self, event: QEvent) -> bool:
        return claims_choosing(event) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @Slot()
    def _announce(self) -> None:
        if not self._is_showing and self.currentIndex() >= 0:
            self.data_chosen.emit(self.currentData())
