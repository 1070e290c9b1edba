"""What is varied along one direction: a setting, and its values on a line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.settings.entry_field import EntryField
from app.settings.picker import Picker
from app.sweep.sweep_values import example, read_values, suggested_values, values_text
from app.sweep.sweepable import sweepable_settings
from lrengine.errors import LabError
from lrengine.recipe import Axis, Recipe
from lrengine.settings import find_setting, value_of

NOTHING = ""
_LABEL = 44


class AxisField(QWidget):
    """`changed` after every choice and keystroke; a wrong entry is said below it once it is finished."""

    changed = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._recipe = Recipe()
        self._texts: dict[str, str] = {}
        self._offered: object = None
        self.picker = Picker()
        self.picker.setObjectName(f"{name}_setting")
        self.picker.setAccessibleName(f"{label}: setting")
        self.picker.data_chosen.connect(self._choose)
        self.values = EntryField()
        self.values.setObjectName(f"{name}_values")
        self.values.setAccessibleName(f"{label}: values")
        self.values.textEdited.connect(self._note_edit)
        self.values.text_entered.connect(self._take_text)
        self.complaint = QLabel()
        self.complaint.setObjectName(f"{name}_complaint")
        self.complaint.setProperty("bad", True)
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.values.complaint_changed.connect(self._show_complaint)
        title = QLabel(label)
        title.setProperty("quiet", True)
        title.setFixedWidth(_LABEL)
        self.picker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(title)
        head.addWidget(self.picker, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.values)
        column.addWidget(self.complaint)
        self._offer(NOTHING)
        self._show_values()

    # -- what is shown -------------------------------------------------------------------------

    @property
    def key(self) -> str:
        return str(self.picker.currentData() or NOTHING)

    def show_recipe(self, recipe: Recipe) -> None:
        """Offer the settings that matter to this recipe."""
        self._recipe = recipe
        self._offer(self.key)

    def show_axis(self, axis: Axis | None) -> None:
        """Vary this, silently; None varies nothing."""
        key = NOTHING if axis is None else axis.setting
        if axis is not None:
            self._texts[key] = values_text(axis.values)
        self._offer(key)
        self._show_values()

    def complain(self, sentence: str) -> None:
        self.values.complain(sentence)

    # -- what is entered -----------------------------------------------------------------------

    def axis(self) -> Axis | None:
        """What is entered, None for nothing; raises a LabError for what cannot be."""
        if not self.key:
            return None
        values = read_values(find_setting(self.key), self._text())
        return Axis(setting=self.key, values=values)

    def check(self) -> bool:
        """Whether the entry is right; a wrong one is said."""
        try:
            self.axis()
        except LabError as error:
            self.complain(str(error))
            return False
        return True

    def _text(self) -> str:
        return self.values.text() if self.values.isModified() else self._texts.get(self.key, "")

    def _offer(self, chosen: str) -> None:
        """Headed groups of settings; `chosen` is offered whether or not it matters to the recipe."""
        sections = sweepable_settings(self._recipe, *([chosen] if chosen else []))
        if sections == self._offered:
            self.picker.show_data(chosen)
            return
        self._offered = sections
        titles: dict[Any, str] = {NOTHING: "nothing"}
        heads = []
        for section, settings in sections.items():
            heads.append(len(titles))
            titles[("head", section)] = section
            titles |= {setting.key: setting.title for setting in settings}
        self.picker.show_choices(titles)
        model = self.picker.model()
        assert isinstance(model, QStandardItemModel)
        for row in heads:
            item = model.item(row)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            font = QFont(self.font())
            font.setPointSizeF(0.85 * font.pointSizeF())
            item.setFont(font)
        self.picker.show_data(chosen)

    def _show_values(self) -> None:
        self.values.setVisible(bool(self.key))
        if not self.key:
            self.values.show_texts("")
            return
        setting = find_setting(self.key)
        if self.key not in self._texts:
            self._texts[self.key] = values_text(suggested_values(setting, value_of(self._recipe, self.key)))
        written = values_text(example(setting))
        span = " or as a range: 0.001 … 1, 4 values" if setting.kind in ("number", "integer") else ""
        self.values.set_help(f"<qt>{setting.description}<p>Values with commas: {written}{span}.</p></qt>")
        self.values.show_texts(self._texts[self.key])

    @Slot(object)
    def _choose(self, key: object) -> None:
        self._show_values()
        self.changed.emit()

    @Slot(str)
    def _note_edit(self, text: str) -> None:
        self.changed.emit()

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self._texts[self.key] = text
        if self.check():
            self.values.show_texts(text)
        self.changed.emit()

    @Slot(str)
    def _show_complaint(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
