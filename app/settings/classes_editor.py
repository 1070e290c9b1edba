"""The editor of the classes: two digit pickers for a task of two, else a line with all or some."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.settings.entry_field import EntryField
from app.settings.picker import Picker
from app.settings.setting_help import checked, help_text
from lrengine.errors import LabError
from lrengine.settings import Setting

Classes = tuple[int | str, ...]


class ClassesEditor(QWidget):
    """Edits the classes to tell apart; of two, the second is the positive one.

    value_changed      the new classes, after every change but those made by `show_value`
    complaint_changed  why an entry was not taken, "" when all is well
    """

    value_changed = Signal(object)
    complaint_changed = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._names = tuple(map(str, range(10)))
        self._value: Classes = setting.default
        self._pair: Classes = (0, 1)
        self.digit_a, self.digit_b = Picker(self), Picker(self)
        self.between = QLabel("or", self)
        self.field = EntryField(self)
        self.field.setAccessibleName(setting.title)
        self.field.set_help(help_text(setting))
        self.field.setPlaceholderText("all")
        self.field.text_entered.connect(self._take_text)
        self.field.complaint_changed.connect(self.complaint_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.digit_a, 1)
        row.addWidget(self.between)
        row.addWidget(self.digit_b, 1)
        row.addWidget(self.field, 1)
        for name, picker, meaning in (
            ("a", self.digit_a, "First class"),
            ("b", self.digit_b, "Second class"),
        ):
            picker.setObjectName(f"digit_{name}")
            picker.setAccessibleName(meaning)
            picker.setToolTip(help_text(setting))
            picker.data_chosen.connect(self._take_pair)
        self.show_value(setting.default)
        self.show_names(self._names)
        self.show_binary(False)

    @property
    def pair(self) -> Classes:
        """The two classes of the pickers, whether or not they are shown."""
        return self._pair

    def value(self) -> Classes:
        return self._value

    def setValue(self, value: Classes) -> None:
        """Change the classes as a user does: checked, and announced if they differ."""
        try:
            value = checked(self.setting, value)
            self._check_names(value)
        except LabError as error:
            self.complain(str(error))
            return
        differs = value != self._value
        self.show_value(value)
        if differs:
            self.value_changed.emit(value)

    def show_value(self, value: Classes) -> None:
        """Show classes without announcing them; an entry that was refused is forgotten."""
        self._value = value
        self.field.show_texts(", ".join(map(str, value)) or "all")
        if len(value) == 2:
            self._pair = value
            self._show_pair()

    def complain(self, sentence: str) -> None:
        self.field.complain(sentence)

    def show_binary(self, binary: bool) -> None:
        """Show the two pickers instead of the line."""
        for widget in (self.digit_a, self.between, self.digit_b):
            widget.setVisible(binary)
        self.field.setVisible(not binary)
        self.setFocusProxy(self.digit_a if binary else self.field)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Offer these classes, keeping a pair that is among them, else taking the first two."""
        self._names = names
        choices = {_value_of(name): name for name in names}
        self.digit_a.show_choices(choices)
        self.digit_b.show_choices(choices)
        if not set(map(str, self._pair)) <= set(names) and len(names) > 1:
            self._pair = (_value_of(names[0]), _value_of(names[1]))
        self._show_pair()

    @Slot()
    def _take_pair(self) -> None:
        first, second = self.digit_a.currentData(), self.digit_b.currentData()
        if first == second:
            # The same class twice: the other picker takes the one that was given up.
            before_first, before_second = self._pair
            first, second = (first, before_first) if first != before_first else (before_second, second)
        self.setValue((first, second))

    @Slot(str)
    def _take_text(self, text: str) -> None:
        bare = text.strip(" []")
        words = [word.strip() for word in bare.split(",")] if "," in bare else bare.split()
        if [word.lower() for word in words] == ["all"]:
            words = []
        self.setValue(tuple(_value_of(word) for word in words if word))

    def _check_names(self, value: Classes) -> None:
        unknown = [str(name) for name in value if str(name) not in self._names]
        if unknown:
            raise LabError(
                f"There is no class {unknown[0]} in this data: choose from {', '.join(self._names)}."
            )
        if value and len(set(map(str, value))) < max(2, len(value)):
            raise LabError("Choose at least two different classes, each once, or all.")

    def _show_pair(self) -> None:
        by_name = {name: _value_of(name) for name in self._names}
        self.digit_a.show_data(by_name.get(str(self._pair[0])))
        self.digit_b.show_data(by_name.get(str(self._pair[1])))


def _value_of(name: str) -> int | str:
    """A class as recipes write it: 3 for "3", and a word for a word."""
    return int(name) if name.isdecimal() and str(int(name)) == name else name
