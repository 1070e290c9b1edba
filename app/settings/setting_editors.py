"""One editor for each kind of setting, all with the same small interface.

setting                what is edited
value(), setValue(v)   the value in the setting's own unit; setValue acts as a user does
show_value(v)          the same, silently
complain(sentence)     mark the value as refused
value_changed(object)  after every change but those by show_value
complaint_changed(str) why an entry was refused, "" when all is well
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from app.settings.classes_editor import ClassesEditor
from app.settings.key_claims import claims_space
from app.settings.line_editors import AmountEditor, PathEditor, TextEditor
from app.settings.number_editor import NumberEditor
from app.settings.picker import Picker
from app.settings.setting_help import checked, help_text
from lrengine.errors import LabError
from lrengine.settings import Setting

_PATHS = ("data.path",)


class ChoiceEditor(Picker):
    """A list of the declared choices under their titles."""

    value_changed = Signal(object)
    complaint_changed = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.setAccessibleName(setting.title)
        self.setToolTip(help_text(setting))
        self.show_choices({choice: setting.title_of(choice) for choice in setting.choices})
        self.show_data(setting.default)
        self.data_chosen.connect(self.value_changed)

    def value(self) -> str:
        return str(self.currentData())

    def setValue(self, value: str) -> None:
        try:
            self.setCurrentIndex(self.findData(checked(self.setting, value)))
        except LabError as error:
            self.complain(str(error))

    def show_value(self, value: str) -> None:
        self.show_data(value)
        self.complain("")

    def complain(self, sentence: str) -> None:
        self.complaint_changed.emit(sentence)


class SwitchEditor(QCheckBox):
    """A check box."""

    value_changed = Signal(object)
    complaint_changed = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._is_showing = False
        self.setAccessibleName(setting.title)
        self.setToolTip(help_text(setting))
        # A click does not take the focus, so that Space goes on training afterwards.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setChecked(setting.default)
        self.toggled.connect(self._announce)

    def value(self) -> bool:
        return self.isChecked()

    def setValue(self, value: bool) -> None:
        self.setChecked(value)

    def show_value(self, value: bool) -> None:
        self._is_showing = True
        self.setChecked(value)
        self._is_showing = False
        self.complain("")

    def complain(self, sentence: str) -> None:
        self.complaint_changed.emit(sentence)

    def event(self, event: QEvent) -> bool:
        return claims_space(event) or super().event(event)

    @Slot(bool)
    def _announce(self, checked: bool) -> None:
        if not self._is_showing:
            self.value_changed.emit(checked)


Editor = NumberEditor | ChoiceEditor | SwitchEditor | TextEditor | PathEditor | AmountEditor | ClassesEditor


def make_editor(setting: Setting, parent: QWidget | None = None) -> Editor:
    """The editor of a setting, by its kind."""
    kinds: dict[str, Any] = {
        "number": NumberEditor,
        "integer": NumberEditor,
        "choice": ChoiceEditor,
        "switch": SwitchEditor,
        "text": PathEditor if setting.key in _PATHS else TextEditor,
        "amount": AmountEditor,
        "classes": ClassesEditor,
    }
    editor: Editor = kinds[setting.kind](setting, parent)
    return editor
