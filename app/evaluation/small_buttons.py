"""The small buttons of a card's head."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.look.small_button import SmallButton


def small_button(name: str, text: str, help_text: str) -> SmallButton:
    """A low button with its name, and a help text that assistive tools read, too."""
    button = SmallButton(text)
    button.setObjectName(name)
    button.setAccessibleName(help_text)
    button.setToolTip(help_text)
    button.setFont(small_font(button))
    return button


def either_or(parent: QWidget, first: QToolButton, second: QToolButton) -> QButtonGroup:
    """Two checkable buttons of which one is down, the first at the start."""
    group = QButtonGroup(parent)
    for button in (first, second):
        button.setCheckable(True)
        group.addButton(button)
    first.setChecked(True)
    return group


def head(label: QLabel, *controls: QWidget) -> QHBoxLayout:
    """A card's first line: what it shows, and its buttons at the right."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(label, 1)
    for control in controls:
        layout.addWidget(control)
    return layout


def small_font(widget: QWidget) -> QFont:
    """The application's small print."""
    font = QFont(widget.font())
    font.setPointSizeF(0.85 * font.pointSizeF())
    return font
