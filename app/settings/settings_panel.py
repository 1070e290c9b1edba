"""The panel of settings, made from the recipe's declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.look.theme import Theme
from app.settings.classes_editor import ClassesEditor
from app.settings.number_editor import NumberEditor
from app.settings.number_text import exact_text
from app.settings.recipe_picker import RecipePicker
from app.settings.setting_editors import Editor, make_editor
from app.settings.setting_help import help_text
from app.settings.setting_layout import SECTIONS, is_shown, object_name, settings_of
from app.settings.setting_row import MARGIN, SettingRow
from app.settings.settings_section import SettingsSection
from app.settings.settings_sheet import settings_sheet
from lrengine.errors import LabError
from lrengine.recipe import Recipe
from lrengine.settings import change, find_setting, value_of

_RATE = "solver.learning_rate"
_CLASSES = "task.classes"


class SettingsPanel(QWidget):
    """Every setting of a recipe, those that matter shown.

    settings_changed  {key: value} of what the user changed, checked
    recipe_chosen     the name of a recipe
    """

    settings_changed = Signal(object)
    recipe_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_panel")
        self.setAccessibleName("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self._recipe = Recipe()
        self._rows: dict[str, SettingRow] = {}
        self._editors: dict[str, Editor] = {}
        self.sections: list[SettingsSection] = []

        self.recipe_picker = RecipePicker()
        self.recipe_picker.recipe_chosen.connect(self.recipe_chosen)
        self._recipe_row = SettingRow("Recipe", self.recipe_picker, "A whole set of settings to start from.")
        self.pending_note = QLabel("Changes marked • act at the next start", self)
        self.pending_note.setObjectName("pending_note")
        self.pending_note.setProperty("note", True)
        self.pending_note.setProperty("quiet", True)
        self.pending_note.setIndent(MARGIN)
        policy = self.pending_note.sizePolicy()
        # Its line stays free, so that nothing moves under the mouse at the first change.
        policy.setRetainSizeWhenHidden(True)
        self.pending_note.setSizePolicy(policy)
        self.pending_note.hide()

        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 14)
        column.setSpacing(0)
        for part in SECTIONS:
            section = SettingsSection(part.title, part.open, content)
            if not self.sections:
                section.add_row(self._recipe_row)
            for setting in settings_of(part):
                section.add_row(self._make_row(setting.key))
            self.sections.append(section)
            column.addWidget(section)
        column.addStretch(1)
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setObjectName("settings_scroll_area")
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.pending_note)
        outer.addWidget(self.scroll_area)
        self.setMinimumWidth(232)
        self._align()
        self._show_all()

    def editor(self, key: str) -> Editor:
        """The editor of the setting called `key`."""
        return self._editors[key]

    def row(self, key: str) -> SettingRow:
        """The line that the setting called `key` stands in."""
        return self._rows[key]

    # -- shown ---------------------------------------------------------------------------------

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a recipe's settings, silently; what is being typed goes on if nothing else changed."""
        if recipe != self._recipe:
            self._recipe = recipe
            self._show_all()

    def show_recipes(self, entries: Iterable[Sequence[str]]) -> None:
        """Offer recipes in their order, each as (name, title, chapter, text), two at least."""
        self.recipe_picker.show_recipes(entries)

    def show_recipe_name(self, name: str, changed: bool) -> None:
        """Say which recipe the settings come from, and whether they have left it since."""
        self.recipe_picker.show_name(name, changed)

    def show_classes(self, names: tuple[str, ...]) -> None:
        """Offer the classes of the data; a task whose pair is not among them takes the first two."""
        classes = self._classes
        classes.show_names(names)
        chosen = value_of(self._recipe, _CLASSES)
        if (
            self._recipe.task.kind == "binary"
            and chosen
            and tuple(map(str, chosen)) != tuple(map(str, classes.pair))
        ):
            self._take({_CLASSES: classes.pair})

    def show_stable_step(self, limit: float | None, applies: bool) -> None:
        """Mark the largest stable step 2/L; `applies` while all rows are used and nothing has momentum."""
        rate = self._editors[_RATE]
        assert isinstance(rate, NumberEditor)
        text = ""  # U+2060 keeps a line from ending within 2/L
        if limit is not None:
            step = exact_text(float(f"{limit:.3g}"))
            text = f"Stable below {step} (2/\u2060L)"
            if not applies:
                text += " for full batches, without momentum"
        rate.mark(limit, text)
        self._rows[_RATE].show_remark(text)

    def show_pending(self, keys: set[str]) -> None:
        """Mark the settings that act only at the next start; live ones never do."""
        waiting = {key for key in keys if not find_setting(key).live}
        for key, row in self._rows.items():
            row.show_pending(key in waiting)
        for section in self.sections:
            section.show_pending()
        self.pending_note.setVisible(bool(waiting))

    def show_theme(self, theme: Theme) -> None:
        """Colour what the style sheet does not reach."""
        self.setStyleSheet(settings_sheet(theme))
        mark, dot = QColor(theme.validation), QColor(theme.accent)
        for row in self._rows.values():
            row.set_dot_colour(dot)
        for editor in self._editors.values():
            if isinstance(editor, NumberEditor):
                editor.set_mark_colour(mark)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    # -- behind --------------------------------------------------------------------------------

    @property
    def _classes(self) -> ClassesEditor:
        editor = self._editors[_CLASSES]
        assert isinstance(editor, ClassesEditor)
        return editor

    def _make_row(self, key: str) -> SettingRow:
        setting = find_setting(key)
        editor = make_editor(setting)
        editor.setObjectName(object_name(key))
        editor.setAccessibleName(setting.title)
        editor.value_changed.connect(self._take_change)
        row = SettingRow(setting.title, editor, help_text(setting))
        editor.complaint_changed.connect(row.show_complaint)
        self._editors[key], self._rows[key] = editor, row
        return row

    @Slot(object)
    def _take_change(self, value: Any) -> None:
        editor = self.sender()
        key = editor.setting.key  # type: ignore[attr-defined]
        changes = {key: value}
        if key == "task.kind":
            # A task of two needs its two classes at once; any other begins with all of them.
            changes[_CLASSES] = self._classes.pair if value == "binary" else ()
        self._take(changes)

    def _take(self, changes: dict[str, Any]) -> None:
        recipe = self._recipe
        for key, value in changes.items():
            try:
                recipe = change(recipe, {key: value})
            except LabError as error:
                self._editors[key].complain(str(error))
                return
        self._recipe = recipe
        checked = {key: value_of(recipe, key) for key in changes}
        for key, value in checked.items():
            editor = self._editors[key]
            if editor.value() != value:
                editor.show_value(value)
        self._show_relevant()
        self.settings_changed.emit(checked)

    def _show_all(self) -> None:
        for key, editor in self._editors.items():
            editor.show_value(value_of(self._recipe, key))
        self._show_relevant()

    def _show_relevant(self) -> None:
        self._classes.show_binary(self._recipe.task.kind == "binary")
        for key, row in self._rows.items():
            row.setVisible(is_shown(key, self._recipe))

    def _align(self) -> None:
        """Put every title on one column as wide as the longest."""
        rows = [self._recipe_row, *self._rows.values()]
        width = max(row.label.fontMetrics().horizontalAdvance(row.label.text()) for row in rows)
        height = self._classes.field.sizeHint().height()
        for row in rows:
            row.set_label_size(width + 2, height)
