"""What can be done with runs: buttons above the table, and the same as its menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMessageBox, QToolButton, QWidget

from app.runs.run_lines import RunRow

# Name, text, what it does; in the order of the menu.
_ACTIONS: Final = (
    ("show", "Show", "Put the chosen run on view (Enter)"),
    ("overlay", "Overlay curves", "Draw the chosen runs' curves, too (O)"),
    (
        "repeat",
        "Repeat with five seeds",
        "Train the chosen run's recipe with five seeds, for mean ± deviation",
    ),
    ("branch", "Branch from here", "Train on from the weights that the chosen run shows"),
    ("delete", "Delete", "Move the chosen runs to the bin (Delete)"),
    ("export", "Export table…", "Save all runs' settings and figures as CSV"),
)
_BUTTONS: Final = ("show", "repeat", "branch", "delete")
_SMALL: Final = "QToolButton { padding: 1px 8px; min-height: 16px; font-weight: 400; }"


class RunsActions(QObject):
    """The actions by name; they act on whatever is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for name, text, help_text in _ACTIONS:
            action = QAction(text, parent)
            action.setObjectName(f"runs_{name}")
            action.setToolTip(help_text)
            self._by_name[name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def menu(self, parent: QWidget) -> QMenu:
        """A menu of all of them, which deletes itself when it closes."""
        menu = QMenu(parent)
        menu.setObjectName("runs_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, action in self._by_name.items():
            if name == "export":
                menu.addSeparator()
            menu.addAction(action)
        return menu


class RunsHeader(QWidget):
    """The slim row above the table.

    restore_asked  numbers of runs to put back from the bin
    empty_asked    the bin is to be emptied, and the user is sure
    """

    restore_asked = Signal(object)
    empty_asked = Signal()

    def __init__(self, actions: RunsActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binned: tuple[int, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(4)
        for name in _BUTTONS:
            button = _button(f"runs_{name}_button")
            button.setDefaultAction(actions[name])
            layout.addWidget(button)
        layout.addStretch(1)
        self.summary = QLabel()
        self.summary.setObjectName("runs_summary")
        self.summary.setProperty("quiet", True)
        layout.addWidget(self.summary)
        layout.addSpacing(4)
        self.bin_button = _button("runs_bin")
        self.bin_button.setToolTip("Runs that were deleted")
        self.bin_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.bin_menu = QMenu(self.bin_button)
        self.bin_menu.setObjectName("runs_bin_menu")
        self.bin_button.setMenu(self.bin_menu)
        self.bin_button.hide()
        layout.addWidget(self.bin_button)

    def show_bin(self, rows: Sequence[RunRow]) -> None:
        """Offer these deleted runs."""
        numbers = tuple(row.number for row in rows)
        if numbers == self._binned:
            return
        self._binned = numbers
        self.bin_button.setText(f"Bin ({len(rows)})…")
        self.bin_button.setAccessibleName(f"Bin, {len(rows)} runs")
        self.bin_button.setVisible(bool(rows))
        self.bin_menu.clear()
        for row in reversed(rows):
            action = self.bin_menu.addAction(
                f"Restore run {row.number}" + (f" · {row.name}" if row.name else "")
            )
            action.setData((row.number,))
            action.triggered.connect(self._restore)
        if len(rows) > 1:
            self.bin_menu.addSeparator()
            every = self.bin_menu.addAction("Restore all")
            every.setData(numbers)
            every.triggered.connect(self._restore)
        self.bin_menu.addSeparator()
        empty = self.bin_menu.addAction("Empty the bin…")
        empty.setObjectName("empty_bin")
        empty.triggered.connect(self._make_sure)

    @Slot()
    def _make_sure(self) -> None:
        """Nothing brings these runs back, so it is asked once."""
        count = len(self._binned)
        box = QMessageBox(self.window())
        box.setObjectName("empty_bin_box")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Empty the bin")
        box.setText(f"Delete {'the run' if count == 1 else f'all {count} runs'} in the bin for good?")
        box.setInformativeText("This cannot be undone.")
        sure = box.addButton("Empty the bin", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        sure.clicked.connect(self.empty_asked)
        box.open()

    @Slot()
    def _restore(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.restore_asked.emit(tuple(action.data()))


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setStyleSheet(_SMALL)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
