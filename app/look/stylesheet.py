"""The one style sheet, made from a theme's colours; distances keep a 4/8/14 px rhythm.

Dynamic properties choose a look: primary (the button that matters most), card (a surface with 8 px
corners), panel (a flat surface of the card's colour), section (the head of a group), quiet and strong.
"""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontInfo

from app.look.contrast import mix, readable

if TYPE_CHECKING:
    from app.look.theme import Theme

_SURFACES: Final = """
QMainWindow, QDialog { background: $ground; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: none; }
*[card="true"] { background: $card; border: 1px solid $line; border-radius: 8px; }
*[panel="true"] { background: $card; }
QDockWidget { color: $quiet_ink; titlebar-close-icon: none; }
QDockWidget::title { background: $card; padding: 4px 14px; border-bottom: 1px solid $line; }
QDockWidget > QWidget { background: $card; }
QToolBar { background: $card; border: none; border-bottom: 1px solid $line; spacing: 8px; padding: 4px 4px; }
QStatusBar { background: $card; color: $quiet_ink; border-top: 1px solid $line; }
QToolTip { background: $field; color: $ink; border: 1px solid $edge; padding: 4px; }
QGroupBox { border: none; margin-top: 20px; padding: 0; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QLabel[section="true"], QGroupBox {
    color: $quiet_ink; font-size: ${small}pt; font-weight: 600; letter-spacing: 1px;
    text-transform: uppercase;
}
QLabel[quiet="true"] { color: $quiet_ink; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[bad="true"] { color: $bad; }
QStatusBar[bad="true"] { color: $bad; font-weight: 600; }
"""

_BUTTONS: Final = """
QPushButton, QToolButton {
    background: $field; color: $ink; border: 1px solid $line; border-radius: 6px;
    padding: 4px 10px; min-height: 18px; font-weight: 500;
}
QToolButton { padding: 4px 5px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $line; }
QPushButton:checked, QToolButton:checked { border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 9px; }
QToolButton:focus { padding: 3px 4px; }
QPushButton:disabled, QToolButton:disabled { color: $faded; background: $card; }
*[primary="true"] { background: $fill; color: $on_fill; border-color: $fill; font-weight: 600; }
*[primary="true"]:hover { background: $fill_hover; }
*[primary="true"]:pressed { background: $fill; }
*[primary="true"]:focus { border: 2px solid $ink; }
*[primary="true"]:disabled { color: $faded; background: $field; border-color: $line; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator {
    width: 14px; height: 14px; background: $field; border: 1px solid $edge; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked {
    background: $fill; border-color: $fill; image: url($icons/check.svg);
}
QTableView::indicator:indeterminate {
    background: $fill; border-color: $fill; image: url($icons/dash.svg);
}
QRadioButton::indicator:checked { width: 6px; height: 6px; background: #ffffff; border: 5px solid $fill; }
QCheckBox:focus, QRadioButton:focus { color: $focus_ink; }
QCheckBox:disabled, QRadioButton:disabled { color: $faded; }
"""

_FIELDS: Final = """
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $ink; border: 1px solid $edge; border-radius: 6px; padding: 3px 8px;
    min-height: 18px; selection-background-color: $fill; selection-color: $on_fill;
}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; padding: 2px 7px;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $faded; border-color: $line; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url($icons/arrow-down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $card; color: $ink; border: 1px solid $edge; padding: 4px; outline: none;
    selection-background-color: $fill; selection-color: $on_fill;
}
QComboBox QAbstractItemView:focus { border: 1px solid $edge; }
QComboBoxPrivateContainer { background: $card; border: none; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; width: 16px; background: transparent;
}
QAbstractSpinBox::up-arrow { image: url($icons/arrow-up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($icons/arrow-down.svg); width: 12px; height: 12px; }
QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: $groove; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0;
    background: #ffffff; border: 1px solid $accent; border-radius: 7px;
}
QSlider::handle:horizontal:hover { border: 2px solid $accent; width: 10px; height: 10px; }
QSlider::handle:horizontal:focus {
    border: 4px solid $accent; width: 10px; height: 10px; margin: -7px 0; border-radius: 9px;
}
QSlider::sub-page:horizontal:disabled { background: $groove; }
QSlider::handle:horizontal:disabled { background: $groove; border-color: $edge; }
QProgressBar { background: $groove; border: none; border-radius: 4px; max-height: 8px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
"""

_LISTS: Final = """
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $quiet_ink; padding: 4px 2px; margin: 0 14px 0 2px;
    border: none; border-bottom: 2px solid transparent; font-weight: 500;
}
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QTabBar::tab:disabled { color: $faded; }
QTableView, QListView, QTreeView {
    background: transparent; alternate-background-color: transparent; border: 1px solid transparent;
    gridline-color: $line; selection-background-color: $fill; selection-color: $on_fill;
}
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; }
QTableView::item, QListView::item { padding: 4px 8px; }
QTableView::item { border-bottom: 1px solid $line; }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: transparent; color: $quiet_ink; font-weight: normal;
    border: none; border-bottom: 1px solid $line; padding: 4px 8px;
}
QTableCornerButton::section { background: transparent; border: none; }
QMenuBar { background: $card; color: $ink; padding: 2px 8px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $card; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 14px; border-radius: 4px; }
QMenu::item:selected { background: $fill; color: $on_fill; }
QMenu::item:disabled { color: $faded; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $quiet_ink; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def stylesheet(theme: Theme, font: QFont) -> str:
    """The style sheet for a theme; small text is sized by the application's font."""
    small = 0.85 * QFontInfo(font).pointSizeF()
    return Template(_SURFACES + _BUTTONS + _FIELDS + _LISTS).substitute(
        {name: value for name, value in vars(theme).items() if isinstance(value, str)},
        icons=str(files("resources").joinpath("icons")).replace("\\", "/"),
        small=f"{small:.2f}",
        faded=mix(theme.quiet_ink, theme.card, 0.4),
        fill_hover=mix(theme.fill, "#000000", 0.12),
        focus_ink=readable(theme.accent, theme.card),
        groove=theme.hover,
    )
