"""All live figures in one place: a list, the chosen one large, and its paragraph."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.guide.explainers import NAMES, TEXTS, make_explainer
from app.guide.figure import Figure
from app.look.small_button import SmallButton
from app.look.theme import LIGHT, Theme
from lrengine.recipe import Explainer

# Narrower than this there is no room for three columns.
_NARROW = 570


class ExplainerPanel(QWidget):
    """Figures are made when they are first looked at, and keep their values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explainer_panel")
        self.setAccessibleName("Explainers")
        self._theme: Theme = LIGHT
        self.figures: dict[Explainer, Figure] = {}
        self.shown: Explainer = NAMES[0]
        self.buttons: dict[Explainer, SmallButton] = {}
        self._group = QButtonGroup(self)
        for name in NAMES:
            button = SmallButton(name)
            button.setObjectName(f"choose_{name}")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._choose)
            self._group.addButton(button)
            self.buttons[name] = button
        self._stack = QStackedWidget()
        self._text = QLabel()
        self._text.setObjectName("explainer_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("scrolled")
        padded = QVBoxLayout(inside)
        padded.setContentsMargins(0, 0, 8, 0)
        padded.addWidget(self._text)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(140)
        scroll.setMaximumWidth(320)
        self._scroll = scroll
        choices = QWidget()
        self._choices = QGridLayout(choices)
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setSpacing(4)
        self._parts = QGridLayout(self)
        self._parts.setContentsMargins(14, 8, 10, 8)
        self._parts.addWidget(choices, 0, 0)
        self._is_narrow: bool | None = None
        self._arrange(narrow=False)
        self.show_explainer(NAMES[0])

    def show_explainer(self, name: str) -> None:
        """Show a figure and its text; a name there is not leaves what is shown."""
        known = next((each for each in NAMES if each == name), None)
        if known is None:
            return
        if known not in self.figures:
            figure = make_explainer(known)
            figure.show_theme(self._theme)
            self.figures[known] = figure
            self._stack.addWidget(figure)
        self.shown = known
        self.buttons[known].setChecked(True)
        self._stack.setCurrentWidget(self.figures[known])
        self._text.setText(TEXTS[known])

    def _arrange(self, *, narrow: bool) -> None:
        """Buttons, figure and text side by side, or where width is dear the text below the buttons."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        columns = 2 if narrow else 1
        for place, button in enumerate(self.buttons.values()):
            self._choices.addWidget(button, place // columns, place % columns)
        self._choices.setRowStretch(len(self.buttons), 0 if narrow else 1)
        parts = self._parts
        parts.setHorizontalSpacing(8 if narrow else 14)
        parts.addWidget(self._stack, 0, 1, 2, 1)
        parts.addWidget(self._scroll, *((1, 0, 1, 1) if narrow else (0, 2, 2, 1)))
        parts.setRowStretch(1, 1)
        parts.setColumnStretch(1, 7)
        parts.setColumnStretch(2, 0 if narrow else 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(narrow=self.width() < _NARROW)
        super().resizeEvent(event)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        for figure in self.figures.values():
            figure.show_theme(theme)

    @Slot()
    def _choose(self) -> None:
        self.show_explainer(next(name for name, button in self.buttons.items() if button.isChecked()))
