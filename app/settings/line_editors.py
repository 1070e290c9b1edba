"""Editors that are a line of text: words, a file or folder, an amount of rows."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QVBoxLayout, QWidget

from app.settings.entry_field import EntryField
from app.settings.number_text import exact_text, percent_text
from app.settings.setting_help import checked, help_text
from lrengine.errors import LabError
from lrengine.settings import Setting, allowed, parse_value

Amount = int | float | str


class TextEditor(EntryField):
    """A line of plain text."""

    value_changed = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value = setting.default
        self.setAccessibleName(setting.title)
        self.set_help(help_text(setting))
        self.text_entered.connect(self._take_text)
        self.show_value(setting.default)

    def value(self) -> str:
        return str(self._value)

    def setValue(self, value: str) -> None:
        """Change the text as a user does: announced if it differs."""
        differs = value != self._value
        self.show_value(value)
        if differs:
            self.value_changed.emit(value)

    def show_value(self, value: str) -> None:
        self._value = value
        self.show_texts(value)

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self.setValue(text.strip())


class PathEditor(QWidget):
    """The path of a file or folder, shown by its last part, and a button to look for it."""

    value_changed = Signal(object)
    complaint_changed = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value = str(setting.default)
        self.field = EntryField(self)
        self.field.setAccessibleName(setting.title)
        self.field.setPlaceholderText("no file")
        self.field.text_entered.connect(self._take_text)
        self.field.complaint_changed.connect(self.complaint_changed)
        self.browse = QToolButton(self)
        self.browse.setText("Browse…")
        self.browse.setObjectName(f"browse_{setting.name}")
        self.browse.setAccessibleName(f"Browse for {setting.title.lower()}")
        self.browse.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction("A file…").triggered.connect(self._browse_file)
        menu.addAction("A folder of images…").triggered.connect(self._browse_folder)
        self.browse.setMenu(menu)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.browse)
        self.show_value(self._value)

    def value(self) -> str:
        return self._value

    def setValue(self, value: str) -> None:
        """Change the path as a user does: announced if it differs."""
        differs = value != self._value
        self.show_value(value)
        if differs:
            self.value_changed.emit(value)

    def show_value(self, value: str) -> None:
        self._value = value
        self.field.set_help(value or help_text(self.setting))
        self.field.show_texts(value, (Path(value).name or value,))

    def complain(self, sentence: str) -> None:
        self.field.complain(sentence)

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self.setValue(text.strip().strip("\"'"))

    @Slot()
    def _browse_file(self) -> None:
        kinds = "Data (*.csv *.npz *.gz *ubyte* *.idx*);;All files (*)"
        self._take_found(QFileDialog.getOpenFileName(self, "Open data", self._value, kinds)[0])

    @Slot()
    def _browse_folder(self) -> None:
        self._take_found(QFileDialog.getExistingDirectory(self, "Open a folder of images", self._value))

    def _take_found(self, path: str) -> None:
        if path:
            self.setValue(path)


class AmountEditor(EntryField):
    """How many rows: 10,000, 10 %, or an end of the file as in first:2000."""

    value_changed = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._value: Amount = setting.default
        self.setAccessibleName(setting.title)
        self.set_help(help_text(setting))
        self.text_entered.connect(self._take_text)
        self.show_value(setting.default)

    def value(self) -> Amount:
        return self._value

    def setValue(self, value: Amount) -> None:
        """Change the amount as a user does: checked, and announced if it differs."""
        try:
            value = checked(self.setting, value)
        except LabError as error:
            self.complain(str(error))
            return
        # A count of 1 is one row and a share of 1.0 all of them.
        differs = (value, type(value)) != (self._value, type(self._value))
        self.show_value(value)
        if differs:
            self.value_changed.emit(value)

    def show_value(self, value: Amount) -> None:
        self._value = value
        self.show_texts(*_texts(value))

    @Slot(str)
    def _take_text(self, text: str) -> None:
        try:
            self.setValue(parse_amount(self.setting, text))
        except LabError as error:
            self.complain(str(error))


def parse_amount(setting: Setting, text: str) -> Amount:
    """Read an amount typed by a person: a count, a share, a percentage, or an end of the file."""
    bare = re.sub(r"(?<=\d)[, ](?=\d{3}(\D|$))", "", text.strip().lower()).replace(": ", ":")
    bare = bare.removesuffix("rows").strip()
    percent = re.fullmatch(r"(\d+\.?\d*|\.\d+) ?%", bare, re.ASCII)
    if percent:
        return float(f"{percent[1]}e-2")
    if re.fullmatch(r"\.\d+", bare, re.ASCII):
        return float(bare)
    value = parse_value(setting, bare)
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not bare:
        raise LabError(f"{setting.title} must be {allowed(setting)}, not {text.strip()!r}.")
    return value


def _texts(value: Amount) -> tuple[str, tuple[str, ...]]:
    """What is shown while edited and at rest."""
    match value:
        case int():
            return str(value), (f"{exact_text(value)} rows", exact_text(value))
        case float():
            return repr(value), tuple(percent_text(value, digits) for digits in (17, 4, 2))
    end, _, number = value.partition(":")
    if number.isdecimal():
        return value, (f"{end} {int(number):,}", value)
    return value, (f"{end} {percent_text(float(number))}", value)
