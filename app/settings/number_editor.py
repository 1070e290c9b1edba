"""The editor of a number: a slider for the useful stretch and a field for the exact value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.settings.entry_field import EntryField
from app.settings.marked_slider import MarkedSlider
from app.settings.number_scale import POSITIONS, scale_of
from app.settings.number_text import exact_text, parse_number, shown_texts
from app.settings.setting_help import checked, help_text
from lrengine.errors import LabError
from lrengine.settings import Setting


class NumberEditor(QWidget):
    """Edits a number or a whole number, in the setting's own unit.

    value_changed      the new value, after every change but those made by `show_value`
    complaint_changed  why an entry was not taken, "" when all is well
    """

    value_changed = Signal(object)
    complaint_changed = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value: float | int = setting.default
        self._scale = scale_of(setting)
        self._is_showing = False

        self.slider = MarkedSlider(self)
        self.slider.setRange(0, POSITIONS)
        self.slider.setAccessibleName(f"{setting.title} slider")
        self.slider.setVisible(self._scale is not None)
        self.slider.valueChanged.connect(self._take_position)
        self.slider.step_asked.connect(self._take_step)
        self.slider.sliderReleased.connect(self._place_handle)
        self.field = EntryField(self)
        self.field.setAccessibleName(setting.title)
        self.field.set_help(help_text(setting))
        self.field.text_entered.connect(self._take_text)
        self.field.complaint_changed.connect(self.complaint_changed)
        self.setFocusProxy(self.field if self._scale is None else self.slider)
        self.slider.setToolTip(help_text(setting))

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field, 0 if self._scale is not None else 1)
        if self._scale is not None:
            self.field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_value(setting.default)

    def value(self) -> float | int:
        return self._value

    def setValue(self, value: float) -> None:
        """Change the value as a user does: checked, and announced if it differs."""
        self._take(value)

    def show_value(self, value: float | int) -> None:
        """Show a value without announcing it; an entry that was refused is forgotten."""
        self._value = value
        self.field.show_texts(exact_text(value), shown_texts(self.setting, value))
        self._place_handle()

    def complain(self, sentence: str) -> None:
        self.field.complain(sentence)

    def mark(self, value: float | None, text: str = "") -> None:
        """Draw a tick across the groove at `value`, explained by `text`; None takes it away."""
        inside = value is not None and self._scale is not None and value > 0
        self.slider.set_mark(self._scale.position_of(value) if inside else None)  # type: ignore[union-attr, arg-type]
        self.slider.setAccessibleDescription(text)

    def set_mark_colour(self, colour: QColor) -> None:
        self.slider.set_mark_colour(colour)

    @Slot(int)
    def _take_position(self, position: int) -> None:
        if self._is_showing or self._scale is None:
            return
        self._take(self._scale.value_at(position), keep_handle=self.slider.isSliderDown())

    @Slot(int, bool)
    def _take_step(self, count: int, page: bool) -> None:
        if self._scale is not None:
            self._take(self._scale.stepped(self._value, count, page=page))

    @Slot(str)
    def _take_text(self, text: str) -> None:
        try:
            value = parse_number(self.setting, text)
        except LabError as error:
            self.field.complain(str(error))
            return
        self._take(value)

    def _take(self, value: float | int, *, keep_handle: bool = False) -> None:
        try:
            value = checked(self.setting, round(value) if self._is_whole(value) else value)
        except LabError as error:
            self.field.complain(str(error))
            return
        differs = value != self._value
        self._value = value
        self.field.show_texts(exact_text(value), shown_texts(self.setting, value))
        if not keep_handle:
            self._place_handle()
        if differs:
            self.value_changed.emit(value)

    def _is_whole(self, value: float | int) -> bool:
        return self.setting.kind == "integer" and float(value).is_integer()

    @Slot()
    def _place_handle(self) -> None:
        """Put the handle at the value, or at the end the value lies beyond."""
        if self._scale is None:
            return
        self._is_showing = True
        self.slider.setValue(self._scale.position_of(self._value))
        self._is_showing = False
