"""Which class the next point gets: a small button for each, with its mark."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QWidget

from app.look.small_button import SmallButton
from app.look.theme import LIGHT, Theme
from app.playground.class_marks import MOST_CLASSES, class_places, mark_icon

_LONGEST_NAME = 64


class ClassPicker(QWidget):
    """Buttons for the classes there are, two at least, and one that offers another class.

    buttons       by the name of the class
    class_chosen  the name of the class
    """

    class_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_picker")
        self.setAccessibleName("Class of the next point")
        self._theme: Theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._extra: tuple[str, ...] = ()
        self._most = MOST_CLASSES
        self.chosen = ""
        self.buttons: dict[str, SmallButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._choose)
        label = QLabel("Class")
        label.setProperty("quiet", True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(label)
        self.more_button = SmallButton("+")
        self.more_button.setObjectName("more_classes")
        self.more_button.setAccessibleName("Another class")
        self.more_button.clicked.connect(self._offer_another)
        self._layout.addWidget(self.more_button)
        self._rebuild()

    @property
    def names(self) -> tuple[str, ...]:
        """All classes that are offered."""
        offered = self._names
        while len(offered) < 2:
            offered += (next(name for name in "012" if name not in offered),)
        offered += tuple(name for name in self._extra if name not in offered)
        return offered

    def show_classes(self, names: tuple[str, ...]) -> None:
        """Offer these classes, those that were asked for, and "0" and "1" where there are fewer than two."""
        if names != self._names:
            self._names = names
            self._rebuild()

    def show_limit(self, most: int) -> None:
        """So many classes can be told apart."""
        self._most = min(most, MOST_CLASSES)
        self._extra = self._extra[: max(self._most - max(len(self._names), 2), 0)]
        self._rebuild()

    def forget_extra(self) -> None:
        """Offer no other classes than those that have points."""
        if self._extra:
            self._extra = ()
            self._rebuild()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dress()

    @Slot(int)
    def choose_key(self, number: int) -> None:
        """The class a number key stands for: the one of that name, or in that place, or a new one."""
        name = str(number)
        if name not in self.names and not all(known.isdigit() for known in self.names):
            name = self.names[number] if number < len(self.names) else ""
        if name and name not in self.names and len(self.names) < self._most:
            self._extra += (name,)
            self._rebuild()
        if name in self.names:
            self._set_chosen(name)

    @Slot()
    def _offer_another(self) -> None:
        name = next(name for name in map(str, range(2 * MOST_CLASSES)) if name not in self.names)
        self._extra += (name,)
        self._rebuild()
        self._set_chosen(name)

    @Slot()
    def _choose(self) -> None:
        self._set_chosen(next(name for name, button in self.buttons.items() if button.isChecked()))

    def _set_chosen(self, name: str) -> None:
        self.chosen = name
        self.buttons[name].setChecked(True)
        self.class_chosen.emit(name)

    def _rebuild(self) -> None:
        names = self.names
        if tuple(self.buttons) != names:
            for button in self.buttons.values():
                self._group.removeButton(button)
                self._layout.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.buttons = {name: self._make_button(name, place) for place, name in enumerate(names, start=1)}
            self._dress()
        full = len(names) >= self._most
        self.more_button.setEnabled(not full)
        if full and self._most == 2:
            words = "This task knows two classes: choose the task All classes, softmax, for more"
        else:
            words = f"{MOST_CLASSES} classes at most" if full else "Offer another class"
        self.more_button.setToolTip(words)
        self._set_chosen(self.chosen if self.chosen in names else names[0])

    def _make_button(self, name: str, place: int) -> SmallButton:
        button = SmallButton(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST_NAME))
        button.setObjectName(f"class_{name}")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(f"Class {name}")
        button.setToolTip(f"Click the plot to add a point of class {name}")
        self._group.addButton(button)
        self._layout.insertWidget(place, button)
        return button

    def _dress(self) -> None:
        for place, button in zip(class_places(tuple(self.buttons)), self.buttons.values(), strict=True):
            button.setIcon(mark_icon(self._theme, place, self.devicePixelRatioF()))
